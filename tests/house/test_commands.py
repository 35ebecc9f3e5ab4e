"""Every command of the record has a test that names it."""

import ast

from tests.house.tree import commands, parsed, sources


def named_in_tests() -> set[str]:
    """Every name that a test uses or imports, from whatever module."""
    names: set[str] = set()
    for path in sources("tests"):
        if "house" in path.parts:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                names.update(alias.name for alias in node.names if alias.asname)
    return names


def test_every_command_has_a_test_that_names_it() -> None:
    named = named_in_tests()
    assert not {command for command in commands() if command.split(".")[1] not in named}


def test_commands_are_found_at_all() -> None:
    assert "checkin.check_in" in commands()
