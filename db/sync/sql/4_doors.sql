-- Two of the three doors: hello and push; pull stands in the next file. They take and answer JSON, so that a gateway can stand in between one day. Each
-- runs as cabildo_door and knows its caller by the login alone; what a laptop says about itself is only compared.
-- Plans are made for each call: one that was made while the journal was empty reads all of it when it no longer is.

DROP FUNCTION IF EXISTS app.hello(int, text, text);
DROP FUNCTION IF EXISTS app.hello(int, text, text, text);
DROP FUNCTION IF EXISTS app.hello(int, text, text, text, text);

-- Whether a desk is nobody's any more: its enrolment file was good until a day, and no laptop came with it.
CREATE OR REPLACE FUNCTION app.expired(p_desk app.server_desk) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT coalesce(p_desk.expires_at < now(), false) AND p_desk.head_seq = 0 AND p_desk.seal IS NULL AND NOT EXISTS (
        SELECT FROM app.server_desk o WHERE o.login = p_desk.login AND o.desk_id <> p_desk.desk_id)
$$;

-- The desk that knocks, if its login may speak for it.
CREATE OR REPLACE FUNCTION app.knocking(p_desk text) RETURNS app.server_desk
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT d FROM app.server_desk d
    WHERE d.login = session_user AND d.desk_id = p_desk AND d.revoked_at IS NULL AND NOT app.expired(d)
$$;

-- A laptop that is a copy, or came back from a backup, begins a new chain: `p_former` is a desk that its login may speak
-- for, or by whose key its stick is signed. Nobody else's desk can be taken that way, and a login that begins too many is
-- not a laptop in trouble.
DROP FUNCTION IF EXISTS app.begun_anew(text, text);
CREATE OR REPLACE FUNCTION app.begun_anew(p_desk text, p_former app.server_desk) RETURNS app.server_desk
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    IF p_former.desk_id IS NULL OR p_desk !~ '^[0-9a-f-]{36}$'
       OR (SELECT count(*) FROM app.server_desk WHERE login = p_former.login) >= 100 THEN
        RETURN NULL;
    END IF;
    INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label, capacity, former, role_told_at, seal)
    VALUES (p_former.city_id, p_desk, p_former.login, p_former.district_id, p_former.label, p_former.capacity,
            p_former.former, p_former.role_told_at, p_former.seal)
    ON CONFLICT DO NOTHING;
    RETURN (SELECT d FROM app.server_desk d
            WHERE d.login = p_former.login AND d.desk_id = p_desk AND d.revoked_at IS NULL);
END
$$;

-- Whether a session has taken a commit number, and is not one of those that wait for it.
CREATE OR REPLACE FUNCTION app.has_the_counter(p_pid int) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pg_locks WHERE pid = p_pid AND granted AND mode = 'RowExclusiveLock'
                   AND relation = 'app.server_counter'::regclass)
       AND NOT EXISTS (SELECT FROM pg_locks WHERE pid = p_pid AND NOT granted AND locktype IN ('transactionid', 'tuple'))
$$;

-- Ends the sessions of laptops that hold what others wait for: a transaction left open, or one that no timeout ended, or
-- one that has the city's counter, which a laptop lets go of at once, and does something else with others waiting: small
-- statements, one after the other, look like work. A login may alter its own timeouts, but not this: whoever comes next
-- clears the way, and so does whoever waited in vain (`p_waited`). No laptop of ours ever looks so, for each of its calls
-- is a transaction of its own; ended by mistake, in the moment of its commit, it would send the same once more.
DROP FUNCTION IF EXISTS app.clear_the_way();
CREATE OR REPLACE FUNCTION app.clear_the_way(p_waited boolean) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity a
    WHERE usename ~ '^cabildo_[0-9a-f-]{36}$' AND datname = current_database() AND pid <> pg_backend_pid()
      AND pg_has_role(usesysid, 'USAGE')
      AND (state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '5 seconds'
           OR xact_start < clock_timestamp() - interval '1 minute'
           OR xact_start < clock_timestamp() - interval '10 seconds' AND app.has_the_counter(pid)
              AND (p_waited OR EXISTS (SELECT FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock'
                                       AND a.pid = ANY (pg_blocking_pids(w.pid)))))
$$;

