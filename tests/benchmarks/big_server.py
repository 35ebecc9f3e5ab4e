"""A shared database with a year of a country in it: chains that hold, folded, written by the server itself."""

from __future__ import annotations

import sys
import threading

import psycopg

PER_DESK = 2000
_PER_PUSH = 50
# One entry of every desk at a time, so that each finds the hash before it: stays, and each seventh a neighbour.
_ONE_OF_EACH = r"""
INSERT INTO app.entry (city_id, desk_id, desk_seq, hlc, base, verb, actor, district_id, noun, row_id, fields, salts,
                       sealed, hash)
SELECT %(city)s::text, desk, seq, hlc, '{}', 'checkin.check_in', 'Ribera 1', district, noun, row_id,
       fields::json, salts::json, '{}', encode(sha256(convert_to(concat_ws(chr(30), coalesce((
           SELECT hash FROM app.entry WHERE city_id = %(city)s::text AND desk_id = desk AND desk_seq = seq - 1),
           repeat('0', 64)), %(city)s::text, desk, seq::text, hlc, '{}', 'checkin.check_in', 'Ribera 1', district,
           noun, row_id, (SELECT string_agg(seal, chr(30) ORDER BY seal COLLATE "C") FROM (
                SELECT encode(sha256(convert_to(salt || chr(31) || name || chr(31) || value, 'UTF8')), 'hex') AS seal
                FROM unnest(names, vals) f (name, value)) s)), 'UTF8')), 'hex')
FROM (
    SELECT desk, seq, district, hlc, row_id, noun, salt, names, vals,
           (SELECT '{' || string_agg('"' || name || '":' || value, ',') || '}' FROM unnest(names, vals) f (name, value))
               AS fields,
           (SELECT '{' || string_agg('"' || name || '":"' || salt || '"', ',') || '}' FROM unnest(names) name) AS salts
    FROM (
        SELECT desk, seq, district, row_id,
               lpad(to_hex(1763589600000 + seq * 1000), 12, '0') || '-00000000-' || desk AS hlc,
               CASE WHEN is_new THEN 'resident' ELSE 'presence' END AS noun, md5(row_id) AS salt,
               CASE WHEN is_new THEN ARRAY['document', 'family_name', 'given_names']
                    ELSE ARRAY['arrived_at', 'resident_id', 'sitting_id', 'source', 'way'] END AS names,
               CASE WHEN is_new THEN ARRAY['"' || (5000000 + place) || '"', '"Pereyrola"', '"Rosa"']
                    ELSE ARRAY['"2025-11-19T22:00:00.000000Z"', '"' || known || '"',
                               '"' || lpad(to_hex(seq / 60), 8, '0') || '-1111' || substr(desk, 14) || '"', '"scan"',
                               '"room"'] END AS vals
        FROM (
            SELECT desk, seq, district, seq %% 7 = 1 AS is_new, place,
                   lpad(to_hex(place), 8, '0') || '-2222-7000-8000-000000000001' AS row_id,
                   lpad(to_hex(place - (seq - 1) %% 7 * %(desks)s::bigint), 8, '0')
                       || '-2222-7000-8000-000000000001' AS known
            FROM (SELECT desk, %(seq)s::bigint AS seq, district, %(seq)s::bigint * %(desks)s::bigint + n AS place
                  FROM year_desk WHERE n %% 2 = %(half)s::int) p
        ) r
    ) v
) e
"""
_STATE = {
    "resident": "family_name, given_names, document",
    "presence": "sitting_id, resident_id, way, arrived_at, source",
}
_AFTERWARDS = """
INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label, head_seq, head_hash)
SELECT city_id, desk_id, 'cabildo_' || desk_id, district_id, 'Ribera', desk_seq, hash
FROM app.entry WHERE desk_seq = %(per_desk)s AND city_id = %(city)s;
INSERT INTO app.server_push (city_id, commit_no, desk_id, first_seq, last_seq)
SELECT %(city)s, p * (SELECT count(*) FROM year_desk) + n + 1, desk, p * %(per_push)s + 1, (p + 1) * %(per_push)s
FROM year_desk CROSS JOIN generate_series(0, %(per_desk)s / %(per_push)s - 1) p;
INSERT INTO app.server_counter SELECT %(city)s, max(commit_no) FROM app.server_push;
"""


def fill(url: str, city: str, entries: int, districts: list[str]) -> int:
    """Puts about so many entries into an empty server of ours, chained and folded; answers how many."""
    desks = max(entries // PER_DESK, 1)
    with psycopg.connect(url, autocommit=True) as admin:
        aside = _without_indexes(admin)
        admin.execute("CREATE UNLOGGED TABLE year_desk (n int, desk text, district text)")
        admin.execute(
            "INSERT INTO year_desk SELECT n, lpad(to_hex(n), 8, '0') || '-3333-7000-8000-000000000001', "
            "(%s::text[])[1 + n %% %s] FROM generate_series(0, %s - 1) n",
            (districts, len(districts), desks),
        )
        halves = [threading.Thread(target=_write, args=(url, city, desks, half)) for half in (0, 1)]
        for half in halves:
            half.start()
        for half in halves:
            half.join()
        for noun, columns in _STATE.items():
            admin.execute(
                f"INSERT INTO app.{noun} (id, city_id, clocks, {columns}) "
                f"SELECT e.row_id, e.city_id, json_build_object('*', e.hlc), r.{columns.replace(', ', ', r.')} "
                f"FROM app.entry e CROSS JOIN LATERAL json_populate_record(NULL::app.{noun}, e.fields) r "
                f"WHERE e.noun = '{noun}'"
            )
        facts = {"city": city, "per_desk": PER_DESK, "per_push": _PER_PUSH}
        for statement in _AFTERWARDS.strip().removesuffix(";").split(";"):
            admin.execute(statement, facts)
        for statement in aside:
            admin.execute(statement)
        admin.execute("ANALYZE")
    return desks * PER_DESK


def _write(url: str, city: str, desks: int, half: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for seq in range(1, PER_DESK + 1):
            if half == 0 and seq % 200 == 0:
                print(f"  {seq} of {PER_DESK} entries of each desk", file=sys.__stderr__, flush=True)
            connection.execute(_ONE_OF_EACH, {"city": city, "desks": desks, "seq": seq, "half": half})


def _without_indexes(admin: psycopg.Connection) -> list[str]:
    """Takes the indexes away that are made faster at the end, and answers how to make them."""
    found = admin.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'app' "
        "AND tablename IN ('entry', 'presence', 'resident') AND indexname LIKE 'ix_%'"
    ).fetchall()
    for name, _ in found:
        admin.execute(f"DROP INDEX app.{name}")
    return [told for _, told in found]
