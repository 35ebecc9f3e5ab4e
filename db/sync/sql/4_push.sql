-- The second door: what a laptop wrote.

-- Entries of one desk in the order of its chain, at most 2,000 of them. Answers `ok`, with what became of those that were not
-- folded; or `expected` (send from there), `cloned` (another entry has that number), `chain_broken`; or `too_much`, in
-- entries or in bytes: then the laptop cuts its batch. Nobody waits for a lock here for longer than ten seconds.
-- What was sent before and arrives again is compared, not stored twice: its answer may have been lost on the way.
CREATE OR REPLACE FUNCTION app.push(p_desk text, p_first_seq bigint, p_prev_hash text, p_entries json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan SET lock_timeout = '10s' AS $$
DECLARE
    v_desk app.server_desk := app.knocking(p_desk);
BEGIN
    IF v_desk.desk_id IS NULL THEN
        -- The chain of another, which the administrator asked this very laptop for: lost in a restore, or never sent. Its own laptop is
        -- shut out perhaps, or never came with a file that is good no more.
        SELECT d.* INTO v_desk FROM app.server_desk d JOIN app.server_held h USING (city_id, desk_id)
        WHERE d.desk_id = p_desk AND h.holder = session_user AND h.wanted_at IS NOT NULL AND h.last_seq > d.head_seq
          AND EXISTS (SELECT FROM app.server_desk o WHERE o.login = session_user AND o.city_id = d.city_id
                      AND o.revoked_at IS NULL);
        v_desk.expires_at := NULL;
        IF v_desk.desk_id IS NOT NULL AND app.contradicts_held(v_desk, p_first_seq, p_entries) IS NOT FALSE THEN
            UPDATE app.server_held SET wanted_at = NULL, contradicted_at = now()
            WHERE city_id = v_desk.city_id AND desk_id = v_desk.desk_id AND holder = session_user;
            RETURN json_build_object('status', 'expected', 'head_seq', v_desk.head_seq, 'head_hash', v_desk.head_hash);
        END IF;
    END IF;
    IF v_desk.desk_id IS NULL THEN
        RETURN json_build_object('status', 'not_enrolled');
    END IF;
    RETURN app.push_of(v_desk, p_first_seq, p_prev_hash, p_entries);
END
$$;

-- The same door for what comes in columns: of each entry the same values, sorted by kind instead of by entry. To take JSON
-- apart, name by name, took a tenth of a push. Nobody hands back the chain of another this way.
CREATE OR REPLACE FUNCTION app.push(p_desk text, p_first_seq bigint, p_last_seq bigint, p_prev_hash text, p_columns text)
RETURNS json LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_generic_plan SET lock_timeout = '10s' AS $$
DECLARE
    v_desk app.server_desk := app.knocking(p_desk);
    v_too_much json := app.too_much(octet_length(p_columns), p_last_seq - p_first_seq + 1);
    v_sent app.entry[];
    v_nulls constant boolean := strpos(p_columns, '\u0000') > 0;
BEGIN
    IF v_desk.desk_id IS NULL THEN
        RETURN json_build_object('status', 'not_enrolled');
    END IF;
    IF v_too_much IS NOT NULL THEN
        RETURN v_too_much;
    END IF;
    v_sent := app.of_columns(v_desk, p_first_seq, CASE WHEN v_nulls THEN replace(p_columns, '\u0000', '\uf8ff') ELSE p_columns END);
    IF cardinality(v_sent) IS DISTINCT FROM p_last_seq - p_first_seq + 1 THEN
        RETURN json_build_object('status', 'misnumbered');
    END IF;
    RETURN app.take_push(v_desk, p_first_seq, p_prev_hash, v_sent, v_nulls);
END
$$;

-- Eleven columns set off by U+001C, values by U+001D, which no JSON has and no name. Null where that is not what came. What
-- is too long for its column is refused, as it is of JSON: a row that is put together so would cut it in silence.
CREATE OR REPLACE FUNCTION app.of_columns(p_desk app.server_desk, p_first_seq bigint, p_columns text) RETURNS app.entry[]
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    c constant text[] := string_to_array(p_columns, chr(28));
    v_mark constant text := chr(29);
    v_nothing constant text[] := '{""}';  -- of one entry that says nothing there, PostgreSQL makes none
    v_entries app.entry[];
    v_even boolean;
    v_long boolean;
BEGIN
    -- Counted before one is read, as in JSON: millions of empty values are soon sent.
    IF cardinality(c) <> 11 OR octet_length(p_columns) > 2000000
                               AND octet_length(p_columns) - octet_length(replace(p_columns, chr(29), '')) > 11 * 2000 THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(ROW(p_desk.city_id, p_desk.desk_id, p_first_seq + n - 1, hlc, base::json, verb, actor, nullif(district, ''),
                         noun, row_id, fields::json, salts::json, sealed::json, hash)::app.entry),
           bool_and(num_nulls(hlc, base, verb, actor, district, noun, row_id, fields, salts, sealed, hash) = 0),
           bool_or(length(hlc) > 60 OR length(verb) > 80 OR length(district) > 36 OR length(noun) > 40
                   OR length(row_id) > 36 OR length(hash) > 64)
    INTO v_entries, v_even, v_long
    FROM unnest(CASE c[1] WHEN '' THEN v_nothing ELSE string_to_array(c[1], v_mark) END,
                CASE c[2] WHEN '' THEN v_nothing ELSE string_to_array(c[2], v_mark) END,
                CASE c[3] WHEN '' THEN v_nothing ELSE string_to_array(c[3], v_mark) END,
                CASE c[4] WHEN '' THEN v_nothing ELSE string_to_array(c[4], v_mark) END,
                CASE c[5] WHEN '' THEN v_nothing ELSE string_to_array(c[5], v_mark) END,
                CASE c[6] WHEN '' THEN v_nothing ELSE string_to_array(c[6], v_mark) END,
                CASE c[7] WHEN '' THEN v_nothing ELSE string_to_array(c[7], v_mark) END,
                CASE c[8] WHEN '' THEN v_nothing ELSE string_to_array(c[8], v_mark) END,
                CASE c[9] WHEN '' THEN v_nothing ELSE string_to_array(c[9], v_mark) END,
                CASE c[10] WHEN '' THEN v_nothing ELSE string_to_array(c[10], v_mark) END,
                CASE c[11] WHEN '' THEN v_nothing ELSE string_to_array(c[11], v_mark) END) WITH ORDINALITY
        e (hlc, base, verb, actor, district, noun, row_id, fields, salts, sealed, hash, n);
    IF v_long THEN
        RAISE string_data_right_truncation;
    END IF;
    IF NOT v_even THEN
        RETURN NULL;
    END IF;
    RETURN v_entries;  -- as it is: an expression would be a copy of it
END
$$;

CREATE OR REPLACE FUNCTION app.too_much(p_bytes int, p_entries bigint) RETURNS json
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT json_strip_nulls(json_build_object(
        'status', 'too_much', 'bytes', CASE WHEN p_bytes > 32000000 THEN p_bytes END,
        'entries', CASE WHEN p_entries > 2000 THEN p_entries END, 'most_bytes', 32000000, 'most_entries', 2000))
    WHERE p_bytes > 32000000 OR p_entries > 2000
$$;

-- What the door does once it knows who knocks. No laptop may call it: it takes anybody's word for who that is.
CREATE OR REPLACE FUNCTION app.push_of(v_desk app.server_desk, p_first_seq bigint, p_prev_hash text, p_entries json)
RETURNS json LANGUAGE plpgsql
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_blank app.entry;
    v_sent app.entry[];
    v_told constant text := p_entries;
    v_nulls constant boolean := strpos(v_told, '\u0000') > 0;
    -- Counted before one is read, where there may be too many: ten million empty ones kept the server busy for a minute.
    v_too_much json := app.too_much(octet_length(v_told), CASE WHEN octet_length(v_told) BETWEEN 2000000 AND 32000000
                                                               THEN json_array_length(p_entries) ELSE 0 END);
BEGIN
    IF v_too_much IS NOT NULL THEN
        RETURN v_too_much;
    END IF;
    v_blank.city_id := v_desk.city_id;
    v_blank.desk_id := v_desk.desk_id;
    SELECT array_agg(e ORDER BY e.desk_seq) INTO v_sent
    FROM json_populate_recordset(v_blank, CASE WHEN v_nulls
        -- A null byte cannot be read by PostgreSQL; another letter stands in for it until the hashes are compared. No
        -- entry has that letter in this spelling: only control characters are spelled so.
        THEN replace(v_told, '\u0000', '\uf8ff')::json ELSE p_entries END) e;
    RETURN coalesce(app.too_much(0, cardinality(v_sent)), app.take_push(v_desk, p_first_seq, p_prev_hash, v_sent, v_nulls));
END
$$;

-- Takes entries into journal and state. Whoever waited ten seconds for a lock in vain clears the way, and tries once more.
DROP FUNCTION IF EXISTS app.take_push(app.server_desk, bigint, text, app.entry[], boolean);
CREATE OR REPLACE FUNCTION app.take_push(p_desk app.server_desk, p_first_seq bigint, p_prev_hash text, p_new app.entry[],
                                         p_nulls boolean)
RETURNS json LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    BEGIN
        RETURN app.take_push_once(p_desk, p_first_seq, p_prev_hash, p_new, p_nulls);
    EXCEPTION WHEN lock_not_available THEN
        PERFORM app.clear_the_way(true);
    END;
    RETURN app.take_push_once(p_desk, p_first_seq, p_prev_hash, p_new, p_nulls);
END
$$;

-- It plans its statements once and not anew for each push, with all entries as a
-- constant inside: each reads but what came, or finds by a key, however much is stored. Without reading whole tables it
-- stays so when the first push of a connection found them empty.
CREATE OR REPLACE FUNCTION app.take_push_once(v_desk app.server_desk, p_first_seq bigint, p_prev_hash text,
                                              v_new app.entry[], v_nulls boolean)
RETURNS json LANGUAGE plpgsql
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
    v_in_order boolean;
    v_kinds app.entry[];
    v_last bigint := v_new[cardinality(v_new)].desk_seq;
    v_broken bigint;
    v_other bigint;
    v_head_hash text;
    v_commit bigint;
    v_redacts boolean := false;
    v_strange boolean;
    v_latest text;
BEGIN
    SELECT * INTO v_in_order, v_broken, v_kinds, v_strange, v_latest FROM app.opened(p_prev_hash, v_new);
    -- The lock of the desk's own line: two copies of one laptop are heard one after the other. Until here nothing was
    -- asked of what is stored, and the batch before this one could be folded meanwhile.
    SELECT * INTO v_desk FROM app.server_desk d
    WHERE d.city_id = v_desk.city_id AND d.desk_id = v_desk.desk_id AND d.login = v_desk.login
      AND d.revoked_at IS NOT DISTINCT FROM v_desk.revoked_at AND (v_desk.expires_at IS NULL OR NOT app.expired(d))
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN json_build_object('status', 'not_enrolled');
    END IF;
    IF p_first_seq < 1 OR p_first_seq > v_desk.head_seq + 1 THEN
        RETURN json_build_object('status', 'expected', 'head_seq', v_desk.head_seq, 'head_hash', v_desk.head_hash);
    END IF;
    IF v_in_order IS NOT TRUE OR (v_new[1].desk_seq, v_new[1].city_id, v_new[1].desk_id)
                                 IS DISTINCT FROM (p_first_seq, v_desk.city_id, v_desk.desk_id) THEN
        RETURN json_build_object('status', 'misnumbered');
    END IF;
    -- Where its chain goes on from the head that we have, there is nothing to compare.
    IF p_first_seq <= v_desk.head_seq OR p_prev_hash IS DISTINCT FROM v_desk.head_hash THEN
        v_other := app.first_other(v_desk, p_first_seq, p_prev_hash, v_new);
    END IF;
    IF v_other IS NOT NULL THEN
        RETURN json_build_object('status', 'cloned', 'number', v_other);
    END IF;
    v_last := least(v_last, v_broken - 1);
    -- Nearly always all of them are new; then they are not copied either, neither here nor further down.
    IF v_broken IS NOT NULL OR p_first_seq <= v_desk.head_seq THEN
        SELECT array_agg(e ORDER BY e.desk_seq) INTO v_new FROM unnest(v_new) e
        WHERE e.desk_seq > v_desk.head_seq AND e.desk_seq <= v_last;
    END IF;
    IF v_new IS NOT NULL THEN
        IF v_nulls THEN
            FOR i IN 1 .. cardinality(v_new) LOOP
                v_new[i].fields := replace(v_new[i].fields::text, '\uf8ff', '\u0000')::json;
            END LOOP;
        END IF;
        INSERT INTO app.entry SELECT * FROM unnest(v_new);
        v_head_hash := v_new[cardinality(v_new)].hash;
        IF v_latest COLLATE "C" > app.too_late() COLLATE "C" THEN
            v_new := app.stamped(v_new);
        END IF;
        PERFORM app.fold_push(v_desk, v_new, CASE WHEN NOT v_nulls THEN v_kinds END, v_strange);
        IF EXISTS (SELECT FROM unnest(v_kinds) k WHERE k.noun = 'erasure')
           OR EXISTS (SELECT FROM app.server_redaction r WHERE r.city_id = v_desk.city_id) THEN
            v_redacts := app.note_redactions(v_desk, v_new);
        END IF;
        UPDATE app.server_desk SET head_seq = v_last, head_hash = v_head_hash
        WHERE city_id = v_desk.city_id AND desk_id = v_desk.desk_id;
        v_commit := app.next_commit(v_desk, v_last);
        IF v_redacts THEN
            UPDATE app.server_redaction SET commit_no = v_commit WHERE city_id = v_desk.city_id AND commit_no IS NULL;
        END IF;
    END IF;
    RETURN json_build_object(
        'status', CASE WHEN v_broken IS NULL THEN 'ok' ELSE 'chain_broken' END, 'number', v_broken,
        'stored', coalesce(cardinality(v_new), 0), 'last', v_last, 'commit_no', v_commit,
        'head_seq', greatest(v_desk.head_seq, v_last), 'head_hash', coalesce(v_head_hash, v_desk.head_hash),
        'aside', (SELECT coalesce(json_agg(json_build_array(desk_seq, verdict, reason) ORDER BY desk_seq), '[]')
                  FROM app.server_aside
                  WHERE city_id = v_desk.city_id AND desk_id = v_desk.desk_id AND desk_seq BETWEEN p_first_seq AND v_last),
        'stamps', (SELECT coalesce(json_agg(json_build_array(desk_seq, hlc)), '[]') FROM app.server_stamp
                   WHERE city_id = v_desk.city_id AND desk_id = v_desk.desk_id AND desk_seq BETWEEN p_first_seq AND v_last)
    );
END
$$;
