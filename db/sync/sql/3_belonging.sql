-- Whose a row is: by what this database holds, and never by what an entry says of itself. The list is db/belonging.py's.

-- What a field of an entry names: one identifier, or those of a list. No identifier is written with a backslash, and
-- what cannot even be read has one.
CREATE OR REPLACE FUNCTION app.named(p_fields json, p_field text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT one #>> '{}' FROM json_array_elements(CASE json_typeof(p_fields -> p_field)
        WHEN 'array' THEN p_fields -> p_field WHEN 'string' THEN json_build_array(p_fields -> p_field)
        ELSE '[]' END) told (one)
    WHERE strpos(one::text, '\') = 0 LIMIT 500
$$;

-- The districts of a row: none when it is not here. What points to something that points on is followed no further.
CREATE OR REPLACE FUNCTION app.districts_of(p_city text, p_noun text, p_row text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_districts text;
    v_found text[];
BEGIN
    SELECT districts INTO v_districts FROM app.server_belonging
    WHERE noun = p_noun AND noun NOT IN ('settlement', 'dispatch');
    IF NOT FOUND THEN
        RETURN '{}';
    END IF;
    EXECUTE format('SELECT %s FROM app.%I t WHERE t.city_id = $1 AND t.id = $2', v_districts, p_noun)
    INTO v_found USING p_city, p_row;
    RETURN coalesce(v_found, '{}');
END
$$;

-- The district of the desk that wrote an entry, as it was on that day; null for a desk of the whole city. What is being
-- pushed at this moment has no line yet.
CREATE OR REPLACE FUNCTION app.written_in(p_city text, p_desk text, p_seq bigint, OUT commit_no bigint,
                                          OUT district_id text)
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT p.commit_no, CASE WHEN p.commit_no IS NULL THEN d.district_id ELSE p.district_id END
    FROM app.server_desk d LEFT JOIN LATERAL (
        SELECT u.commit_no, u.district_id, u.first_seq FROM app.server_push u
        WHERE u.city_id = d.city_id AND u.desk_id = d.desk_id AND u.last_seq >= p_seq
        ORDER BY u.last_seq LIMIT 1) p ON p.first_seq <= p_seq
    WHERE d.city_id = p_city AND d.desk_id = p_desk
$$;

-- The district of the desk that wrote a row down first.
CREATE OR REPLACE FUNCTION app.made_in(p_city text, p_noun text, p_row text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT w.district_id FROM app.entry e CROSS JOIN LATERAL app.written_in(e.city_id, e.desk_id, e.desk_seq) w
    -- By the row, and never along the chains of the city: before its first ANALYZE a server would read the whole journal.
    WHERE e.noun = p_noun AND e.row_id = p_row AND e.city_id || '' = p_city AND e.base::text = '{}'
      AND NOT EXISTS (SELECT FROM app.server_aside a WHERE a.city_id = e.city_id AND a.desk_id = e.desk_id
                      AND a.desk_seq = e.desk_seq AND a.verdict = 'quarantined')
    ORDER BY w.commit_no LIMIT 1
$$;

-- Which of these rows are here (`p_here`), and which of them belong to that district too (`p_hers`).
CREATE OR REPLACE FUNCTION app.rows_of(p_city text, p_district text, p_noun text, p_rows text[],
                                       OUT p_here text[], OUT p_hers text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_districts text;
BEGIN
    SELECT districts INTO v_districts FROM app.server_belonging WHERE noun = p_noun;
    IF FOUND THEN
        EXECUTE format($q$
            SELECT array_agg(t.id::text), array_agg(t.id::text) FILTER (WHERE $3 = ANY (%s))
            FROM app.%I t WHERE t.city_id = $1 AND t.id = ANY ($2)
        $q$, v_districts, p_noun) INTO p_here, p_hers USING p_city, p_rows, p_district;
    END IF;
END
$$;

-- Whether a desk of a district may read an entry; a desk of the whole city (no district) reads all of it. What the
-- district's own desks wrote it has, whosever the row is: Rosa came to this door, wherever she lives.
CREATE OR REPLACE FUNCTION app.may_read(p_district text, p_entry app.entry) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    v_author text;
    v_here text[];
    v_hers text[];
BEGIN
    IF p_district IS NULL OR EXISTS (SELECT FROM app.server_belonging WHERE noun = p_entry.noun AND everybodys) THEN
        RETURN true;
    END IF;
    v_author := (app.written_in(p_entry.city_id, p_entry.desk_id, p_entry.desk_seq)).district_id;
    IF v_author = p_district THEN
        RETURN true;
    END IF;
    SELECT * INTO v_here, v_hers FROM app.rows_of(p_entry.city_id, p_district, p_entry.noun, ARRAY[p_entry.row_id::text]);
    RETURN v_hers IS NOT NULL
        OR (v_here IS NULL AND v_author IS NULL AND coalesce(p_entry.district_id = p_district, false));
END
$$;

DROP FUNCTION IF EXISTS app.put_aside_of_others(app.server_desk, app.entry[]);

-- A laptop of one district writes over no row of another, nor over one of the whole city, nor puts anything among the
-- rows of another: what counts is where the row here belongs. Whose desks wrote a row down first may go on writing it,
-- for Rosa may move; the places are founded by every laptop under the same names, and to say once more what is there
-- is no harm.
CREATE OR REPLACE FUNCTION app.put_aside_of_others(p_district text, p_new app.entry[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    b record;
    v_doubtful text[];
BEGIN
    IF p_district IS NULL THEN
        RETURN;
    END IF;
    FOR b IN SELECT s.*, n.rows FROM app.server_belonging s JOIN (
        SELECT noun, array_agg(row_id::text) AS rows FROM unnest(p_new) GROUP BY noun) n USING (noun) LOOP
        -- Nearly all are new, or plainly hers. Only the rest is worth a look at what was written.
        EXECUTE format($q$
            SELECT array_agg(r.id) FROM unnest($1) r (id) CROSS JOIN LATERAL (
                SELECT %2$s AS districts FROM app.%1$I t WHERE t.city_id = $2 AND t.id = r.id LIMIT 1) w
            WHERE (CASE WHEN districts = '{}' THEN $4 ELSE districts <@ ARRAY[$3] END) IS NOT TRUE
        $q$, b.noun, b.districts) INTO v_doubtful USING b.rows, p_new[1].city_id, p_district, b.anybody_writes;
        CONTINUE WHEN v_doubtful IS NULL;
        EXECUTE format($q$
            INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
            SELECT n.city_id, n.desk_id, n.desk_seq, n.noun, n.row_id, 'quarantined', 'other_district'
            FROM unnest($1) n JOIN app.%1$I t ON t.city_id = n.city_id AND t.id = n.row_id
            WHERE n.noun = $2 AND n.row_id = ANY ($5) AND CASE
                WHEN NOT $4 AND app.made_in(n.city_id, n.noun, n.row_id) = $3 THEN false
                WHEN n.base::text = '{}' THEN app.says_more(n.noun, n.fields, to_jsonb(t)) ELSE true END
            ON CONFLICT (city_id, desk_id, desk_seq) DO UPDATE
            SET verdict = excluded.verdict, reason = excluded.reason WHERE server_aside.verdict = 'stored'
        $q$, b.noun) USING p_new, b.noun, p_district, b.founded_by_all, v_doubtful;
    END LOOP;
    PERFORM app.put_aside_among_others(p_district, p_new);
END
$$;

-- Whether a creation says anything else than the row that is here, in what no edit has told since.
CREATE OR REPLACE FUNCTION app.says_more(p_noun text, p_fields json, p_row jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM app.server_register r WHERE r.noun = p_noun AND NOT p_row -> 'clocks' ? r.register
        AND coalesce(p_fields::jsonb -> r.field, 'null') IS DISTINCT FROM coalesce(p_row -> r.field, 'null'));
EXCEPTION WHEN data_exception THEN
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION app.put_aside_among_others(p_district text, p_new app.entry[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, app, pg_temp AS $$
DECLARE
    h record;
    v_named text[];
    v_not_hers text[];
BEGIN
    FOR h IN SELECT s.noun, s.field, s.other, b.districts FROM app.server_hop s
             JOIN app.server_belonging b ON b.noun = s.other WHERE s.noun IN (SELECT n.noun FROM unnest(p_new) n)
    LOOP
        -- As text first: two thousand presences name one sitting.
        SELECT array_agg(DISTINCT one #>> '{}') INTO v_named FROM (
            SELECT DISTINCT (n.fields -> h.field)::text AS told FROM unnest(p_new) n WHERE n.noun = h.noun) n
        CROSS JOIN LATERAL (  -- as in `named`, which as a function of its own is prepared anew for each
            SELECT one FROM json_array_elements(CASE left(told, 1) WHEN '[' THEN told::json
                WHEN '"' THEN json_build_array(told::json) ELSE '[]' END) told (one)
            WHERE strpos(one::text, '\') = 0 LIMIT 500) named;
        CONTINUE WHEN v_named IS NULL;
        EXECUTE format($q$
            SELECT array_agg(t.id::text) FROM app.%1$I t CROSS JOIN LATERAL (SELECT %2$s AS districts OFFSET 0) w
            WHERE t.city_id = $1 AND t.id = ANY ($2) AND NOT $3 = ANY (districts)
              AND app.made_in(t.city_id, $4, t.id) IS DISTINCT FROM $3
        $q$, h.other, h.districts) INTO v_not_hers USING p_new[1].city_id, v_named, p_district, h.other;
        CONTINUE WHEN v_not_hers IS NULL;
        INSERT INTO app.server_aside (city_id, desk_id, desk_seq, noun, row_id, verdict, reason)
        SELECT n.city_id, n.desk_id, n.desk_seq, n.noun, n.row_id, 'quarantined', 'other_district'
        FROM unnest(p_new) n
        WHERE n.noun = h.noun AND EXISTS (
            SELECT FROM app.named(n.fields, h.field) told (one) WHERE one = ANY (v_not_hers))
        ON CONFLICT (city_id, desk_id, desk_seq) DO UPDATE
        SET verdict = excluded.verdict, reason = excluded.reason WHERE server_aside.verdict = 'stored';
    END LOOP;
END
$$;
