-- Who knocks, and hello, the first of three doors. They take and answer JSON, so that a gateway can stand in between one day. Each
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
