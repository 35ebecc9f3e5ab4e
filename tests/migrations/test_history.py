"""Upgrading from nothing gives exactly the tables of this program, on the laptop's engine and on the server's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from db.base import Base, Local
from db.engine import open_file
from db.errors import Refused
from db.migrations import configuration, upgrade
from db.registry import metadata, nouns
from db.schema import HEAD, bring_up_to_date, revision
from db.sync.server import server_init
from tests.record import KEY

# Every push would fill them, and the server asks nothing by them.
SEARCHED_HERE = {"ix_resident_document", "ix_resident_email", "ix_resident_phone", "ix_presence_match_id"}


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Engine]:
    engine = open_file(tmp_path / "record.db", KEY, must_exist=False)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(server: str) -> Iterator[Engine]:
    engine = create_engine(server)
    yield engine
    engine.dispose()


def laptop_only() -> set[str]:
    """The tables that are not journalled and not sent."""
    return {m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, Local)}


def differences(engine: Engine, *, schema: str | None = None) -> list[Any]:
    """What Alembic would still have to do. What is made by hand beside the tables is no difference, and on the server
    neither is what concerns one laptop alone, nor what laptops search by."""
    apart = set() if engine.dialect.name == "sqlite" else laptop_only()

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith(("search_", "server")))

    def expected(thing: Any, _name: str | None, kind: str, reflected: bool, _beside: object) -> bool:
        if schema and kind == "index" and thing.name in SEARCHED_HERE:
            return reflected
        return reflected or kind != "table" or thing.name not in apart

    with engine.connect() as connection:
        if schema:
            connection.execute(text(f"SET search_path = {schema}"))
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": ours,
                "include_object": expected,
            },
        )
        return list(compare_metadata(context, metadata))


def test_upgrading_from_nothing_gives_the_tables_on_the_laptop(laptop: Engine) -> None:
    upgrade(laptop)
    assert differences(laptop) == []


def test_upgrading_from_nothing_gives_the_tables_on_postgresql(postgres: Engine) -> None:
    upgrade(postgres)
    assert differences(postgres) == []


def test_the_comparison_sees_a_column_that_no_migration_made(laptop: Engine, postgres: Engine) -> None:
    for engine in (laptop, postgres):
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE resident ADD COLUMN shoe_size INTEGER"))
        assert [change[0] for change in differences(engine)] == ["remove_column"]


def test_the_shared_schema_has_the_same_tables_as_the_laptop(server: str, postgres: Engine) -> None:
    server_init(server)
    there = inspect(postgres).get_table_names(schema="app")
    assert set(nouns()) | {"entry"} <= set(there)
    # The name of whoever wrote has no bound there: too long a one has to come in to be put aside.
    wider = [[("modify_type", None, "entry", "actor")]]
    assert [[one[:4] for one in change] for change in differences(postgres, schema="app")] == wider


def test_the_server_has_no_table_for_what_concerns_one_laptop_alone(
    server: str, postgres: Engine, laptop: Engine
) -> None:
    server_init(server)
    upgrade(laptop)
    assert "sync_enrolment" in laptop_only()
    assert laptop_only() <= set(inspect(laptop).get_table_names())
    assert laptop_only().isdisjoint(inspect(postgres).get_table_names(schema="app"))


def test_the_head_kept_in_the_program_is_the_head_of_the_history() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_the_history_is_one_line_without_branches() -> None:
    history = ScriptDirectory.from_config(configuration())
    assert len(history.get_heads()) == len(history.get_bases()) == 1


def test_migrations_never_import_the_application() -> None:
    versions = Path(configuration().get_main_option("script_location") or "") / "versions"
    for path in versions.glob("*.py"):
        assert "import db" not in path.read_text(encoding="utf-8"), path.name
        assert "from db" not in path.read_text(encoding="utf-8"), path.name


def test_an_upgrade_that_is_cut_short_leaves_nothing_behind(laptop: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    real = op.create_table

    def cut(name: str, *columns: Any, **facts: Any) -> Any:
        if name == "turn":
            raise KeyboardInterrupt
        return real(name, *columns, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(op, "create_table", cut)
        with pytest.raises(KeyboardInterrupt):
            upgrade(laptop)
    assert inspect(laptop).get_table_names() == []
    upgrade(laptop)
    assert differences(laptop) == []


def test_bringing_up_to_date_twice_changes_nothing(laptop: Engine) -> None:
    bring_up_to_date(laptop)
    bring_up_to_date(laptop)
    assert revision(laptop) == HEAD


def test_a_record_of_a_newer_program_is_refused_and_left_alone(laptop: Engine) -> None:
    upgrade(laptop)
    with laptop.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused) as no:
        bring_up_to_date(laptop)
    assert no.value.code == "record_newer"
    assert revision(laptop) == "9999"