-- What a laptop holds of the chains of others, each as desk, first and last of the run that it has without a gap, and the
-- hash of the last: after a restore of all, else of those whose file came to it over the table. Kept is what goes on
-- where this database ends, and of each desk named only what is told now; who was asked for it stays asked as long as it
-- tells the same. It is the word of a laptop, for the administrator to read; what is handed back has to hold on its own.
-- Of one laptop no more is kept than one word of it may tell: with invented desks it would fill the disk.
CREATE OR REPLACE FUNCTION app.note_held(p_desk app.server_desk, p_holds json) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    IF p_desk.capacity = 'head' THEN  -- who has no names has none to hand back
        DELETE FROM app.server_held h WHERE h.city_id = p_desk.city_id AND h.holder = p_desk.login;
        RETURN;
    END IF;
    IF json_typeof(p_holds) <> 'array' OR json_array_length(p_holds) > 2000 THEN
        RETURN;
    END IF;
    WITH told AS MATERIALIZED (
        SELECT one ->> 0 AS desk, (one ->> 1)::bigint AS first, (one ->> 2)::bigint AS last, one ->> 3 AS hash
        FROM json_array_elements(p_holds) one
    ), more AS MATERIALIZED (
        SELECT DISTINCT ON (t.desk) t.* FROM told t
        LEFT JOIN app.server_desk d ON d.city_id = p_desk.city_id AND d.desk_id = t.desk
        WHERE t.desk ~ '^[0-9a-f-]{36}$' AND t.hash ~ '^[0-9a-f]{64}$' AND t.desk <> p_desk.desk_id
          AND t.first <= coalesce(d.head_seq, 0) + 1 AND t.last > coalesce(d.head_seq, 0)
        ORDER BY t.desk, t.last DESC
    ), gone AS (
        DELETE FROM app.server_held h WHERE h.city_id = p_desk.city_id AND h.holder = p_desk.login
        AND h.desk_id IN (SELECT desk FROM told) AND h.desk_id NOT IN (SELECT desk FROM more)
    )
    INSERT INTO app.server_held AS h (city_id, desk_id, holder, last_seq, hash)
    SELECT p_desk.city_id, desk, p_desk.login, last, hash FROM more
    WHERE (SELECT count(*) FROM app.server_held h WHERE h.city_id = p_desk.city_id AND h.holder = p_desk.login) < 2000
       OR EXISTS (SELECT FROM app.server_held h WHERE h.city_id = p_desk.city_id AND h.holder = p_desk.login
                  AND h.desk_id = more.desk)
    ON CONFLICT (city_id, desk_id, holder) DO UPDATE
    SET last_seq = excluded.last_seq, hash = excluded.hash, told_at = now(), believed = false, wanted_at = NULL
    WHERE (h.last_seq, h.hash) IS DISTINCT FROM (excluded.last_seq, excluded.hash);
EXCEPTION WHEN data_exception THEN
    NULL;  -- what cannot be read is nothing that anybody holds
END
$$;

-- Whether what is handed back is something else than was told after the restore, by this laptop or by another one. A hash
-- covers all that is before it, so a batch has to go through the next number that anybody told of, or be a full one, and
-- none goes beyond what its own laptop told. Only of whom the administrator believes by name others' words are not asked.
CREATE OR REPLACE FUNCTION app.contradicts_held(p_desk app.server_desk, p_first_seq bigint, p_entries json)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    WITH own AS (
        SELECT * FROM app.server_held h
        WHERE h.city_id = p_desk.city_id AND h.desk_id = p_desk.desk_id AND h.holder = session_user
    ), told AS (
        SELECT h.last_seq, h.hash FROM app.server_held h, own
        WHERE h.city_id = p_desk.city_id AND h.desk_id = p_desk.desk_id AND h.last_seq > p_desk.head_seq
          AND (h.holder = session_user OR NOT own.believed)
          -- Whoever was shut out since is believed no more.
          AND EXISTS (SELECT FROM app.server_desk o WHERE o.login = h.holder AND o.revoked_at IS NULL)
    ), sent AS (
        SELECT * FROM json_to_recordset(replace(p_entries::text, '\u0000', '\uf8ff')::json) AS e(desk_seq bigint, hash text)
    )
    SELECT (SELECT max(desk_seq) FROM sent) > own.last_seq
        OR NOT own.believed AND (SELECT max(desk_seq) FROM sent)
                                < least((SELECT min(last_seq) FROM told), p_first_seq + 1999)
        OR EXISTS (SELECT FROM sent JOIN told ON told.last_seq = sent.desk_seq WHERE told.hash IS DISTINCT FROM sent.hash)
    FROM own
$$;

