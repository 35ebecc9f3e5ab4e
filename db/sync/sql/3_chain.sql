-- The chain: every entry against its hash and the one before it, and what else one look at an entry tells.

-- The entries of a push, opened once: whether they are numbered one after the other; the number of the first whose hash
-- is not what its content and the entry before it make it, null when all hold; and one entry of each kind: what the fold
-- asks of values (is it a word, a day, is everything there) is the same for all of a kind. An entry that is odd in any
-- way, with a backslash, with something erased, with a value that ends in a space, is a kind of its own. So no other has
-- U+001F in the name of a field.
-- The bytes are those of db/journal.py: parts set off by U+001E, inside a commitment by U+001F.
CREATE OR REPLACE FUNCTION app.opened(p_previous text, p_entries app.entry[], OUT in_order boolean, OUT broken bigint,
                                      OUT kinds app.entry[])
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    WITH told AS MATERIALIZED (
        SELECT e.ordinality AS n, e.city_id, e.desk_id, e.desk_seq, e.hash, concat_ws(
            chr(30), e.city_id, e.desk_id, e.desk_seq::text, e.hlc, e.base::text, e.verb, e.actor,
            coalesce(e.district_id, ''), e.noun, e.row_id, a.seals) AS told,
            strpos(a.seals, '!') > 0 AS unsealed,
            e.noun, CASE e.base::text WHEN '{}' THEN '+' ELSE '-' END || CASE
                WHEN o.odd OR strpos(e.fields::text, ' "') > 0 OR e.sealed::text <> '{}' THEN e.ordinality::text
                ELSE coalesce(s.kind, '') END AS kind
        FROM unnest(p_entries) WITH ORDINALITY e
        CROSS JOIN LATERAL (SELECT e.salts::jsonb AS salts, strpos(e.fields::text, '\') > 0 AS odd OFFSET 0) o
        CROSS JOIN LATERAL (
            -- Entry by entry: sorting the seals of all of them together took a third longer.
            SELECT string_agg(seal, chr(30) ORDER BY seal COLLATE "C") AS seals,
                   -- Only what is as long as a day or a moment may be one; of it the digits do not matter.
                   string_agg(key || CASE WHEN octet_length(value) IN (12, 29)
                       THEN translate(value, '123456789', '000000000') ELSE left(value, 1) END, chr(31)) AS kind
            FROM (
                SELECT f.key, f.value::text AS value, coalesce(encode(sha256(convert_to(
                    (o.salts ->> f.key) || chr(31) || f.key || chr(31) || CASE WHEN o.odd
                    THEN replace(f.value::text, '\uf8ff', '\u0000') ELSE f.value::text END, 'UTF8')), 'hex'), '!') AS seal
                FROM json_each(e.fields) f OFFSET 0
            ) seal
        ) s
        CROSS JOIN LATERAL (SELECT CASE e.sealed::text WHEN '{}' THEN s.seals ELSE (
            SELECT string_agg(seal, chr(30) ORDER BY seal COLLATE "C") FROM (
                SELECT unnest(string_to_array(s.seals, chr(30))) AS seal
                UNION ALL SELECT coalesce(value, '!') FROM json_each_text(e.sealed)) seal) END AS seals OFFSET 0) a
    ), link AS (
        SELECT told.*, encode(sha256(convert_to(
            lag(hash, 1, p_previous::varchar) OVER (ORDER BY n) || chr(30) || told, 'UTF8')), 'hex') AS must
        FROM told
    )
    SELECT bool_and((city_id, desk_id, desk_seq) IS NOT DISTINCT FROM (
               p_entries[1].city_id, p_entries[1].desk_id, p_entries[1].desk_seq + n - 1)),
           min(desk_seq) FILTER (WHERE unsealed IS TRUE OR hash IS DISTINCT FROM must),
           ARRAY(SELECT p_entries[k.n] FROM (SELECT min(n) AS n FROM told GROUP BY noun, kind COLLATE "C") k)
    FROM link
$$;

CREATE OR REPLACE FUNCTION app.first_broken(p_previous text, p_entries app.entry[]) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, app, pg_temp AS $$
    SELECT broken FROM app.opened(p_previous, p_entries)
$$;

-- An entry as `first_broken` reads it: PostgreSQL cannot read a null byte, and another letter stands in for it.
CREATE OR REPLACE FUNCTION app.with_stand_in(p_entry app.entry) RETURNS app.entry
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, app, pg_temp AS $$
BEGIN
    IF strpos(p_entry.fields::text, '\u0000') > 0 THEN
        p_entry.fields := replace(p_entry.fields::text, '\u0000', '\uf8ff')::json;
    END IF;
    RETURN p_entry;
END
$$;
