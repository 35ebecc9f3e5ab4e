-- What figures are made of, under the names of the tables, for whoever looks at the city from the shared database: the
-- sittings of her own district, or of all for a login without one; of people no name, document, address, telephone,
-- mail or note, and no free text at all. The program asks these views what it asks a laptop's own file, and answers
-- the same. Made anew each time, so that no migration has to mind them.
CREATE VIEW figures.me AS
    SELECT d.city_id, d.district_id FROM app.server_desk d WHERE d.login = session_user AND d.revoked_at IS NULL;

-- What she may see is said as lists that are made once a question, and not asked again at every row.
CREATE VIEW figures.sitting WITH (security_barrier) AS
    SELECT s.id, s.city_id, s.council_id, s.district_id, s.starts_at, s.mode, s.state, s.unnamed_in_room, s.stream_views,
           s.removed_at
    FROM app.sitting s
    WHERE s.city_id = ANY (ARRAY(SELECT m.city_id FROM figures.me m WHERE m.district_id IS NULL))
       OR s.city_id = ANY (ARRAY(SELECT m.city_id FROM figures.me m WHERE m.district_id IS NOT NULL))
          AND s.district_id = ANY (ARRAY(SELECT m.district_id FROM figures.me m WHERE m.district_id IS NOT NULL));

CREATE VIEW figures.presence WITH (security_barrier) AS
    SELECT p.id, p.sitting_id, p.resident_id, p.way, p.arrived_at, p.left_at, p.companions, p.came_with_id, p.removed_at
    FROM app.presence p WHERE p.sitting_id IN (SELECT s.id FROM figures.sitting s);

CREATE VIEW figures.turn WITH (security_barrier) AS
    SELECT t.id, t.sitting_id, t.resident_id, t.way, t.started_at, t.ended_at, t.removed_at
    FROM app.turn t WHERE t.sitting_id IN (SELECT s.id FROM figures.sitting s);

CREATE VIEW figures.issue WITH (security_barrier) AS
    SELECT i.id, i.sitting_id, i.kind, i.topic, i.department_id, i.state, i.answered_on, i.removed_at
    FROM app.issue i WHERE i.sitting_id IN (SELECT s.id FROM figures.sitting s);

CREATE VIEW figures.commitment WITH (security_barrier) AS
    SELECT c.id, c.sitting_id, c.state, c.due_on, c.removed_at
    FROM app.commitment c WHERE c.sitting_id IN (SELECT s.id FROM figures.sitting s);

CREATE VIEW figures.minutes WITH (security_barrier) AS
    SELECT m.id, m.sitting_id, m.document_sha256, m.removed_at
    FROM app.minutes m WHERE m.sitting_id IN (SELECT s.id FROM figures.sitting s);

-- Of a sheet its codes and numbers, never what was told in words nor by whom; one that a household answered at home is
-- of the district of its quarter.
CREATE VIEW figures.questionnaire AS
    SELECT q.id, q.subject, q.questions, q.removed_at FROM app.questionnaire q
    WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = q.city_id);

CREATE VIEW figures.reply WITH (security_barrier) AS
    SELECT r.id, r.questionnaire_id, r.sitting_id, r.neighbourhood_id, r.way, r.answered_on, r.answers, r.removed_at
    FROM app.reply r
    WHERE r.sitting_id IN (SELECT s.id FROM figures.sitting s)
       OR r.sitting_id IS NULL AND EXISTS (
           SELECT FROM figures.me m WHERE m.city_id = r.city_id AND (m.district_id IS NULL OR EXISTS (
               SELECT FROM app.neighbourhood n WHERE n.id = r.neighbourhood_id AND n.district_id = m.district_id)));

CREATE VIEW figures.invitation WITH (security_barrier) AS
    SELECT i.id, i.sitting_id, i.resident_id, i.channel, i.reached, i.removed_at
    FROM app.invitation i WHERE i.sitting_id IN (SELECT s.id FROM figures.sitting s);

CREATE VIEW figures.merge WITH (security_barrier) AS
    SELECT g.id, g.kept_id, g.absorbed_id, g.undone_at, g.removed_at
    FROM app.merge g WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = g.city_id);

