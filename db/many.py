"""That a column is one of many values: a statement takes a bounded number of variables."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_AT_ONCE = 500


def among(session: Session, column: Any, values: Iterable[str]) -> list[Any]:
    """The conditions under which a column is one of these values, to be asked one after the other: in SQLite one alone,
    for it takes a list as one variable; elsewhere in parts that a statement can take.
    """
    ordered = sorted(values)
    if session.get_bind().dialect.name == "sqlite":
        return [column.in_(text("SELECT value FROM json_each(:those)").bindparams(those=dumps(ordered)))]
    return [column.in_(ordered[start : start + _AT_ONCE]) for start in range(0, len(ordered), _AT_ONCE)]
