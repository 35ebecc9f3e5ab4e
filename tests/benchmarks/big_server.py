"""A shared database with a year of a country in it: chains that hold, folded, written by the server itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg

PER_DESK = 2000
_PER_PUSH = 50
# A chain cannot be made set by set, but what goes into its links can: stays, and each seventh a neighbour. A desk at a
# time, so that the journal's key takes them at its end.
_CHAINED = """
CREATE FUNCTION year_chained(p_told text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    v_told text;
    v_hash text := repeat('0', 64);
    v_hashes text[];
BEGIN
    FOREACH v_told IN ARRAY p_told LOOP
        v_hash := encode(sha256(convert_to(v_hash || chr(30) || v_told, 'UTF8')), 'hex');
        v_hashes := v_hashes || v_hash;
    END LOOP;
    RETURN v_hashes;
END $$
"""
_OF_A_DESK = r"""
WITH said AS MATERIALIZED (
    SELECT seq, hlc, noun, row_id,
           (SELECT '{' || string_agg('"' || name || '":' || value, ',') || '}' FROM unnest(names, vals) f (name, value))
               AS fields,
           (SELECT '{' || string_agg('"' || name || '":"' || salt || '"', ',') || '}' FROM unnest(names) name) AS salts,
           concat_ws(chr(30), %(city)s::text, %(desk)s::text, seq::text, hlc, '{}', 'checkin.check_in', 'Ribera 1',
                     %(district)s::text, noun, row_id, (
               SELECT string_agg(seal, chr(30) ORDER BY seal COLLATE "C") FROM (
                   SELECT encode(sha256(convert_to(salt || chr(31) || name || chr(31) || value, 'UTF8')), 'hex') AS seal
                   FROM unnest(names, vals) f (name, value)) s)) AS told
    FROM (
        SELECT seq, row_id, lpad(to_hex(1763589600000 + seq * 1000), 12, '0') || '-00000000-' || %(desk)s AS hlc,
               CASE WHEN is_new THEN 'resident' ELSE 'presence' END AS noun, md5(row_id) AS salt,
               CASE WHEN is_new THEN ARRAY['document', 'family_name', 'given_names']
                    ELSE ARRAY['arrived_at', 'resident_id', 'sitting_id', 'source', 'way'] END AS names,
               CASE WHEN is_new THEN ARRAY['"' || (5000000 + place) || '"', '"Pereyrola"', '"Rosa"']
                    ELSE ARRAY['"2025-11-19T22:00:00.000000Z"', '"' || known || '"',
                               '"' || lpad(to_hex(seq / 60), 8, '0') || '-1111' || substr(%(desk)s, 14) || '"',
                               '"scan"', '"room"'] END AS vals
        FROM (
            SELECT seq, seq %% 7 = 1 AS is_new, place,
                   lpad(to_hex(place), 8, '0') || '-2222-7000-8000-000000000001' AS row_id,
                   lpad(to_hex(place - (seq - 1) %% 7 * %(desks)s::bigint), 8, '0')
                       || '-2222-7000-8000-000000000001' AS known
            FROM (SELECT seq::bigint, seq::bigint * %(desks)s::bigint + %(n)s::bigint AS place
                  FROM generate_series(1, %(per_desk)s::int) seq) p
        ) r
    ) v
), written AS (
    INSERT INTO app.entry (city_id, desk_id, desk_seq, hlc, base, verb, actor, district_id, noun, row_id, fields, salts,
                           sealed, hash)
    SELECT %(city)s, %(desk)s, seq, hlc, '{}', 'checkin.check_in', 'Ribera 1', %(district)s, noun, row_id,
           fields::json, salts::json, '{}', hash
    FROM said JOIN unnest(year_chained((SELECT array_agg(told ORDER BY seq) FROM said))) WITH ORDINALITY c (hash, seq)
         USING (seq) ORDER BY seq
    RETURNING city_id, hlc, noun, row_id, fields
), people AS (
    INSERT INTO app.resident (id, city_id, clocks, family_name, given_names, document)
    SELECT row_id, city_id, jsonb_build_object('*', hlc), fields ->> 'family_name', fields ->> 'given_names',
           fields ->> 'document' FROM written WHERE noun = 'resident'
)
INSERT INTO app.presence (id, city_id, clocks, sitting_id, resident_id, way, arrived_at, source)
SELECT row_id, w.city_id, jsonb_build_object('*', hlc), r.sitting_id, r.resident_id, r.way, r.arrived_at, r.source
FROM written w CROSS JOIN LATERAL json_populate_record(NULL::app.presence, fields) r WHERE noun = 'presence'
"""
_AFTERWARDS = """
INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label, head_seq, head_hash)
SELECT city_id, desk_id, 'cabildo_' || desk_id, district_id, 'Ribera', desk_seq, hash
FROM app.entry WHERE desk_seq = %(per_desk)s AND city_id = %(city)s;
INSERT INTO app.server_push (city_id, commit_no, desk_id, first_seq, last_seq, district_id)
SELECT %(city)s, p * (SELECT count(*) FROM year_desk) + n + 1, desk, p * %(per_push)s + 1, (p + 1) * %(per_push)s,
       district