-- What this laptop is asked to hand back: chains of others that the administrator wants from it, and chains of its own
-- from before it began anew. Each with where this database ends, and up to where the laptop told that it has it.
CREATE OR REPLACE FUNCTION app.wanted_of(p_desk app.server_desk) RETURNS json
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT coalesce(json_agg(json_build_object('hand_back', d.desk_id, 'after', d.head_seq, 'hash', d.head_hash,
                                               'upto', h.last_seq)
                             ORDER BY d.desk_id), '[]')
    FROM app.server_held h JOIN app.server_desk d USING (city_id, desk_id)
    WHERE h.city_id = p_desk.city_id AND h.holder = session_user AND h.last_seq > d.head_seq
      AND (h.wanted_at IS NOT NULL OR d.login = session_user)
$$;

CREATE OR REPLACE FUNCTION app.hello(p_protocol int, p_desk text, p_schema text, p_former text,
                                     p_seal text DEFAULT NULL, p_holds json DEFAULT NULL) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, app, pg_temp SET plan_cache_mode = force_custom_plan SET lock_timeout = '10s' AS $$
DECLARE
    v_desk app.server_desk := app.knocking(p_desk);
    v_commit bigint;
BEGIN
    PERFORM app.clear_the_way(false);
    IF v_desk.desk_id IS NULL AND p_former IS NOT NULL THEN
        v_desk := app.begun_anew(p_desk, app.knocking(p_former));
    END IF;
    IF v_desk.desk_id IS NULL THEN
        RETURN json_build_object('status', CASE WHEN EXISTS (
            SELECT FROM app.server_desk d WHERE d.login = session_user AND d.revoked_at IS NULL AND app.expired(d))
            THEN 'ticket_expired_there' ELSE 'not_enrolled' END);
    END IF;
    IF p_seal ~ '^[A-Za-z0-9_=-]{86,88}$' AND p_seal IS DISTINCT FROM v_desk.seal THEN
        UPDATE app.server_desk SET seal = p_seal WHERE login = session_user;
    END IF;
    IF v_desk.former IS NOT NULL AND v_desk.role_told_at IS NULL THEN
        UPDATE app.server_desk SET role_told_at = clock_timestamp() WHERE login = session_user;
    END IF;
    IF p_holds IS NOT NULL THEN
        PERFORM app.note_held(v_desk, p_holds);
    END IF;
    v_commit := coalesce((SELECT commit_no FROM app.server_counter WHERE city_id = v_desk.city_id), 0);
    RETURN json_build_object(
        'centre', (SELECT public FROM app.server_centre), 'capacity', v_desk.capacity,
        'status', CASE WHEN p_protocol = 2 THEN 'ok' ELSE 'protocol_unknown' END,
        'protocol', 2,
        'epoch', (SELECT epoch FROM app.server),
        'schema', (SELECT max(version_num) FROM app.alembic_version),
        'head_seq', v_desk.head_seq, 'head_hash', v_desk.head_hash,
        'columns', true,  -- entries may come as columns
        'commit_no', v_commit, 'mark', app.mark(v_desk, v_commit),  -- who has it so far need not even pull
        'sees', v_desk.capacity || '/' || coalesce(v_desk.district_id, ''),
        'time', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'commands', app.wanted_of(v_desk)
    );
END
$$;

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

-- The number of the first entry that we hold with another content; the hash covers every byte of it.
CREATE OR REPLACE FUNCTION app.first_other(p_desk app.server_desk, p_first_seq bigint, p_prev_hash text,
                                           p_sent app.entry[]) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT min(seq) FROM (
        SELECT p_first_seq - 1 AS seq
        WHERE p_prev_hash IS DISTINCT FROM CASE p_first_seq WHEN 1 THEN repeat('0', 64) ELSE (
            SELECT hash FROM app.entry
            WHERE city_id = p_desk.city_id AND desk_id = p_desk.desk_id AND desk_seq = p_first_seq - 1) END
        UNION ALL
        -- A look-up for each that overlaps, and none otherwise: joined, the whole chain of the desk would be read.
        SELECT s.desk_seq FROM unnest(p_sent) s
        WHERE s.desk_seq <= p_desk.head_seq AND s.hash IS DISTINCT FROM (
            SELECT e.hash FROM app.entry e
            WHERE e.city_id = p_desk.city_id AND e.desk_id = p_desk.desk_id AND e.desk_seq = s.desk_seq)
    ) other
$$;

-- An entry under the server's own time, where it has one.
CREATE OR REPLACE FUNCTION app.as_stamped(p_entry app.entry, p_hlc text) RETURNS app.entry
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    p_entry.hlc := coalesce(p_hlc, p_entry.hlc);
    RETURN p_entry;
END
$$;

