"""What was tried, bit somebody, and is not done in this house any more."""

import ast
import re

import pytest

from tests.house.tree import calls, name_of, sources, where


def test_no_dialog_is_run_in_a_loop_of_its_own() -> None:
    """`dialog.exec()` inside a coroutine leaves other tasks asleep for ever; dialogs are opened and awaited.

    main.py may show the window once before there is a loop.
    """
    banned = {"exec", "exec_", "processEvents"}
    assert not [
        f"{where(path, call)} .{name_of(call.func)}("
        for path in sources("desktop")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in banned and path.name != "main.py"
    ]


def test_tests_do_not_spin_the_loop_by_hand_either() -> None:
    assert not [
        f"{where(path, call)} .{name_of(call.func)}("
        for path in sources("tests")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"exec_", "processEvents"}
    ]


def test_no_static_dialog_that_waits_inside() -> None:
    """QMessageBox.question and its like run a loop of their own inside, however it is called."""
    asks = {"question", "information", "warning", "critical", "getOpenFileName", "getSaveFileName", "getText"}
    asks |= {"getExistingDirectory", "getItem", "getInt", "getOpenFileNames"}
    asking = {"QMessageBox", "QFileDialog", "QInputDialog"}
    assert not [
        f"{where(path, call)} {call.func.value.id}.{call.func.attr}("
        for path in sources("desktop")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in asking
        and call.func.attr in asks
    ]


def bulk_writes(text: str) -> list[str]:
    """Calls of SQLAlchemy's update(...) and delete(...): the functions, and the methods of tables and queries."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or name_of(node.func) not in {"update", "delete"}:
            continue
        by_name = isinstance(node.func, ast.Name)
        of_table = isinstance(node.func, ast.Attribute) and "__table__" in ast.dump(node.func.value)
        of_module = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in {"sa", "sqlalchemy", "sql"}
        of_query = isinstance(node.func, ast.Attribute) and ".query(" in ast.unparse(node.func.value)
        if by_name or of_table or of_module or of_query:
            found.append(ast.unparse(node))
    return found


def test_nothing_is_written_past_the_journal() -> None:
    """Bulk update() and delete() bypass the flush listener, and so the journal; only db/sync folds that way."""
    assert not {
        where(path): bulk_writes(path.read_text(encoding="utf-8"))
        for path in sources("db", "desktop")
        if "sync" not in path.parts and bulk_writes(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    "line",
    [
        "session.execute(update(Resident).values(note=''))",
        "session.execute(sa.delete(Resident))",
        "session.query(Resident).filter_by(id=1).delete()",
        "session.execute(Resident.__table__.update())",
    ],
)
def test_a_bulk_write_is_recognised(line: str) -> None:
    assert bulk_writes(line)


@pytest.mark.parametrize("line", ["seen.update(more)", "digest.update(b'x')", "widget.update()"])
def test_an_ordinary_update_is_left_in_peace(line: str) -> None:
    assert not bulk_writes(line)


def test_no_raw_sql_changes_a_row_of_the_record() -> None:
    changing = re.compile(r"^\s*(update|delete from|insert into|insert or)\s", re.IGNORECASE)
    journalled = [
        path for path in sources("db") if path.name in {"commands.py", "queries.py"} and "sync" not in path.parts
    ]
    assert not [
        where(path, node)
        for path in journalled
        for call in calls(path)
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and changing.match(node.value)
    ]


def test_no_test_sleeps() -> None:
    assert not [
        where(path, call)
        for path in sources("tests")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "sleep"
        and ast.unparse(call) not in {"asyncio.sleep(0)", "asyncio.sleep(0.0)"}
        and path.name.startswith("test_")
    ]
