-- The chain: every entry against its hash and the one before it, and what else one look at an entry tells.

-- The entries of a push, opened once: whether they are numbered one after the other; the number of the first whose hash
-- is not what its content and the entry before it make it, null when all hold; and one entry of each kind: what the fold
-- asks of values (is it a word, a day, is everything there) is the same for all of a kind. An entry that is odd in any
-- way, with a backslash, with something erased, with a value that ends in a space, is a kind of its own. So no other has
-- U+001F in the name of a field. And of all clocks the latest, and whether any of them, or the name of an author, is
-- written as it must not be: one look at all clocks together, for one after the other would take as long as their chain.
-- The bytes are those of db/journal.py: parts set off by U+001E, inside a commitment by U+001F.
-- Planned once a connection, which a function in SQL would be anew for each push; and the kinds are told apart without
-- being sorted, for they are few.
DROP FUNCTION IF EXISTS app.opened(text, app.entry[]);
CREATE OR REPLACE FUNCTION app.opened(p_previous text, p_entries app.entry[], OUT in_order boolean, OUT broken bigint,
                                      OUT kinds app.entry[], OUT strange boolean, OUT latest text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, app, pg_temp SET enable_sort = off AS $$
DECLARE
    v_city constant text := p_entries[1].city_id;
    v_desk constant text := p_entries[1].desk_id;
    v_before constant bigint := p_entries[1].desk_seq - 1;
    v_hashes constant text[] := p_previous || ARRAY(SELECT e.hash::text FROM unnest(p_entries) e);
BEGIN
    WITH told AS (
        SELECT e.ordinality AS n, e.city_id, e.desk_id, e.desk_seq, e.hash, e.noun, e.hlc, e.actor, encode(sha256(convert_to(concat_ws(
                   chr(30), e.previous, e.city_id, e.desk_id, e.desk_seq::text, e.hlc, e.base::text, e.verb, e.actor,
                   coalesce(e.district_id, ''), e.noun, e.row_id, a.seals), 'UTF8')), 'hex') AS must,
               strpos(a.seals, '!') > 0 AS unsealed,
               CASE e.base::text WHEN '{}' THEN '+' ELSE '-' END || CASE
                   WHEN o.odd OR strpos(e.fields::text, ' "') > 0 OR e.sealed::text <> '{}' THEN e.ordinality::text
                   ELSE coalesce(s.kind, '') END AS kind
        FROM unnest(p_entries, v_hashes) WITH ORDINALITY e (city_id, desk_id, desk_seq, hlc, base, verb, actor,
             district_id, noun, row_id, fields, salts, sealed, hash, previous, ordinality)
        CROSS JOIN LATERAL (SELECT e.salts::jsonb AS salts, strpos(e.fields::text, '\') > 0 AS odd OFFSET 0) o
        CROSS JOIN LATERAL (
            -- Entry by entry: sorting the seals of all of them together took a third longer.
            SELECT string_agg(seal, chr(30) ORDER BY seal COLLATE "C") AS seals,
                   -- Only what is as long as a day or a moment may be one; of it the digits do not matter.
                   string_agg(key || CASE WHEN octet_length(value) IN (12, 29)
                       THEN translate(value, '0213456789', '0000000000') ELSE left(value, 1) END, chr(31)) AS kind
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
        WHERE e.ordinality <= cardinality(p_entries)  -- the last hash is the one before nobody
    ), kind AS (
        SELECT min(n) AS n, bool_and((city_id, desk_id, desk_seq) IS NOT DISTINCT FROM (v_city, v_desk, v_before + n)) AS even,
               min(desk_seq) FILTER (WHERE unsealed IS TRUE OR hash IS DISTINCT FROM must) AS bad,
               string_agg(left(hlc, 22), '') AS clocks, max(hlc COLLATE "C") AS newest,
               bool_and(substr(hlc, 23) = v_desk AND length(actor) <= 80) AS plain
        FROM told GROUP BY noun, kind COLLATE "C"
    )
    SELECT bool_and(k.even), min(k.bad), coalesce(array_agg(p_entries[k.n]), '{}'), max(k.newest),
           (bool_and(k.plain) AND string_agg(k.clocks, '') ~ '^([0-9a-f]{12}-[0-9a-f]{8}-)*$') IS NOT TRUE
    INTO in_order, broken, kinds, latest, strange FROM kind k;
END
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