-- The first twelve letters of a clock that is five minutes ahead of ours.
CREATE OR REPLACE FUNCTION app.too_late() RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint + 300000), 12, '0')
$$;

-- A laptop in the year 2099 would win every comparison for ever. Entries more than five minutes ahead are folded under
-- the server's own time; the counter keeps them in the order of their desk, and the desk is told.
CREATE OR REPLACE FUNCTION app.stamped(p_new app.entry[]) RETURNS app.entry[]
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_now constant bigint := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
    v_limit constant text := app.too_late();
BEGIN
    FOR i IN 1 .. cardinality(p_new) LOOP
        IF substr(p_new[i].hlc, 1, 12) COLLATE "C" > v_limit COLLATE "C"
           AND p_new[i].hlc ~ '^[0-9a-f]{12}-[0-9a-f]{8}-' AND substr(p_new[i].hlc, 23) = p_new[i].desk_id THEN
            p_new[i].hlc := lpad(to_hex(v_now), 12, '0') || '-' || lpad(to_hex(p_new[i].desk_seq % 2147483647), 8, '0')
                            || '-' || p_new[i].desk_id;
            INSERT INTO app.server_stamp (city_id, desk_id, desk_seq, hlc)
            VALUES (p_new[i].city_id, p_new[i].desk_id, p_new[i].desk_seq, p_new[i].hlc);
        END IF;
    END LOOP;
    RETURN p_new;
END
$$;

