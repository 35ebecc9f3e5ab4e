-- The fold: the same rule as db/sync/fold.py, a handful of entries at a time and set by set. Clocks are compared as
-- bytes (COLLATE "C"), as Python compares them.

-- What the entries say about each row, before looking at what is stored.
CREATE OR REPLACE FUNCTION app.fold_deltas(p_noun text, p_entries app.entry[]) RETURNS app.server_delta[]
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    WITH told AS MATERIALIZED (
        SELECT row_id::text, hlc::text COLLATE "C" AS hlc, desk_seq, base::text = '{}' AS makes,
               fields::jsonb - ARRAY['id', 'city_id', 'clocks'] AS fields
        FROM unnest(p_entries)
    ), made AS (
        SELECT DISTINCT ON (row_id) row_id, hlc, fields FROM told WHERE makes
        ORDER BY row_id, hlc COLLATE "C" DESC, desk_seq DESC
    ), cell AS (
        -- A clock names its desk: of two entries with one clock, the later in the chain of that desk.
        SELECT t.row_id, r.register, t.hlc, f.key, f.value, rank() OVER (
            PARTITION BY t.row_id, r.register ORDER BY t.hlc COLLATE "C" DESC, t.desk_seq DESC) AS place
        FROM told t CROSS JOIN LATERAL jsonb_each(t.fields) f
        JOIN app.server_register r ON r.noun = p_noun AND r.field = f.key
        WHERE NOT t.makes
    ), edit AS (
        SELECT row_id, jsonb_object_agg(key, value) AS fields, jsonb_object_agg(register, hlc) AS clocks
        FROM cell WHERE place = 1 GROUP BY row_id
    )
    SELECT coalesce(array_agg(ROW(row_id, made.hlc, made.fields, coalesce(edit.fields, '{}'),
                                  coalesce(edit.clocks, '{}'))::app.server_delta ORDER BY row_id COLLATE "C"), '{}')
    FROM made FULL JOIN edit USING (row_id)
$$;

-- What a delta changes in a stored row, as an object with only the columns that change. The same clock again is of the
-- same desk, whose entries come in order: the later one counts.
CREATE OR REPLACE FUNCTION app.fold_change(p_noun text, p_clocks jsonb, d app.server_delta) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_clocks jsonb := p_clocks;
    v_change jsonb := '{}';
    v_won jsonb;
BEGIN
    IF d.made_hlc COLLATE "C" >= (p_clocks ->> '*') COLLATE "C" THEN
        SELECT jsonb_object_agg(r.field, coalesce(d.made -> r.field, 'null')) INTO v_change
        FROM app.server_register r WHERE r.noun = p_noun AND NOT p_clocks ? r.register;
        v_change := coalesce(v_change, '{}');
        v_clocks := v_clocks || jsonb_build_object('*', d.made_hlc);
    END IF;
    SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO v_won
    FROM jsonb_each_text(d.edit_clocks)
    WHERE value COLLATE "C" >= coalesce(p_clocks ->> key, '') COLLATE "C";
    IF v_won <> '{}' THEN
        SELECT v_change || jsonb_object_agg(f.key, f.value) INTO v_change
        FROM jsonb_each(d.edits) f
        JOIN app.server_register r ON r.noun = p_noun AND r.field = f.key
        WHERE v_won ? r.register;
    END IF;
    RETURN v_change || jsonb_build_object('clocks', v_clocks || v_won);
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

-- Puts aside what cannot be folded as it stands, and answers the rest. PostgreSQL alone would take 5 for a name and
-- "yesterday" for a date, and then hold something else than the laptop does. Two thousand bad entries cost no more
-- here than two thousand good ones. The reason is a code; what was written never leaves the entry.
CREATE OR REPLACE FUNCTION app.fold_sieve(p_city text, p_noun text, p_entries app.entry[]) RETURNS app.entry[]
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_kinds jsonb;
    v_patterns jsonb;
    v_longest jsonb;
    v_needed text[];
    v_bad bigint;
    v_rest app.entry[];
