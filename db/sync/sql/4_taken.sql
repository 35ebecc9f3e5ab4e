-- What becomes of what a push brought: it is compared, put aside or folded, and has a commit's number.

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