-- Erasures that name more than ten thousand rows in one push: no person left that many, and every desk would have to
-- follow them at once. Laptops write them down in portions.
CREATE OR REPLACE FUNCTION app.put_aside_too_many_erased(p_new app.entry[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
    SELECT city_id, desk_id, desk_seq, noun, row_id, 'quarantined', 'too_many_erased' FROM (
        SELECT n.*, sum(CASE WHEN json_typeof(n.fields -> 'emptied') = 'array'
                             THEN json_array_length(n.fields -> 'emptied') ELSE 0 END) OVER (ORDER BY n.desk_seq) AS so_far
        FROM unnest(p_new) n WHERE n.noun = 'erasure') erasure
    WHERE so_far > 10000 ON CONFLICT DO NOTHING
$$;

-- Whether an entry of a head's laptop was written while it was a facilitator's: by its clock, until the laptop was told
-- (five minutes more, for a clock that is ahead), and as long as a week of evenings may take to arrive.
CREATE OR REPLACE FUNCTION app.written_before(p_desk app.server_desk, p_hlc text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT p_desk.former IS NOT NULL AND (p_desk.role_told_at IS NULL OR (
        now() < p_desk.role_told_at + interval '7 days'
        AND p_hlc COLLATE "C" < lpad(to_hex((extract(epoch FROM p_desk.role_told_at) * 1000)::bigint + 300000), 12, '0')
            COLLATE "C"))
$$;

-- Puts aside what is not to be folded whatever it says: a clock that cannot be read, or speaks in another desk's name,
-- would win every comparison for ever.
CREATE OR REPLACE FUNCTION app.put_aside_strange(p_desk app.server_desk, p_new app.entry[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, app, pg_temp AS $$
    INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
    SELECT e.city_id, e.desk_id, e.desk_seq, e.noun, e.row_id,
           CASE WHEN clock AND hers AND short THEN 'stored' ELSE 'quarantined' END,
           CASE WHEN NOT clock THEN 'clock_unreadable' WHEN NOT hers THEN 'not_allowed'
                WHEN NOT short THEN 'actor_too_long' ELSE 'noun_unknown' END
    FROM unnest(p_new) e CROSS JOIN LATERAL (
        SELECT e.hlc ~ '^[0-9a-f]{12}-[0-9a-f]{8}-' AND substr(e.hlc, 23) = e.desk_id AS clock,
               -- A head looks at figures; her laptop holds rows without names, and must not write them over ours.
               p_desk.capacity <> 'head' OR e.noun IN ('district', 'neighbourhood')
                   OR app.written_before(p_desk, e.hlc) AS hers,
               length(e.actor) <= 80 AS short) readable
    WHERE NOT (clock AND hers AND short) OR NOT EXISTS (SELECT FROM app.server_register r WHERE r.noun = e.noun)
$$;

DROP FUNCTION IF EXISTS app.fold_push(app.server_desk, app.entry[]);
DROP FUNCTION IF EXISTS app.fold_push(app.server_desk, app.entry[], app.entry[]);

-- Folds what a push brought, noun by noun in sorted order, and with it what had been waiting for it. `p_kinds`: one of
-- each kind of entry, as `opened` tells them apart; without it all are looked at. `p_strange`: what `opened` says.
CREATE OR REPLACE FUNCTION app.fold_push(p_desk app.server_desk, p_new app.entry[], p_kinds app.entry[] DEFAULT NULL,
                                         p_strange boolean DEFAULT true)
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_noun text;
    v_nouns constant text[] := ARRAY(SELECT DISTINCT e.noun::text COLLATE "C" FROM unnest(coalesce(p_kinds, p_new)) e);
    v_entries app.entry[];
    v_rows text[];
    v_plain boolean;
    v_none_aside boolean;
    v_waits boolean;
BEGIN
    IF p_desk.capacity = 'head' OR p_strange IS NOT FALSE
       OR NOT v_nouns <@ ARRAY(SELECT DISTINCT r.noun::text FROM app.server_register r) THEN
        PERFORM app.put_aside_strange(p_desk, p_new);
    END IF;
    PERFORM app.put_aside_of_others(p_desk.district_id, p_new);
    IF 'erasure' = ANY (v_nouns) THEN
        PERFORM app.put_aside_too_many_erased(p_new);
    END IF;
    -- Here and below: to look whether there is anything costs less than to prepare what would be done about it.
    SELECT NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = p_desk.city_id
                       AND a.desk_id = p_desk.desk_id AND a.desk_seq >= p_new[1].desk_seq)
    INTO v_none_aside;
    FOR v_noun, v_entries IN
        SELECT n.noun COLLATE "C", array_agg(n) FROM unnest(p_new) n  -- in any order: the fold goes by their clocks
        WHERE v_none_aside OR NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = n.city_id AND a.desk_id = n.desk_id
                          AND a.desk_seq = n.desk_seq)
        GROUP BY n.noun COLLATE "C" ORDER BY n.noun COLLATE "C"
    LOOP
        v_plain := app.is_plain(v_noun, p_kinds);
        IF NOT v_plain THEN
            v_entries := app.fold_sieve(p_desk.city_id, v_noun, app.fold_unsealed(v_noun, v_entries));
        END IF;
        IF v_entries IS NOT NULL THEN
            PERFORM app.fold_what_holds(p_desk.city_id, v_noun, v_entries, v_plain);
        END IF;
    END LOOP;
    SELECT EXISTS (SELECT FROM app.server_aside w WHERE w.city_id = p_desk.city_id
                   AND w.reason IN ('row_unknown', 'too_many_waiting')) INTO v_waits;
    IF NOT v_waits THEN
        RETURN;
    END IF;
    FOR v_noun, v_rows IN
        SELECT n.noun, array_agg(DISTINCT n.row_id::text) FROM unnest(p_new) n
        JOIN app.server_aside a ON a.city_id = n.city_id AND a.noun = n.noun AND a.row_id = n.row_id
        WHERE n.base::text = '{}' AND a.reason IN ('row_unknown', 'too_many_waiting')
        GROUP BY n.noun ORDER BY n.noun COLLATE "C"
    LOOP
        PERFORM app.refold(p_desk.city_id, v_noun, v_rows);
    END LOOP;
    -- Of what waits for rows that nobody made, a desk has so many and no more; a person hears of the rest. It is in the
    -- journal like everything, and let in when its row comes.
    UPDATE app.server_aside SET verdict = 'quarantined', reason = 'too_many_waiting'
    WHERE city_id = p_desk.city_id AND desk_id = p_desk.desk_id AND desk_seq >= p_new[1].desk_seq
      AND reason = 'row_unknown' AND (SELECT count(*) FROM app.server_aside a WHERE a.city_id = p_desk.city_id
                                      AND a.desk_id = p_desk.desk_id AND a.reason = 'row_unknown') > 5000;
END
$$;

-- The commit number, last of all: whoever holds the city's line commits next, so numbers are in the order of commits
-- and a reader who has seen one has seen all before it.
CREATE OR REPLACE FUNCTION app.next_commit(p_desk app.server_desk, p_last bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_commit bigint;
BEGIN
    WITH counted AS (
        INSERT INTO app.server_counter AS c (city_id, commit_no) VALUES (p_desk.city_id, 1)
        ON CONFLICT (city_id) DO UPDATE SET commit_no = c.commit_no + 1 RETURNING commit_no
    )
    INSERT INTO app.server_push (city_id, commit_no, desk_id, first_seq, last_seq, district_id)
    SELECT p_desk.city_id, commit_no, p_desk.desk_id, p_desk.head_seq + 1, p_last, p_desk.district_id
    FROM counted RETURNING commit_no INTO v_commit;
    RETURN v_commit;
END
$$;
