"""Listens to every log of the test run: no document, phone or surname of an invented neighbour may be in one."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from db.folding import fold
from db.residents.tables import Resident

OURS = ("db", "desktop", "cabildo")
WORD = re.compile(r"[^\W\d_]+")
DIGITS = re.compile(r"\d{7,}")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-/()]+(?=\d)")


class Roll:
    """Whoever was written down by any test so far, as the things that a log must not contain."""

    def __init__(self) -> None:
        self.surnames: set[tuple[str, ...]] = set()
        self.numbers: set[str] = set()

    def remember(self, *, surname: str | None, document: str | None, phone: str | None) -> None:
        """Short surnames and numbers are left out: they would be found in every path and every moment."""
        words = tuple(WORD.findall(fold(surname or "")))
        if sum(map(len, words)) >= 4:
            self.surnames.add(words)
        for number in (document, phone):
            digits = re.sub(r"\D", "", number or "")
            if len(digits) >= 7:
                self.numbers.add(digits)

    def found_in(self, text: str) -> set[str]:
        """What of the roll stands in the text, written in whatever way."""
        words = WORD.findall(fold(text))
        longest = max(map(len, self.surnames), default=0)
        spoken = {tuple(words[at : at + n]) for n in range(1, longest + 1) for at in range(len(words) - n + 1)}
        runs = set(DIGITS.findall(text)) | set(DIGITS.findall(BETWEEN_DIGITS.sub("", text)))
        return {" ".join(name) for name in self.surnames & spoken} | (self.numbers & runs)


class Ears(logging.Handler):
    """Keeps what was logged until somebody looks at it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))

    def take(self) -> str:
        heard, self.heard = self.heard, []
        return "\n".join(heard)


roll, ears = Roll(), Ears()


@event.listens_for(Resident, "before_insert")
@event.listens_for(Resident, "before_update")
def _somebody_is_written_down(_mapper: Any, _connection: Any, who: Resident) -> None:
    roll.remember(surname=who.family_name, document=who.document, phone=who.phone)


def pytest_configure() -> None:
    logging.getLogger().addHandler(ears)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)


def pytest_unconfigure() -> None:
    logging.getLogger().removeHandler(ears)


@cache
def practice_people() -> tuple[tuple[str, str | None, str | None], ...]:
    """Those of the practice evening: programs that tests start write them down where no listener of ours is."""
    from desktop.practice.people import roll as invented

    return tuple((one.family_name, one.document, one.phone) for one in invented(["quarter"] * 4))


def told_in(text: str) -> set[str]:
    """Whom the text tells of. Nothing is looked up while nothing was logged."""
    if not text.strip():
        return set()
    for surname, document, phone in practice_people():
        roll.remember(surname=surname, document=document, phone=phone)
    return roll.found_in(text)


def log_files(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file() and re.search(r"\.log(\.\d+)?$", path.name)]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


@pytest.fixture(autouse=True)
def logs_are_discreet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test in which a log told of a neighbour: what was logged, and the log files of its own folder."""
    folder: Path | None = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    text = ears.take() + ("\n" + log_files(folder) if folder else "")
    told = told_in(text)
    if told:
        pytest.fail(f"a log tells of neighbours: {sorted(told)}\n{text[:4000]}", pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def log_files_are_discreet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """At the end of the run, every log file that any program has left in any folder of it."""
    yield
    told = told_in(log_files(tmp_path_factory.getbasetemp()))
    if told:
        pytest.fail(f"the log files of the run tell of neighbours: {sorted(told)}", pytrace=False)
