-- The third door: what others wrote, and what was erased by law.
DROP FUNCTION IF EXISTS app.pull(text, bigint, int);

DROP FUNCTION IF EXISTS app.may_read(app.server_desk, text);
DROP FUNCTION IF EXISTS app.may_read(app.server_desk, text, text);
DROP FUNCTION IF EXISTS app.mark(text, bigint);

-- What tells a commit from another one that had its number before the server was restored; and what a desk saw when it
-- had another role or district from what it sees now.
CREATE OR REPLACE FUNCTION app.mark(p_desk app.server_desk, p_commit bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT (extract(epoch FROM stored_at) * 1000000)::bigint::text || '-' || last_seq
        || CASE WHEN p_desk.sight > 0 THEN '-' || p_desk.sight ELSE '' END
    FROM app.server_push WHERE city_id = p_desk.city_id AND commit_no = p_commit
$$;

-- A JSON object without some of its members, the rest letter for letter as it was: what was hashed is the text itself.
CREATE OR REPLACE FUNCTION app.without(p_object json, p_names text[]) RETURNS json
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT coalesce('{' || string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY key COLLATE "C") || '}',
                    '{}')::json
    FROM json_each(p_object) WHERE key <> ALL (p_names)
$$;

-- An entry as the laptop of a head gets it: whatever tells who somebody is, or is not known here, is its commitment
-- only. So the chain holds there as well, people can be counted, and nobody can be named.
CREATE OR REPLACE FUNCTION app.veiled(p_entry app.entry) RETURNS app.entry
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_gone text[];
BEGIN
    SELECT coalesce(array_agg(f.key), '{}') INTO v_gone
    FROM json_object_keys(p_entry.fields) f (key)
    LEFT JOIN app.server_register r ON r.noun = p_entry.noun AND r.field = f.key
    WHERE coalesce(r.personal, true);
    IF v_gone <> '{}' THEN
        p_entry.sealed := (p_entry.sealed::jsonb || (
            SELECT jsonb_object_agg(f.key, encode(sha256(convert_to(
                (p_entry.salts::jsonb ->> f.key) || chr(31) || f.key || chr(31) || f.value::text, 'UTF8')), 'hex'))
            FROM json_each(p_entry.fields) f WHERE f.key = ANY (v_gone)))::json;
        p_entry.fields := app.without(p_entry.fields, v_gone);
        p_entry.salts := app.without(p_entry.salts, v_gone);
    END IF;
    RETURN p_entry;
END
$$;

DROP FUNCTION IF EXISTS app.page_end(text, bigint, int);

-- Up to which commit a page goes: whole pushes while they fit, in entries and in redactions, and always the first. What
-- the desk wrote itself is not on it, and is only looked through: ten of those take as much room as one of another.
CREATE OR REPLACE FUNCTION app.page_end(p_desk app.server_desk, p_after bigint, p_entries int) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT max(commit_no) FROM (
        SELECT commit_no, row_number() OVER w AS place, sum(entries) OVER w AS entries, sum(redactions) OVER w AS redactions
        FROM (SELECT p.commit_no, (p.last_seq - p.first_seq + 1)
                     / CASE p.desk_id WHEN p_desk.desk_id THEN 10.0 ELSE 1.0 END AS entries, (
                  SELECT count(*) FROM app.server_redaction r
                  WHERE r.city_id = p.city_id AND r.commit_no = p.commit_no) AS redactions
              FROM app.server_push p WHERE p.city_id = p_desk.city_id AND p.commit_no > p_after
              ORDER BY p.commit_no LIMIT 500) next
        WINDOW w AS (ORDER BY commit_no)) page
    WHERE place = 1 OR (entries <= least(greatest(p_entries, 1), 10000) AND redactions <= 10000)
$$;