-- A date of birth, with quarter and gender, is nearly a name. Her year is enough for the band of age in all years but
-- those in which she passes from one to the next: only of whoever was at a sitting in such a year the day is told, and
-- of whoever has several rows.
CREATE VIEW figures.resident WITH (security_barrier) AS
    SELECT r.id, r.removed_at, r.erased_at, r.age_band, r.gender, r.neighbourhood_id, r.organisation_id,
           CASE WHEN r.birth_date IS NULL THEN NULL
           WHEN EXISTS (SELECT FROM app.merge g WHERE g.kept_id = r.id)
               OR EXISTS (SELECT FROM app.merge g WHERE g.absorbed_id = r.id)
               OR EXISTS (
               SELECT FROM app.presence p JOIN app.sitting s ON s.id = p.sitting_id
               WHERE p.resident_id = r.id
                 AND (extract(year FROM s.starts_at AT TIME ZONE 'UTC' - interval '14 hours')
                          - extract(year FROM r.birth_date) IN (16, 30, 45, 60, 75)
                      OR extract(year FROM s.starts_at AT TIME ZONE 'UTC' + interval '14 hours')
                          - extract(year FROM r.birth_date) IN (16, 30, 45, 60, 75)))
           THEN r.birth_date ELSE make_date(extract(year FROM r.birth_date)::int, 1, 1) END AS birth_date
    FROM app.resident r
    WHERE r.city_id = ANY (ARRAY(SELECT m.city_id FROM figures.me m WHERE m.district_id IS NULL))
       OR r.id IN (SELECT p.resident_id FROM figures.presence p)
       OR r.id IN (SELECT t.resident_id FROM figures.turn t)
       OR r.id IN (SELECT g.kept_id FROM app.merge g JOIN figures.presence p ON p.resident_id = g.absorbed_id)
       OR r.id IN (SELECT g.absorbed_id FROM app.merge g JOIN figures.presence p ON p.resident_id = g.kept_id);

-- Who is new is told by the whole city: of somebody who comes to this district, when she first was at a sitting of
-- another one, and nothing else of it; so of whoever has several rows, for one of them may come here. Asked of some
-- hundred rows by their identifiers, it reads no others. `sitting_id` puts two of the same hour in their order; whoever sees the whole
-- city needs none of this.
CREATE VIEW figures.first_elsewhere WITH (security_barrier) AS
    SELECT DISTINCT ON (p.resident_id) p.resident_id, s.starts_at, s.id AS sitting_id
    FROM app.presence p JOIN app.sitting s ON s.id = p.sitting_id
    WHERE p.removed_at IS NULL AND s.removed_at IS NULL
      AND s.city_id = ANY (ARRAY(SELECT m.city_id FROM figures.me m WHERE m.district_id IS NOT NULL))
      AND s.district_id <> ALL (ARRAY(SELECT m.district_id FROM figures.me m WHERE m.district_id IS NOT NULL))
      AND (p.resident_id IN (SELECT o.resident_id FROM figures.presence o)
           OR p.resident_id IN (SELECT g.kept_id FROM app.merge g)
           OR p.resident_id IN (SELECT g.absorbed_id FROM app.merge g))
    ORDER BY p.resident_id, s.starts_at, s.id;

CREATE VIEW figures.council AS
    SELECT c.id, c.name, c.district_id, c.removed_at FROM app.council c
    WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = c.city_id
                  AND (m.district_id IS NULL OR m.district_id = c.district_id));
CREATE VIEW figures.district AS
    SELECT d.id, d.name, d.removed_at FROM app.district d
    WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = d.city_id);
CREATE VIEW figures.neighbourhood AS
    SELECT n.id, n.name, n.district_id, n.removed_at FROM app.neighbourhood n
    WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = n.city_id);
CREATE VIEW figures.organisation AS
    SELECT o.id, o.name, o.kind, o.removed_at FROM app.organisation o
    WHERE EXISTS (SELECT FROM figures.me m WHERE m.city_id = o.city_id);

GRANT USAGE ON SCHEMA figures TO cabildo_desk;
GRANT SELECT ON figures.sitting, figures.presence, figures.turn, figures.issue, figures.commitment, figures.minutes,
    figures.merge, figures.resident, figures.council, figures.district, figures.neighbourhood, figures.organisation,
    figures.questionnaire, figures.reply, figures.invitation, figures.first_elsewhere
    TO cabildo_desk;
