-- The third door: what others wrote, and what was erased by law.
DROP FUNCTION IF EXISTS app.pull(text, bigint, int);

DROP FUNCTION IF EXISTS app.may_read(app.server_desk, text);

-- Whether a desk may read an entry of its city: its own district's, what belongs to none, and the places, which every
-- desk has. A desk without a district belongs to the whole city.
CREATE OR REPLACE FUNCTION app.may_read(p_desk app.server_desk, p_noun text, p_district text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT p_desk.district_id IS NULL OR p_district IS NULL OR p_district = p_desk.district_id
        OR p_noun IN ('district', 'neighbourhood')
$$;

-- What tells a commit from another one that had its number before the server was restored.
CREATE OR REPLACE FUNCTION app.mark(p_city text, p_commit bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT (extract(epoch FROM stored_at) * 1000000)::bigint::text || '-' || last_seq FROM app.server_push
    WHERE city_id = p_city AND commit_no = p_commit
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

-- What others wrote after a commit, in the order of commits, by whole pushes: about `p_entries` entries, at least one
-- push. `p_mark` is the mark of `p_after`; another one there means that the server was restored, and the answer is
-- `rewind`. Redactions are those since `p_redacted`, all of them and before anything else.
-- Each redaction comes with the district of the desk that erased, for it reaches no further there than here.
-- Each entry comes with the hash before it where its predecessor may not be seen, the server's time for it, and
-- whether it is in quarantine.
CREATE OR REPLACE FUNCTION app.pull(p_desk text, p_after bigint, p_mark text, p_redacted bigint, p_entries int)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_desk app.server_desk := app.knocking(p_desk);
    v_upto bigint;
    v_last bigint;
BEGIN
    IF v_desk.desk_id IS NULL THEN
        RETURN json_build_object('status', 'not_enrolled');
    END IF;
    IF p_after > 0 AND p_mark IS DISTINCT FROM app.mark(v_desk.city_id, p_after) THEN
        RETURN json_build_object('status', 'rewind');
    END IF;
    v_last := coalesce((SELECT commit_no FROM app.server_counter WHERE city_id = v_desk.city_id), 0);
    -- Whole pushes while they fit, and always the first: running sums over the next few hundred of them.
    SELECT max(commit_no) INTO v_upto FROM (
        SELECT commit_no, row_number() OVER w AS place, sum(last_seq - first_seq + 1) OVER w AS entries
        FROM (SELECT * FROM app.server_push WHERE city_id = v_desk.city_id AND commit_no > p_after
              ORDER BY commit_no LIMIT 500) next
        WINDOW w AS (ORDER BY commit_no)) page
    WHERE place = 1 OR entries <= least(greatest(p_entries, 1), 10000);
    RETURN json_build_object(
        'status', 'ok', 'commit_no', coalesce(v_upto, p_after), 'last_commit', v_last,
        'mark', app.mark(v_desk.city_id, coalesce(v_upto, p_after)),
        'head_seq', v_desk.head_seq, 'head_hash', v_desk.head_hash,
        'redactions', (
            SELECT coalesce(json_agg(json_build_array(r.desk_id, r.noun, r.row_id, r.fields, r.before, r.hlc,
                                     d.district_id) ORDER BY r.commit_no, r.desk_id, r.desk_seq), '[]')
            FROM app.server_redaction r LEFT JOIN app.server_desk d USING (city_id, desk_id)
            WHERE city_id = v_desk.city_id AND r.commit_no > p_redacted),
        'entries', (
            SELECT coalesce(json_agg(json_build_array(
                       CASE WHEN v_desk.capacity = 'head' THEN app.veiled(e) ELSE e END, CASE WHEN e.desk_seq > 1 AND NOT app.may_read(v_desk, before.noun, before.district_id) THEN before.hash END,
                       s.hlc, q.reason) ORDER BY p.commit_no, e.desk_seq), '[]')
            FROM app.server_push p JOIN app.entry e
              ON e.city_id = p.city_id AND e.desk_id = p.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq
            LEFT JOIN app.entry before
              ON before.city_id = e.city_id AND before.desk_id = e.desk_id AND before.desk_seq = e.desk_seq - 1
            LEFT JOIN app.server_stamp s ON s.city_id = e.city_id AND s.desk_id = e.desk_id AND s.desk_seq = e.desk_seq
            LEFT JOIN app.server_aside q ON q.city_id = e.city_id AND q.desk_id = e.desk_id
                 AND q.desk_seq = e.desk_seq AND q.verdict = 'quarantined'
            WHERE p.city_id = v_desk.city_id AND p.commit_no > p_after AND p.commit_no <= v_upto
              AND p.desk_id <> p_desk AND app.may_read(v_desk, e.noun, e.district_id))
    );
END
$$;

-- Takes erased values out of the entries of a row; their commitments stay, so that every chain still holds. What the
-- erasing desk wrote from the erasure on says nothing of her; what others write later about the very rows that are she,
-- not knowing yet, goes as well. The same rule as db/sync/redaction.py.
CREATE OR REPLACE FUNCTION app.redact(p_desk app.server_desk, r app.server_redaction) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    WITH told AS (
        SELECT e.city_id, e.desk_id, e.desk_seq,
               array_agg(f.key) AS gone,
               jsonb_object_agg(f.key, encode(sha256(convert_to(
                   (e.salts::jsonb ->> f.key) || chr(31) || f.key || chr(31) || f.value::text, 'UTF8')), 'hex')) AS seals
        FROM app.entry e CROSS JOIN LATERAL json_each(e.fields) f
        WHERE e.city_id = r.city_id AND e.noun = r.noun AND e.row_id = r.row_id AND f.key = ANY (r.fields)
          AND f.value::text NOT IN ('null', '""', '[]', '{}', '0', 'false')
          AND (e.desk_id = r.desk_id OR app.may_read(p_desk, e.noun, e.district_id))
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
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
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
        CASE WHEN e.noun = 'erasure' AND jsonb_typeof(e.fields::jsonb -> 'emptied') = 'array'
             THEN e.fields::jsonb -> 'emptied' ELSE '[]' END) i
    WHERE e.noun = 'erasure' AND jsonb_typeof(i -> 'fields') = 'array' AND length(i ->> 'noun') <= 40
      AND length(i ->> 'row_id') <= 36 AND coalesce(i ->> 'before', '1') ~ '^[0-9]{1,15}$'
      AND NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = e.city_id AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq AND a.reason IN ('clock_unreadable', 'other_district', 'not_allowed'))
    ON CONFLICT DO NOTHING;
    v_fresh := FOUND;
    FOR r IN
        SELECT DISTINCT d.* FROM app.server_redaction d LEFT JOIN unnest(p_new) e
          ON e.noun = d.noun AND e.row_id = d.row_id
        WHERE d.city_id = p_desk.city_id AND (d.commit_no IS NULL OR e.desk_id IS NOT NULL)
        ORDER BY d.hlc
    LOOP
        IF app.redact((SELECT d FROM app.server_desk d WHERE d.city_id = r.city_id AND d.desk_id = r.desk_id), r)
        THEN
            PERFORM app.refold(r.city_id, r.noun, ARRAY[r.row_id::text]);
        END IF;
    END LOOP;
    RETURN v_fresh;
END
$$;