BEGIN
    SELECT jsonb_object_agg(field, kind) FILTER (WHERE kind <> 'any'),
           coalesce(jsonb_object_agg(field, pattern) FILTER (WHERE pattern <> ''), '{}'),
           coalesce(jsonb_object_agg(field, longest) FILTER (WHERE longest > 0), '{}'),
           array_agg(field::text) FILTER (WHERE needed)
    INTO v_kinds, v_patterns, v_longest, v_needed FROM app.server_register WHERE noun = p_noun;
    WITH told AS MATERIALIZED (
        -- A null byte cannot even be read; an escaped backslash before it makes it the letters that somebody typed.
        SELECT e.desk_id, e.desk_seq, e.row_id, e.base::text = '{}' AS makes, null_byte,
               CASE WHEN null_byte THEN '{}' ELSE e.fields::jsonb END AS fields
        FROM unnest(p_entries) e CROSS JOIN LATERAL (
            SELECT strpos(e.fields::text, '\u0000') > 0
               AND e.fields::text ~ '(^|[^\\])(\\\\)*\\u0000' AS null_byte) n
    ), fault AS (
        SELECT t.desk_id, t.desk_seq, t.row_id, CASE WHEN t.null_byte THEN 'value_unreadable' ELSE coalesce((
            SELECT max(CASE WHEN jsonb_typeof(f.value) NOT IN (v_kinds ->> f.key, 'null')
                              OR f.value #>> '{}' !~ (v_patterns ->> f.key) THEN 'value_unreadable'
                            WHEN length(f.value #>> '{}') > (v_longest ->> f.key)::int THEN 'too_long' END)
            FROM jsonb_each(t.fields) f
        ), (
            SELECT 'incomplete' FROM unnest(v_needed) n
            WHERE CASE WHEN t.makes OR t.fields ? n THEN coalesce(t.fields -> n, 'null') = 'null' END LIMIT 1
        )) END AS reason
        FROM told t
    ), aside AS (
        INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
        SELECT p_city, desk_id, desk_seq, p_noun, row_id, 'quarantined', reason FROM fault WHERE reason IS NOT NULL
        ON CONFLICT (city_id, desk_id, desk_seq) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason
        RETURNING 1
    )
    SELECT count(*) INTO v_bad FROM aside;
    IF v_bad = 0 THEN
        RETURN p_entries;
    END IF;
    SELECT array_agg(e ORDER BY e.hlc COLLATE "C", e.desk_seq) INTO v_rest FROM unnest(p_entries) e
    WHERE NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = p_city AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq AND a.verdict = 'quarantined');
    RETURN v_rest;
END
$$;

-- Folds entries of one noun into its table. Rows are inserted, then locked, each in sorted order, so that two laptops
-- at once wait for each other and never in a ring. Entries whose row nobody created yet are noted as waiting.
CREATE OR REPLACE FUNCTION app.fold(p_city text, p_noun text, p_entries app.entry[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_deltas app.server_delta[] := app.fold_deltas(p_noun, p_entries);
    v_known text[];
    v_columns text;
    v_fresh text[];
    v_there text[];
BEGIN
    SELECT array_agg(field::text), string_agg(quote_ident(field), ', ' ORDER BY field) INTO v_known, v_columns
    FROM app.server_register WHERE noun = p_noun;
    EXECUTE format($q$
        WITH fresh AS (
            INSERT INTO app.%1$I (id, city_id, clocks, %2$s)
            SELECT d.row_id, $2, jsonb_build_object('*', d.made_hlc) || d.edit_clocks, %3$s
            FROM unnest($1) d CROSS JOIN LATERAL jsonb_populate_record(NULL::app.%1$I, d.made || d.edits) r
            WHERE d.made IS NOT NULL ORDER BY d.row_id COLLATE "C"
            ON CONFLICT (id, city_id) DO NOTHING RETURNING id
        ) SELECT coalesce(array_agg(id::text), '{}') FROM fresh
    $q$, p_noun, v_columns, 'r.' || replace(v_columns, ', ', ', r.')) INTO v_fresh USING v_deltas, p_city;
    EXECUTE format($q$
        SELECT coalesce(array_agg(id), '{}') FROM (
            SELECT id::text FROM app.%1$I
            WHERE city_id = $2 AND id IN (SELECT d.row_id FROM unnest($1) d WHERE d.row_id <> ALL ($3))
            ORDER BY id COLLATE "C" FOR UPDATE
        ) locked
    $q$, p_noun) INTO v_there USING v_deltas, p_city, v_fresh;
    IF v_there <> '{}' THEN
        EXECUTE format($q$
            UPDATE app.%1$I t SET (clocks, %2$s) = (
                SELECT r.clocks, %3$s FROM jsonb_populate_record(t, app.fold_change($3, t.clocks::jsonb, d)) r
            )
            FROM unnest($1) d WHERE t.city_id = $2 AND t.id = d.row_id AND d.row_id = ANY ($4)
        $q$, p_noun, v_columns, 'r.' || replace(v_columns, ', ', ', r.')) USING v_deltas, p_city, p_noun, v_there;
    END IF;
    PERFORM app.fold_notes(p_city, p_noun, p_entries, v_fresh || v_there, v_known);
END
$$;

-- Keeps the list of what is not in the state up to date after a fold.
CREATE OR REPLACE FUNCTION app.fold_notes(p_city text, p_noun text, p_entries app.entry[], p_rows text[],
                                          p_known text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    DELETE FROM app.server_aside a USING unnest(p_entries) e
    WHERE a.city_id = p_city AND a.desk_id = e.desk_id AND a.desk_seq = e.desk_seq AND a.reason = 'row_unknown';
    INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
    SELECT p_city, e.desk_id, e.desk_seq, p_noun, e.row_id, 'stored',
           CASE WHEN there.id IS NULL THEN 'row_unknown' ELSE 'field_unknown' END
    FROM unnest(p_entries) e
    LEFT JOIN unnest(p_rows) there (id) ON there.id = e.row_id
    WHERE there.id IS NULL OR e.fields::jsonb - p_known <> '{}'
    ON CONFLICT DO NOTHING;
END
$$;

-- Folds what can be folded. When something in the handful cannot for a reason the sieve does not know (the 31st of
-- February, a number out of range), halves it until the bad entry stands alone, and puts that one aside: it delays no
-- other.
CREATE OR REPLACE FUNCTION app.fold_what_holds(p_city text, p_noun text, p_entries app.entry[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_half int := cardinality(p_entries) / 2;
BEGIN
    PERFORM app.fold(p_city, p_noun, p_entries);
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    IF v_half = 0 THEN
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
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
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
    WHERE e.city_id = p_city AND e.noun = p_noun AND e.row_id = ANY (p_rows)
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
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
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