FROM year_desk CROSS JOIN generate_series(0, %(per_desk)s / %(per_push)s - 1) p;
INSERT INTO app.server_counter SELECT %(city)s, max(commit_no) FROM app.server_push;
"""


def fill(url: str, city: str, entries: int, districts: list[str]) -> int:
    """Puts about so many entries into an empty server of ours, chained and folded; answers how many."""
    count = max(entries // PER_DESK, 1)
    desks = [(n, f"{n:08x}-3333-7000-8000-000000000001", districts[n % len(districts)]) for n in range(count)]
    with psycopg.connect(url, autocommit=True) as admin:
        aside = _without_indexes(admin)
        admin.execute(_CHAINED)
        admin.execute("CREATE TABLE year_desk (n int, desk text, district text)")
        admin.cursor().executemany("INSERT INTO year_desk VALUES (%s, %s, %s)", desks)
        halves = (desks[: count // 2], desks[count // 2 :])
        _at_once([partial(_write, url, city, count, half) for half in halves])
        facts = {"city": city, "per_desk": PER_DESK, "per_push": _PER_PUSH}
        for statement in _AFTERWARDS.strip().removesuffix(";").split(";"):
            admin.execute(statement, facts)
        _at_once([partial(_do, url, made) for made in aside])
        admin.execute("DROP TABLE year_desk")
        admin.execute("DROP FUNCTION year_chained")
        admin.execute("ANALYZE")
    return count * PER_DESK


def _at_once(jobs: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(job) for job in jobs]:
            done.result()


def _write(url: str, city: str, count: int, desks: list[tuple[int, str, str]]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for n, desk, district in desks:
            facts = {"city": city, "desk": desk, "district": district, "n": n, "desks": count, "per_desk": PER_DESK}
            connection.execute(_OF_A_DESK, facts)


def _do(url: str, statements: list[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '256MB'")
        for statement in statements:
            connection.execute(statement)


def _without_indexes(admin: psycopg.Connection) -> list[list[str]]:
    """Takes away what is made faster at the end, indexes and keys of rows; answers how to make it, table by table."""
    keys = admin.execute(
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "WHERE c.contype = 'p' AND c.conrelid IN ('app.presence'::regclass, 'app.resident'::regclass)"
    ).fetchall()
    made = {table: [f"ALTER TABLE {table} ADD CONSTRAINT {name} {told}"] for table, name, told in keys}
    for table, name, _ in keys:
        admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    indexes = admin.execute(
        "SELECT 'app.' || tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'app' "
        "AND tablename IN ('entry', 'presence', 'resident') AND indexname LIKE 'ix_%'"
    ).fetchall()
    for table, name, told in indexes:
        admin.execute(f"DROP INDEX app.{name}")
        made.setdefault(table, []).append(told)
    return list(made.values())