-- The entries of a page that are not a desk's by their author alone, and whether their row is of its district: `here`
-- are the rows that this database has, `hers` those of them that belong to the district. Noun and row in one word.
CREATE OR REPLACE FUNCTION app.rows_on_page(p_desk app.server_desk, p_after bigint, p_upto bigint, OUT p_here text[],
                                            OUT p_hers text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_noun text;
    v_rows text[];
    v_found record;
BEGIN
    FOR v_noun, v_rows IN
        SELECT e.noun, array_agg(DISTINCT e.row_id::text)
        FROM app.server_push p JOIN app.entry e
          ON e.city_id = p.city_id AND e.desk_id = p.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq
        WHERE p_desk.district_id IS NOT NULL AND p.city_id = p_desk.city_id AND p.commit_no > p_after
          AND p.commit_no <= p_upto AND p.desk_id <> p_desk.desk_id
          AND p.district_id IS DISTINCT FROM p_desk.district_id
        GROUP BY e.noun
    LOOP
        v_found := app.rows_of(p_desk.city_id, p_desk.district_id, v_noun, v_rows);
        p_here := p_here || ARRAY(SELECT v_noun || ' ' || one FROM unnest(v_found.p_here) one);
        p_hers := p_hers || ARRAY(SELECT v_noun || ' ' || one FROM unnest(v_found.p_hers) one);
    END LOOP;
END
$$;

-- Where a row may have come into another district on a page: an edit gave it another district, sitting, person, or it
-- was made of which something was here already. That may be what waited for it (the laptop that wrote Rosa down came
-- later than the one beside that wrote her telephone), what was refused, or what named it. `p_fresh` are those of them
-- of which nothing was here themselves: they have no past, only what names them has.
CREATE OR REPLACE FUNCTION app.brought_in(p_desk app.server_desk, p_after bigint, p_upto bigint, OUT p_edge text[],
                                          OUT p_fresh text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, app, pg_temp SET enable_sort = off SET enable_hashjoin = off SET enable_mergejoin = off
SET work_mem = '16MB' AS $$
BEGIN
    -- Planned for these very commits, as all of a page is: for any two, a server of a year reads all of its pushes.
    WITH page AS MATERIALIZED (
        SELECT e.noun, e.row_id, count(*) AS entries, bool_or(e.base::text = '{}') AS made,
               bool_or(e.base::text <> '{}' AND (strpos(e.fields::text, '"' || (
                   SELECT b.own_field FROM app.server_belonging b WHERE b.noun = e.noun) || '":') > 0 OR EXISTS (
                   SELECT FROM app.server_hop s
                   WHERE s.noun = e.noun AND strpos(e.fields::text, '"' || s.field || '":') > 0))) AS moved
        FROM app.server_push p JOIN app.entry e
          ON e.city_id = p.city_id AND e.desk_id = p.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq
        WHERE p.city_id = p_desk.city_id AND p.commit_no > p_after AND p.commit_no <= p_upto
          AND e.noun = ANY (ARRAY(SELECT b.noun FROM app.server_belonging b WHERE NOT b.everybodys))
        GROUP BY e.noun, e.row_id
    ), told AS MATERIALIZED (
        -- By the row, as in made_in.
        SELECT noun, row_id, noun || ' ' || row_id AS one,
               coalesce(bool_or(moved), false) OR count(*) > min(entries) AS past
        FROM page JOIN app.entry o USING (noun, row_id)
        WHERE (made OR moved) AND o.city_id || '' = p_desk.city_id GROUP BY noun, row_id
    )
    SELECT array_agg(one), array_agg(one) FILTER (WHERE NOT past) INTO p_edge, p_fresh FROM told
    WHERE past OR noun IN (SELECT s.other FROM app.server_hop s) OR EXISTS (
        SELECT FROM app.settlement t WHERE t.city_id = p_desk.city_id AND t.noun = told.noun AND t.row_id = told.row_id);
END
$$;

-- What came into a desk's district on a page, by whosever hand, and whatever belongs where that does. Of it the desk was
-- told nothing as long as it was another district's, or nobody's. On the way from 0 there is no past: all pages are told
-- as the rows belong now.
CREATE OR REPLACE FUNCTION app.moved_in(p_desk app.server_desk, p_after bigint, p_upto bigint)
RETURNS TABLE (noun text, row_id text) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_edge text[];
    v_fresh text[];
    v_next text[];
    v_found text[] := '{}';
    v_noun text;
    v_rows text[];
    h record;
BEGIN
    IF p_desk.district_id IS NULL OR p_after = 0 THEN
        RETURN;
    END IF;
    SELECT p_edge, p_fresh INTO v_edge, v_fresh FROM app.brought_in(p_desk, p_after, p_upto);
    FOR depth IN 1 .. 4 LOOP
        EXIT WHEN v_edge IS NULL OR v_edge = '{}';
        v_found := v_found || v_edge;
        SELECT array_agg('settlement ' || t.id) INTO v_next FROM unnest(v_edge) one
        JOIN app.settlement t ON t.city_id = p_desk.city_id AND t.noun || ' ' || t.row_id = one
         AND t.row_id = substr(one, strpos(one, ' ') + 1);
        FOR h IN SELECT s.noun, s.field, array_agg(substr(one, strpos(one, ' ') + 1)) AS others,
                        (SELECT r.kind = 'any' FROM app.server_register r
                         WHERE r.noun = s.noun AND r.field = s.field) AS listed
                 FROM app.server_hop s JOIN unnest(v_edge) one ON split_part(one, ' ', 1) = s.other
                 GROUP BY s.noun, s.field LOOP
            EXECUTE format('SELECT array_agg(%L || t.id) FROM app.%I t WHERE t.city_id = $1 AND ', h.noun || ' ', h.noun)
                || CASE WHEN h.listed THEN format('EXISTS (SELECT FROM app.named(json_build_object(''list'', t.%I), ''list'') '
                                                  'told (one) WHERE told.one = ANY ($2))', h.field)
                        ELSE format('t.%I = ANY ($2)', h.field) END
            INTO v_rows USING p_desk.city_id, h.others;
            v_next := v_next || v_rows;
        END LOOP;
        v_edge := ARRAY(SELECT unnest(v_next) EXCEPT SELECT unnest(v_found));
    END LOOP;
    FOR v_noun, v_rows IN SELECT split_part(one, ' ', 1), array_agg(substr(one, strpos(one, ' ') + 1))
                          FROM (SELECT unnest(v_found) EXCEPT SELECT unnest(v_fresh)) f (one) GROUP BY 1 LOOP
        RETURN QUERY SELECT v_noun, hers FROM unnest((
            app.rows_of(p_desk.city_id, p_desk.district_id, v_noun, v_rows)).p_hers) hers;
    END LOOP;
END
$$;

-- What others wrote of those rows until that commit.
CREATE OR REPLACE FUNCTION app.past_of_moved_in(p_desk app.server_desk, p_after bigint, p_upto bigint)
RETURNS TABLE (e app.entry, desk_id varchar, desk_seq bigint, commit_no bigint, stamp varchar, reason text)
-- By the rows alone: of a table that grew since it was looked at last the planner reads the whole journal, for each page.
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp SET enable_seqscan = off SET jit = off AS $$
    SELECT e, e.desk_id, e.desk_seq, w.commit_no, s.hlc, q.reason
    FROM app.moved_in(p_desk, p_after, p_upto) m
    JOIN app.entry e ON e.noun = m.noun AND e.row_id = m.row_id AND e.city_id || '' = p_desk.city_id
    CROSS JOIN LATERAL app.written_in(e.city_id, e.desk_id, e.desk_seq) w
    LEFT JOIN app.server_stamp s ON s.city_id = e.city_id AND s.desk_id = e.desk_id AND s.desk_seq = e.desk_seq
    LEFT JOIN app.server_aside q ON q.city_id = e.city_id AND q.desk_id = e.desk_id AND q.desk_seq = e.desk_seq
         AND q.verdict = 'quarantined'
    WHERE w.commit_no <= p_after AND e.desk_id <> p_desk.desk_id
$$;

-- What others wrote after a commit, in the order of commits, by whole pushes: about `p_entries` entries, at least one
-- push. `p_mark` is the mark of `p_after`; another one there means that the server was restored, or that this desk sees
-- something else now, and the answer is `rewind`. Redactions are those of the same commits, before anything else, each
-- with the district of the desk that erased, for it reaches no further there than here, and the other desks that its
-- laptop was. Each entry comes with the hash before it where its predecessor is not in the answer, the server's time for
-- it, and whether it is in quarantine. With a row that came into the desk's district its whole past comes, before all.
-- What a page asks is over in a few milliseconds: to compile it would take a hundred times as long.
CREATE OR REPLACE FUNCTION app.pull(p_desk text, p_after bigint, p_mark text, p_redacted bigint, p_entries int)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    v_desk app.server_desk := app.knocking(p_desk);
BEGIN
    IF v_desk.desk_id IS NULL THEN
        RETURN json_build_object('status', 'not_enrolled');
    END IF;
    RETURN app.pull_of(v_desk, p_after, p_mark, p_redacted, p_entries);
END
$$;

-- What was written by desks of a district: stretches of chains, the last of each without an end where its desk sits there
-- today. A desk may go to another district; what it wrote does not.
CREATE OR REPLACE FUNCTION app.seated_in(p_city text, p_district text) RETURNS json
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT coalesce(json_agg(json_build_array(desk_id, first_seq, last_seq) ORDER BY desk_id, first_seq), '[]')
    FROM (
        -- Nearly all of them were never anywhere else.
        SELECT d.desk_id, 1::bigint AS first_seq, NULL::bigint AS last_seq FROM app.server_desk d
        WHERE d.city_id = p_city AND d.district_id = p_district AND d.sight = 0
        UNION ALL SELECT d.desk_id, d.head_seq + 1, NULL FROM app.server_desk d
        WHERE d.city_id = p_city AND d.district_id = p_district AND d.sight > 0
        UNION ALL SELECT s.desk_id, min(s.first_seq), max(s.last_seq) FROM (
            SELECT p.desk_id, p.first_seq, p.last_seq, p.district_id,
                   row_number() OVER (PARTITION BY p.desk_id ORDER BY p.first_seq)
                   - row_number() OVER (PARTITION BY p.desk_id, p.district_id ORDER BY p.first_seq) AS stay
            FROM app.server_desk d JOIN app.server_push p USING (city_id, desk_id)
            WHERE d.city_id = p_city AND d.sight > 0) s
        WHERE s.district_id = p_district GROUP BY s.desk_id, s.stay) told
$$;

-- What the door does once it knows who knocks. No laptop may call it.
CREATE OR REPLACE FUNCTION app.pull_of(v_desk app.server_desk, p_after bigint, p_mark text, p_redacted bigint,
                                       p_entries int)
RETURNS json LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    v_upto bigint;
    v_page record;
BEGIN
    IF p_after > 0 AND p_mark IS DISTINCT FROM app.mark(v_desk, p_after) THEN
        RETURN json_build_object('status', 'rewind');
    END IF;
    v_upto := coalesce(app.page_end(v_desk, p_after, p_entries), p_after);
    v_page := app.rows_on_page(v_desk, p_after, v_upto);
    RETURN json_build_object(
        'status', 'ok', 'commit_no', v_upto,
        'last_commit', coalesce((SELECT commit_no FROM app.server_counter WHERE city_id = v_desk.city_id), 0),
        'mark', app.mark(v_desk, v_upto), 'head_seq', v_desk.head_seq, 'head_hash', v_desk.head_hash,
        'ahead', app.entries_after(v_desk, p_after),
        'redactions', (
            SELECT coalesce(json_agg(json_build_array(r.desk_id, r.noun, r.row_id, r.fields, r.before, r.hlc,
                                     p.district_id) ORDER BY r.commit_no, r.desk_id, r.desk_seq), '[]')
            FROM app.server_redaction r LEFT JOIN app.server_push p USING (city_id, commit_no)
            WHERE r.city_id = v_desk.city_id AND r.commit_no > least(p_redacted, p_after) AND r.commit_no <= v_upto),
        'kin', (
            SELECT coalesce(json_object_agg(d.desk_id, ARRAY(
                SELECT k.desk_id FROM app.server_desk k
                WHERE k.city_id = d.city_id AND k.login = d.login AND k.desk_id <> d.desk_id)), '{}')
            FROM app.server_desk d WHERE d.city_id = v_desk.city_id AND d.desk_id IN (
                SELECT r.desk_id FROM app.server_redaction r WHERE r.city_id = v_desk.city_id
                AND r.commit_no > least(p_redacted, p_after) AND r.commit_no <= v_upto)),
        -- A laptop cannot tell whose desk wrote an entry about somebody of a third district.
        'seats', (
            SELECT coalesce(json_object_agg(x.district_id, app.seated_in(v_desk.city_id, x.district_id)), '{}')
            FROM (SELECT DISTINCT p.district_id
                  FROM app.server_redaction r JOIN app.server_push p USING (city_id, commit_no)
                  WHERE r.city_id = v_desk.city_id AND r.commit_no > least(p_redacted, p_after)
                    AND r.commit_no <= v_upto AND p.district_id IS NOT NULL) x),
        'entries', (
            SELECT coalesce(json_agg(json_build_array(
                       CASE WHEN v_desk.capacity = 'head' THEN app.veiled(e) ELSE e END,
                       CASE WHEN desk_seq > 1 AND previous IS DISTINCT FROM desk_seq - 1 THEN (
                           SELECT hash FROM app.entry before WHERE before.city_id = v_desk.city_id
                           AND before.desk_id = told.desk_id AND before.desk_seq = told.desk_seq - 1) END,
                       stamp, reason) ORDER BY commit_no, desk_seq), '[]')
            FROM (
                SELECT t.*, lag(t.desk_seq) OVER (PARTITION BY t.desk_id ORDER BY t.desk_seq) AS previous FROM (
                    SELECT e, e.desk_id, e.desk_seq, p.commit_no, s.hlc AS stamp, q.reason
                    FROM app.server_push p JOIN app.entry e
                      ON e.city_id = p.city_id AND e.desk_id = p.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq
                    LEFT JOIN app.server_stamp s
                      ON s.city_id = e.city_id AND s.desk_id = e.desk_id AND s.desk_seq = e.desk_seq
                    LEFT JOIN app.server_aside q ON q.city_id = e.city_id AND q.desk_id = e.desk_id
                         AND q.desk_seq = e.desk_seq AND q.verdict = 'quarantined'
                    WHERE p.city_id = v_desk.city_id AND p.commit_no > p_after AND p.commit_no <= v_upto
                      AND p.desk_id <> v_desk.desk_id AND CASE
                          WHEN v_desk.district_id IS NULL OR p.district_id = v_desk.district_id THEN true
                          WHEN e.noun IN (SELECT b.noun FROM app.server_belonging b WHERE b.everybodys) THEN true
                          WHEN e.noun || ' ' || e.row_id IN (SELECT unnest(v_page.p_hers)) THEN true
                          -- Nothing to go by but what a desk of the whole city says of its own entry.
                          ELSE p.district_id IS NULL AND e.district_id = v_desk.district_id
                               AND e.noun || ' ' || e.row_id NOT IN (SELECT unnest(v_page.p_here)) END
                    UNION ALL SELECT * FROM app.past_of_moved_in(v_desk, p_after, v_upto)) t) told)
    );
END
$$;

DROP FUNCTION IF EXISTS app.redact(app.server_desk, app.server_redaction);

-- Whether two desks are one laptop, which was copied or given back from a backup.
CREATE OR REPLACE FUNCTION app.are_one_laptop(p_city text, p_desk text, p_other text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT EXISTS (SELECT FROM app.server_desk d JOIN app.server_desk o USING (city_id, login)
                   WHERE d.city_id = p_city AND d.desk_id = p_desk AND o.desk_id = p_other)
$$;

-- Takes erased values out of the entries of a row; their commitments stay, so that every chain still holds. What the
-- erasing desk wrote from the erasure on says nothing of her; what others write later about the very rows that are she,
-- not knowing yet, goes as well. `p_district` is that of the desk that erased: it reaches what may be read there, and
-- whatever the same laptop wrote, under whichever name. The same rule as db/sync/redaction.py.
CREATE OR REPLACE FUNCTION app.redact(p_district text, r app.server_redaction) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    WITH told AS (
        SELECT e.city_id, e.desk_id, e.desk_seq,
               array_agg(f.key) AS gone,
               jsonb_object_agg(f.key, encode(sha256(convert_to(
                   (e.salts::jsonb ->> f.key) || chr(31) || f.key || chr(31) || f.value::text, 'UTF8')), 'hex')) AS seals
        FROM app.entry e CROSS JOIN LATERAL json_each(e.fields) f
        WHERE e.city_id || '' = r.city_id AND e.noun = r.noun AND e.row_id = r.row_id AND f.key = ANY (r.fields)
          AND f.value::text NOT IN ('null', '""', '[]', '{}', '0', 'false')
          AND (e.desk_id = r.desk_id OR app.may_read(p_district, e) OR app.are_one_laptop(e.city_id, e.desk_id, r.desk_id))
          AND CASE WHEN e.desk_id = r.desk_id THEN e.desk_seq <= r.before
                   ELSE r.noun IN ('resident', 'alias') OR coalesce((
                        SELECT s.hlc FROM app.server_stamp s WHERE s.city_id = e.city_id AND s.desk_id = e.desk_id
                        AND s.desk_seq = e.desk_seq), e.hlc) COLLATE "C" < r.hlc COLLATE "C" END
        GROUP BY e.city_id, e.desk_id, e.desk_seq
    ), done AS (
        UPDATE app.entry e
        SET fields = app.without(e.fields, told.gone), salts = app.without(e.salts, told.gone),
            sealed = (e.sealed::jsonb || told.seals)::json
        FROM told WHERE e.city_id = told.city_id AND e.desk_id = told.desk_id AND e.desk_seq = told.desk_seq
        RETURNING 1
    ) SELECT count(*) > 0 FROM done
$$;

-- Follows the erasures that a push brought, and those of long ago that concern what it brought. Answers whether there
-- are new ones, which then belong to the commit. One that was not its desk's to write erases nothing, here or elsewhere.
CREATE OR REPLACE FUNCTION app.note_redactions(p_desk app.server_desk, p_new app.entry[]) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    r app.server_redaction;
    v_fresh boolean;
BEGIN
    INSERT INTO app.server_redaction (city_id, desk_id, desk_seq, noun, row_id, fields, before, hlc)
    SELECT DISTINCT ON (e.desk_seq, i ->> 'noun', i ->> 'row_id') e.city_id, e.desk_id, e.desk_seq, i ->> 'noun',
           i ->> 'row_id', ARRAY(
               -- What tells who somebody is, and what is told of nobody who never came; what is not known here may be.
               SELECT f FROM jsonb_array_elements_text(i -> 'fields') f WHERE NOT EXISTS (
                   SELECT FROM app.server_register g WHERE g.noun = i ->> 'noun' AND g.field = f AND NOT g.erasable)),
           coalesce((i ->> 'before')::bigint, e.desk_seq - 1), e.hlc
    FROM unnest(p_new) e CROSS JOIN LATERAL jsonb_array_elements(
        CASE WHEN e.noun = 'erasure' AND strpos(e.fields::text, '\u0000') = 0 AND jsonb_typeof(e.fields::jsonb -> 'emptied') = 'array'
             THEN e.fields::jsonb -> 'emptied' ELSE '[]' END) i
    WHERE e.noun = 'erasure' AND jsonb_typeof(i -> 'fields') = 'array' AND length(i ->> 'noun') <= 40
      AND length(i ->> 'row_id') <= 36 AND coalesce(i ->> 'before', '1') ~ '^[0-9]{1,15}$'
      AND NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = e.city_id AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq AND a.reason IN (
                          'clock_unreadable', 'other_district', 'not_allowed', 'actor_too_long', 'too_many_erased'))
    ON CONFLICT DO NOTHING;
    v_fresh := FOUND;
    FOR r IN
        SELECT DISTINCT d.* FROM app.server_redaction d LEFT JOIN unnest(p_new) e
          ON e.noun = d.noun AND e.row_id = d.row_id
        WHERE d.city_id = p_desk.city_id AND (d.commit_no IS NULL OR e.desk_id IS NOT NULL)
        ORDER BY d.hlc
    LOOP
        IF app.redact(CASE WHEN r.commit_no IS NULL THEN p_desk.district_id ELSE (
                SELECT p.district_id FROM app.server_push p
                WHERE p.city_id = r.city_id AND p.commit_no = r.commit_no) END, r)
        THEN
            PERFORM app.refold(r.city_id, r.noun, ARRAY[r.row_id::text]);
        END IF;
    END LOOP;
    RETURN v_fresh;
END
$$;

-- How many entries others wrote after a commit, those that this desk may not see among them: for the eyes of whoever
-- waits for a first pull.
CREATE OR REPLACE FUNCTION app.entries_after(p_desk app.server_desk, p_after bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(last_seq - first_seq + 1), 0)::bigint FROM app.server_push
            WHERE city_id = p_desk.city_id AND commit_no > p_after AND desk_id <> p_desk.desk_id);
END
$$;
