-- The fold: the same rule as db/sync/fold.py, a handful of entries at a time and set by set. Clocks are compared as
-- bytes (COLLATE "C"), as Python compares them.

DROP FUNCTION IF EXISTS app.fold_deltas(text, app.entry[]);

-- What the deltas change in stored rows, each as an object with only the columns that change; no word of a row in which
-- nothing does. All rows at once: one after the other, planning cost more than folding. The same clock again is of the
-- same desk, whose entries come in order: the later one counts.
DROP FUNCTION IF EXISTS app.fold_change(text, jsonb, app.server_delta);
CREATE OR REPLACE FUNCTION app.fold_changes(p_noun text, p_deltas app.server_delta[], p_rows text[], p_clocks jsonb[])
RETURNS TABLE (row_id text, change jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH stored AS MATERIALIZED (
        SELECT d.*, s.clocks, d.made_hlc COLLATE "C" >= (s.clocks ->> '*') COLLATE "C" AS anew
        FROM unnest(p_rows, p_clocks) s (id, clocks) JOIN unnest(p_deltas) d ON d.row_id = s.id
    ), made AS (
        SELECT s.row_id, jsonb_object_agg(r.field, coalesce(s.made -> r.field, 'null')) AS fields
        FROM stored s JOIN app.server_register r ON r.noun = p_noun AND NOT s.clocks ? r.register
        WHERE s.anew GROUP BY s.row_id
    ), won AS MATERIALIZED (
        SELECT s.row_id, c.key AS register, c.value AS hlc FROM stored s CROSS JOIN LATERAL jsonb_each_text(s.edit_clocks) c
        WHERE c.value COLLATE "C" >= coalesce(s.clocks ->> c.key, '') COLLATE "C"
    ), clocks AS (
        SELECT row_id, jsonb_object_agg(register, hlc) AS clocks FROM won GROUP BY row_id
    ), edit AS (
        SELECT s.row_id, jsonb_object_agg(f.key, f.value) AS fields
        FROM stored s CROSS JOIN LATERAL jsonb_each(s.edits) f
        JOIN app.server_register r ON r.noun = p_noun AND r.field = f.key
        JOIN won w ON w.row_id = s.row_id AND w.register = r.register GROUP BY s.row_id
    )
    SELECT s.row_id, coalesce(made.fields, '{}') || coalesce(edit.fields, '{}') || jsonb_build_object('clocks', s.clocks
           || CASE WHEN s.anew THEN jsonb_build_object('*', s.made_hlc) ELSE '{}' END || coalesce(clocks.clocks, '{}'))
    FROM stored s LEFT JOIN made USING (row_id) LEFT JOIN clocks USING (row_id) LEFT JOIN edit USING (row_id)
    WHERE s.anew OR clocks.clocks IS NOT NULL;
END
$$;

-- The entries with what was erased by law in its place: nothing, or an empty value where the table wants one. The laptop
-- sees them so too (journal.emptied_value). What cannot even be read stays as it is, and is put aside later.
CREATE OR REPLACE FUNCTION app.fold_unsealed(p_noun text, p_entries app.entry[]) RETURNS app.entry[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    FOR i IN 1 .. cardinality(p_entries) LOOP
        IF p_entries[i].sealed::text <> '{}' AND strpos(p_entries[i].fields::text, '\u0000') = 0 THEN
            p_entries[i].fields := (p_entries[i].fields::jsonb || (
                SELECT jsonb_object_agg(s.key, CASE WHEN NOT coalesce(r.needed, false) THEN 'null'::jsonb
                                                    WHEN r.kind = 'any' THEN '[]' ELSE '""' END)
                FROM json_object_keys(p_entries[i].sealed) s (key)
                LEFT JOIN app.server_register r ON r.noun = p_noun AND r.field = s.key))::json;
        END IF;
    END LOOP;
    RETURN p_entries;
END
$$;

-- What cannot be folded as it stands, and why. PostgreSQL alone would take 5 for a name and "yesterday" for a date, and
-- then hold something else than the laptop does. Two thousand bad entries cost no more here than two thousand good ones.
CREATE OR REPLACE FUNCTION app.fold_faults(p_noun text, p_entries app.entry[])
RETURNS TABLE (desk_id text, desk_seq bigint, row_id text, reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH told AS MATERIALIZED (
        -- A null byte cannot even be read; an escaped backslash before it makes it the letters that somebody typed.
        SELECT e.desk_id, e.desk_seq, e.row_id, e.base::text = '{}' AS makes, null_byte,
               CASE WHEN null_byte THEN '{}' ELSE e.fields::jsonb END AS fields
        FROM unnest(p_entries) e CROSS JOIN LATERAL (
            SELECT strpos(e.fields::text, '\u0000') > 0
               AND e.fields::text ~ '(^|[^\\])(\\\\)*\\u0000' AS null_byte) n
    ), fault AS (
        SELECT desk_id, desk_seq, row_id, 'value_unreadable' AS reason FROM told WHERE null_byte
        UNION ALL
        SELECT t.desk_id, t.desk_seq, t.row_id,
               CASE WHEN r.kind <> 'any' AND jsonb_typeof(f.value) NOT IN (r.kind, 'null')
                      OR r.pattern IS NOT NULL AND f.value #>> '{}' !~ r.pattern THEN 'value_unreadable'
                    WHEN r.longest IS NOT NULL AND length(f.value #>> '{}') > r.longest THEN 'too_long'
                    WHEN r.needed AND f.value = 'null' THEN 'incomplete' END
        FROM told t CROSS JOIN LATERAL jsonb_each(t.fields) f
        JOIN app.server_register r ON r.noun = p_noun AND r.field = f.key
        UNION ALL
        SELECT desk_id, desk_seq, row_id, 'incomplete' FROM told
        WHERE makes AND NOT null_byte
          AND NOT fields ?& ARRAY(SELECT field::text FROM app.server_register WHERE noun = p_noun AND needed)
    )
    SELECT desk_id::text, desk_seq, row_id::text, max(reason) FROM fault  -- as it happens, in the order of the letters
    WHERE reason IS NOT NULL GROUP BY desk_id, desk_seq, row_id;
END
$$;

-- Puts aside what cannot be folded as it stands, and answers the rest. The reason is a code; what was written never
-- leaves the entry.
CREATE OR REPLACE FUNCTION app.fold_sieve(p_city text, p_noun text, p_entries app.entry[]) RETURNS app.entry[]
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_rest app.entry[];
BEGIN
    INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
    SELECT p_city, f.desk_id, f.desk_seq, p_noun, f.row_id, 'quarantined', f.reason
    FROM app.fold_faults(p_noun, p_entries) f
    ON CONFLICT (city_id, desk_id, desk_seq) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason;
    IF NOT FOUND THEN
        RETURN p_entries;
    END IF;
    SELECT array_agg(e ORDER BY e.hlc COLLATE "C", e.desk_seq) INTO v_rest FROM unnest(p_entries) e
    WHERE NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = p_city AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq AND a.verdict = 'quarantined');
    RETURN v_rest;
END
$$;

-- Whether there is nothing to find in the entries of a noun: of each of their kinds, one was looked at. No fault, no
-- field that is not known here, nothing erased.
CREATE OR REPLACE FUNCTION app.is_plain(p_noun text, p_kinds app.entry[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_known constant text[] := ARRAY(SELECT field::text FROM app.server_register WHERE noun = p_noun);
    v_kinds constant app.entry[] := ARRAY(SELECT k FROM unnest(p_kinds) k WHERE k.noun = p_noun);
BEGIN
    RETURN p_kinds IS NOT NULL
       AND NOT EXISTS (SELECT FROM unnest(v_kinds) k WHERE k.sealed::text <> '{}')
       AND NOT EXISTS (SELECT FROM app.fold_faults(p_noun, v_kinds))
       AND NOT EXISTS (SELECT FROM unnest(v_kinds) k WHERE k.fields::jsonb - v_known <> '{}');
END
$$;

-- Folds entries of one noun into its table. Rows are inserted, then locked, each in sorted order, so that two laptops
-- at once wait for each other and never in a ring. Entries whose row nobody created yet are noted as waiting, and those
-- with a field that is not known here, unless it is known already that there are none (`p_plain`).
--
-- One function a noun, written here from the list of its fields: statements put together at each call were planned at
-- each call, with all entries copied into the plan several times over.
DROP FUNCTION IF EXISTS app.fold(text, text, app.entry[]);
CREATE OR REPLACE FUNCTION app.write_fold() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $do$
DECLARE
    v_noun text;
    v_known text;
    v_columns text;
    v_branches text := '';
BEGIN
    FOR v_noun, v_known, v_columns IN
        SELECT noun, array_agg(field::text)::text, string_agg(quote_ident(field), ', ' ORDER BY field)
        FROM app.server_register GROUP BY noun ORDER BY noun
    LOOP
        EXECUTE format($make$
CREATE OR REPLACE FUNCTION app.%2$I(p_city text, p_entries app.entry[], p_plain boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $fold$
DECLARE
    v_fresh text[];
    v_deltas app.server_delta[];
    v_there text[];
    v_clocks jsonb[];
    v_changed text[];
    v_changes jsonb[];
BEGIN
    -- What the entries say about each row, before looking at what is stored; with it the rows that are new are made.
    WITH told AS MATERIALIZED (
        SELECT row_id::text COLLATE "C" AS row_id, hlc::text COLLATE "C" AS hlc, desk_seq, base::text = '{}' AS makes,
               CASE WHEN said ?| ARRAY['id', 'city_id', 'clocks']
                    THEN said - ARRAY['id', 'city_id', 'clocks'] ELSE said END AS fields
        FROM (SELECT *, fields::jsonb AS said FROM unnest(p_entries) OFFSET 0) e
    ), made AS (
        SELECT DISTINCT ON (row_id) row_id, hlc, fields FROM told WHERE makes ORDER BY row_id, hlc DESC, desk_seq DESC
    ), cell AS (
        -- A clock names its desk: of two entries with one clock, the later in the chain of that desk.
        SELECT t.row_id, r.register, t.hlc, f.key, f.value, rank() OVER (
            PARTITION BY t.row_id, r.register COLLATE "C" ORDER BY t.hlc DESC, t.desk_seq DESC) AS place
        FROM told t CROSS JOIN LATERAL jsonb_each(t.fields) f
        JOIN app.server_register r ON r.noun = %1$L AND r.field = f.key
        WHERE NOT t.makes
    ), edit AS (
        SELECT row_id, jsonb_object_agg(key, value) AS fields, jsonb_object_agg(register, hlc) AS clocks
        FROM cell WHERE place = 1 GROUP BY row_id
    ), delta AS MATERIALIZED (
        SELECT row_id, made.hlc AS made_hlc, made.fields AS made, coalesce(edit.fields, '{}') AS edits,
               coalesce(edit.clocks, '{}') AS edit_clocks
        FROM made FULL JOIN edit USING (row_id)
    ), fresh AS (
        INSERT INTO app.%1$I (id, city_id, clocks, %3$s)
        SELECT d.row_id, p_city, jsonb_build_object('*', d.made_hlc) || d.edit_clocks, %4$s
        FROM delta d CROSS JOIN LATERAL jsonb_populate_record(NULL::app.%1$I, d.made || d.edits) r
        WHERE d.made IS NOT NULL ORDER BY d.row_id
        ON CONFLICT (id, city_id) DO NOTHING RETURNING id
    )
    SELECT coalesce(array_agg(f.id::text) FILTER (WHERE f.id IS NOT NULL), '{}'),
           coalesce(array_agg(d::app.server_delta ORDER BY d.row_id) FILTER (WHERE f.id IS NULL), '{}')
    INTO v_fresh, v_deltas FROM delta d LEFT JOIN fresh f ON f.id = d.row_id;
    IF v_deltas <> '{}' THEN
        -- One look by the key for each, in the order of the deltas, which is sorted.
        SELECT coalesce(array_agg(t.id), '{}'), array_agg(t.clocks) INTO v_there, v_clocks
        FROM unnest(v_deltas) d CROSS JOIN LATERAL (
            SELECT s.id::text AS id, s.clocks::jsonb AS clocks FROM app.%1$I s
            WHERE s.city_id = p_city AND s.id = d.row_id LIMIT 1 FOR UPDATE) t;
    END IF;
    IF v_there <> '{}' THEN
        SELECT array_agg(row_id), array_agg(change) INTO v_changed, v_changes
        FROM app.fold_changes(%1$L, v_deltas, v_there, v_clocks);
        -- As a conflict of an insertion, for that looks each row up by its key whatever the planner thinks of the table.
        INSERT INTO app.%1$I (id, city_id, clocks, %3$s)
        SELECT r.id, r.city_id, r.clocks, %4$s
        FROM unnest(v_changed, v_changes) c (id, change) CROSS JOIN LATERAL (
            SELECT t FROM app.%1$I t WHERE t.city_id = p_city AND t.id = c.id LIMIT 1) s (t)
        CROSS JOIN LATERAL jsonb_populate_record(s.t, c.change) r
        ON CONFLICT (id, city_id) DO UPDATE SET (clocks, %3$s) = (excluded.clocks, %5$s);
    END IF;
    IF NOT p_plain OR cardinality(v_deltas) > cardinality(v_there) THEN
        PERFORM app.fold_notes(p_city, %1$L, p_entries, v_fresh || v_there, %6$L);
    END IF;
END
$fold$ $make$, v_noun, 'fold_into_' || v_noun, v_columns, 'r.' || replace(v_columns, ', ', ', r.'),
            'excluded.' || replace(v_columns, ', ', ', excluded.'), v_known);
        v_branches := v_branches || format('WHEN %L THEN PERFORM app.%I(p_city, p_entries, p_plain); ',
                                           v_noun, 'fold_into_' || v_noun);
    END LOOP;
    EXECUTE format($make$
CREATE OR REPLACE FUNCTION app.fold(p_city text, p_noun text, p_entries app.entry[], p_plain boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $fold$
BEGIN
    CASE p_noun %s END CASE;
END
$fold$ $make$, v_branches);
END
$do$;
SELECT app.write_fold();

-- Notes what is not in the state after a fold.
CREATE OR REPLACE FUNCTION app.fold_notes(p_city text, p_noun text, p_entries app.entry[], p_rows text[],
                                          p_known text[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
    SELECT p_city, e.desk_id, e.desk_seq, p_noun, e.row_id, 'stored',
           CASE WHEN there.id IS NULL THEN 'row_unknown' ELSE 'field_unknown' END
    FROM unnest(p_entries) e
    LEFT JOIN unnest(p_rows) there (id) ON there.id = e.row_id
    WHERE there.id IS NULL OR e.fields::jsonb - p_known <> '{}'
    ON CONFLICT DO NOTHING
$$;

-- Folds what can be folded. When something in the handful cannot for a reason the sieve does not know (the 31st of
-- February, a number out of range), halves it until the bad entry stands alone, and puts that one aside: it delays no
-- other. `p_plain`: of the entries one of each kind was looked at, and found plain; the sieve has not seen the rest yet.
DROP FUNCTION IF EXISTS app.fold_what_holds(text, text, app.entry[]);
CREATE OR REPLACE FUNCTION app.fold_what_holds(p_city text, p_noun text, p_entries app.entry[],
                                               p_plain boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_half int := cardinality(p_entries) / 2;
BEGIN
    PERFORM app.fold(p_city, p_noun, p_entries, p_plain);
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    IF p_plain THEN
        p_entries := app.fold_sieve(p_city, p_noun, p_entries);
        IF p_entries IS NOT NULL THEN
            PERFORM app.fold_what_holds(p_city, p_noun, p_entries);
        END IF;
    ELSIF v_half = 0 THEN
        INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
        SELECT p_city, e.desk_id, e.desk_seq, p_noun, e.row_id, 'quarantined',
               'value_unreadable'
        FROM unnest(p_entries) e
        ON CONFLICT (city_id, desk_id, desk_seq) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason;
    ELSE
        PERFORM app.fold_what_holds(p_city, p_noun, p_entries[:v_half]);
        PERFORM app.fold_what_holds(p_city, p_noun, p_entries[v_half + 1:]);
    END IF;
END
$$;

-- Makes rows anew from the journal: after an erasure, after an upgrade that knows more fields, after a repair, and when
-- a row comes that others had written about before. What had waited for it passes the check of whose it is first.
CREATE OR REPLACE FUNCTION app.refold(p_city text, p_noun text, p_rows text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM app.server_register WHERE noun = p_noun) THEN
        RETURN;
    END IF;
    PERFORM app.fold_anew(p_city, p_noun, p_rows);
    IF app.let_in(p_city, p_noun, p_rows) THEN
        PERFORM app.fold_anew(p_city, p_noun, p_rows);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION app.fold_anew(p_city text, p_noun text, p_rows text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_entries app.entry[];
BEGIN
    EXECUTE format('DELETE FROM app.%I WHERE city_id = $1 AND id = ANY ($2)', p_noun) USING p_city, p_rows;
    -- What was nobody's to write is not looked at again: no reading of the row makes it hers.
    DELETE FROM app.server_aside WHERE city_id = p_city AND noun = p_noun AND row_id = ANY (p_rows) AND reason NOT IN (
        'clock_unreadable', 'other_district', 'not_allowed', 'actor_too_long',
        'too_many_erased', 'row_unknown', 'too_many_waiting');
    SELECT array_agg(app.as_stamped(e, s.hlc) ORDER BY coalesce(s.hlc, e.hlc) COLLATE "C", e.desk_seq) INTO v_entries
    FROM app.entry e LEFT JOIN app.server_stamp s USING (city_id, desk_id, desk_seq)
    WHERE e.city_id || '' = p_city AND e.noun = p_noun AND e.row_id = ANY (p_rows)
      AND NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = e.city_id AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq);
    IF v_entries IS NULL THEN
        RETURN;
    END IF;
    v_entries := app.fold_sieve(p_city, p_noun, app.fold_unsealed(p_noun, v_entries));
    IF v_entries IS NOT NULL THEN
        PERFORM app.fold_what_holds(p_city, p_noun, v_entries);
    END IF;
END
$$;

-- Lets in what waited for rows that are here now, if its desk may write over them. Answers whether there was any.
CREATE OR REPLACE FUNCTION app.let_in(p_city text, p_noun text, p_rows text[]) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_here text[];
    v_district text;
    v_entries app.entry[];
BEGIN
    SELECT array_agg(DISTINCT row_id::text) INTO v_here FROM app.server_aside
    WHERE city_id = p_city AND noun = p_noun AND row_id = ANY (p_rows) AND reason IN ('row_unknown', 'too_many_waiting');
    IF v_here IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT array_agg(id::text) FROM app.%I WHERE city_id = $1 AND id = ANY ($2)', p_noun)
    INTO v_here USING p_city, v_here;
    IF v_here IS NULL THEN
        RETURN false;
    END IF;
    FOR v_district, v_entries IN
        SELECT w.district_id, array_agg(e) FROM app.server_aside a
        JOIN app.entry e USING (city_id, desk_id, desk_seq)
        CROSS JOIN LATERAL app.written_in(e.city_id, e.desk_id, e.desk_seq) w
        WHERE a.city_id = p_city AND a.noun = p_noun AND a.row_id = ANY (v_here)
          AND a.reason IN ('row_unknown', 'too_many_waiting') AND w.district_id IS NOT NULL
        GROUP BY w.district_id
    LOOP
        PERFORM app.put_aside_of_others(v_district, v_entries);
    END LOOP;
    DELETE FROM app.server_aside WHERE city_id = p_city AND noun = p_noun AND row_id = ANY (v_here)
      AND reason IN ('row_unknown', 'too_many_waiting');
    RETURN FOUND;
END
$$;

-- What waited for a newer version of this database, folded: asked once by each upgrade.
CREATE OR REPLACE FUNCTION app.refold_waiting() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_city text;
    v_noun text;
    v_rows text[];
BEGIN
    FOR v_city, v_noun, v_rows IN
        SELECT a.city_id, a.noun, array_agg(DISTINCT a.row_id::text) FROM app.server_aside a
        WHERE a.reason IN ('noun_unknown', 'field_unknown')
          AND EXISTS (SELECT FROM app.server_register r WHERE r.noun = a.noun)
        GROUP BY a.city_id, a.noun
    LOOP
        PERFORM app.refold(v_city, v_noun, v_rows);
    END LOOP;
END
$$;
