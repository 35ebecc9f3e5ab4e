"""The page that a gateway would be built by says what the database does; its examples are sent as they stand there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, make_url

import db.sync
from db.sync.door import MAX_BATCH, PROTOCOL
from db.sync.reach import as_desk
from db.sync.server import DeskCard, enrol
from tests.db.sync.shared import one, rows

PAGE = (Path(db.sync.__file__).parent / "CONTRACT.md").read_text(encoding="utf-8")
CITY = "villa_ejemplo"
# What no page can know beforehand: when it was, and which database.
OF_ITS_TIME = {"epoch", "schema", "time", "mark", "centre"}
EXAMPLE = re.compile(r"^```json (\w+)[^\n]*\n(.+?)^```\n```json answer\n(.+?)^```", re.MULTILINE | re.DOTALL)


def signatures(eyes: Engine) -> set[str]:
    """The doors as PostgreSQL has them: whatever a laptop may execute."""
    found = rows(
        eyes,
        "SELECT 'app.' || proname || '(' || pg_get_function_arguments(oid) || ') RETURNS ' || prorettype::regtype "
        "FROM pg_proc WHERE pronamespace = 'app'::regnamespace "
        "AND has_function_privilege('cabildo_desk', oid, 'EXECUTE')",
    )
    return {str(row[0]) for row in found}


@pytest.mark.usefixtures("shared")
def test_the_functions_of_the_page_are_those_of_the_database(eyes: Engine) -> None:
    assert set(re.findall(r"^    (app\..+)$", PAGE, re.MULTILINE)) == signatures(eyes)


@pytest.mark.usefixtures("shared")
def test_every_status_and_every_reason_stands_on_the_page(eyes: Engine) -> None:
    said = set()
    for (source,) in rows(eyes, "SELECT prosrc FROM pg_proc WHERE pronamespace = 'app'::regnamespace"):
        for text in re.findall(
            r"'status', (?:CASE [^']*(?:'\w+'[^']*)*? THEN )?('[a-z_]+'(?: ELSE '[a-z_]+')?)", source
        ):
            said |= set(re.findall(r"'([a-z_]+)'", text))
        if "app.server_aside" in source or "AS reason" in source:
            said |= set(re.findall(r"(?:THEN|ELSE|'quarantined',|SELECT) '([a-z]+_[a-z_]+)'", source))
    assert {"ok", "cloned", "protocol_unknown", "row_unknown", "other_district", "value_unreadable"} <= said
    assert not [code for code in said if f"`{code}`" not in PAGE]


def send(url: str, function: str, asked: str) -> Any:
    """Calls a door as the page says. The entries go as they stand there: read and written again they are others."""
    told = json.loads(asked)
    if function == "push":
        told["p_entries"] = re.sub(r"\s*\}\s*$", "", asked.split('"p_entries": ', 1)[1])
    named = ", ".join(f"{name} => %({name})s{'::json' if function + name == 'pushp_entries' else ''}" for name in told)
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(f"SELECT app.{function}({named})", told).fetchone()[0]  # type: ignore[index, call-overload]


def as_the_page_has_it(answer: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
    """The answer, with what only its time and place decide as the page has it: it must be there, and of that kind."""
    assert all(type(answer[name]) is type(page[name]) for name in OF_ITS_TIME & page.keys())
    return answer | {name: page[name] for name in OF_ITS_TIME & page.keys()}


def test_the_examples_are_true(shared: str) -> None:
    urls = {}
    for desk in sorted(set(re.findall(r'"p_desk": "([0-9a-f-]{36})"', PAGE))):
        card = enrol(shared, DeskCard(CITY, desk, None, "Ribera 1"))
        url = make_url(as_desk(card.server, role=card.role, password=card.password)).set(drivername="postgresql")
        urls[desk] = url.render_as_string(hide_password=False)
    examples = EXAMPLE.findall(PAGE)
    assert {function for function, _, _ in examples} == {"hello", "push", "pull"}
    for function, asked, answered in examples:
        told, page = json.loads(asked), json.loads(answered)
        answer = send(urls[told["p_desk"]], function, asked)
        assert as_the_page_has_it(answer, page) == page


@pytest.mark.usefixtures("shared")
def test_the_limits_of_the_page_are_those_of_the_doors(eyes: Engine) -> None:
    assert f"`p_protocol`, **{PROTOCOL}** today" in PAGE
    assert f"At most **{MAX_BATCH:,}** entries" in PAGE
    whole = "SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
    for limit in (
        f"p_entries > {MAX_BATCH}",
        "32000000",
        "greatest(p_entries, 1), 10000",
        "so_far > 10000",
        "> 5000",
    ):
        assert limit in one(eyes, whole), limit
    assert all(told in PAGE for told in ("**32,000,000** bytes", "10,000, or one push", "| 5,000 |"))
