"""The last answers of the shared database to the charts page, kept in the encrypted file with their date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.insights.answers import Answer, Board
from db.insights.figures import BY_NAME
from db.insights.held import Held
from db.insights.measures import Part
from db.insights.reading import Line, Step
from db.sync.asking import Sight
from db.sync.tables import ToldFigures
from db.work import Work

FORM = 1
"""Counts on when a figure or a line of a board changes: what an older program kept is asked anew."""
_KEPT_AT_MOST = 60


@dataclass(frozen=True)
class ToldBoard:
    """A page of figures as the shared database had it `at` a moment: of these days, and of those before, where they
    are compared."""

    at: datetime
    days: tuple[date, date]
    days_before: tuple[date, date]
    now: Board
    before: Board | None


def keep_told(work: Work, *, wish: str, sight: Sight, told: ToldBoard) -> ToldBoard:
    """Keeps an answer in the place of the last one to the same wish, and lets go of the oldest of many. Answers it as
    it will be read."""
    session = work.session
    session.execute(delete(ToldFigures).where((ToldFigures.sees != sight.text) | (ToldFigures.form != FORM)))
    kept = session.get(ToldFigures, wish) or ToldFigures(wish=wish)
    kept.sees, kept.at, kept.form, kept.told = sight.text, told.at, FORM, _plain(told)
    session.add(kept)
    session.flush()
    late = select(ToldFigures.wish).order_by(ToldFigures.at.desc()).offset(_KEPT_AT_MOST)
    session.execute(delete(ToldFigures).where(ToldFigures.wish.in_(late.scalar_subquery())))
    return told


def last_told(session: Session, *, wish: str, sight: Sight) -> ToldBoard | None:
    """The last answer to a wish; None where nobody asked, or this desk saw something else then."""
    kept = session.get(ToldFigures, wish)
    if kept is None or kept.sees != sight.text or kept.form != FORM:
        return None
    return _told(kept.at, kept.told)


def _plain(told: ToldBoard) -> dict[str, Any]:
    return {
        "days": [one.isoformat() for one in (*told.days, *told.days_before)],
        "now": _plain_board(told.now),
        "before": _plain_board(told.before) if told.before else None,
    }


def _told(at: datetime, plain: Mapping[str, Any]) -> ToldBoard:
    since, until, since_before, until_before = (date.fromisoformat(one) for one in plain["days"])
    before = _board(plain["before"]) if plain["before"] else None
    return ToldBoard(at, (since, until), (since_before, until_before), _board(plain["now"]), before)


def _plain_board(board: Board) -> dict[str, Any]:
    answers = {
        name: [one.value, one.of, one.no_data, [[list(part.at), part.value] for part in one.parts]]
        for name, one in board.answers.items()
    }
    lines = [asdict(line) for line in board.lines]
    for line in lines:
        line["held"]["starts_at"] = line["held"]["starts_at"].isoformat()
    return {"answers": answers, "lines": lines, "steps": [asdict(step) for step in board.steps]}


def _board(plain: Mapping[str, Any]) -> Board:
    answers = {
        name: Answer(BY_NAME[name], value, of, no_data, tuple(Part(tuple(at), number) for at, number in parts))
        for name, (value, of, no_data, parts) in plain["answers"].items()
    }
    return Board(answers, tuple(_line(one) for one in plain["lines"]), tuple(Step(**one) for one in plain["steps"]))


def _line(plain: Mapping[str, Any]) -> Line:
    line = Line(**plain)
    held = Held(**plain["held"])
    return replace(line, held=replace(held, starts_at=datetime.fromisoformat(plain["held"]["starts_at"])))
