"""The lists that departments are sent: which there are to make, and making them as files, one or all at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from db.errors import Refused
from db.issues.dispatching import Handed
from db.issues.due import Due
from db.issues.search import NOBODY, Asked, Share, Wanted, every_issue, shares
from db.places.city import City
from desktop.paper.asked import Heading, asked_sheet, asked_workbook, file_words
from desktop.paper.promised import promised_sheet, promised_workbook
from desktop.paper.saving import file_name
from desktop.paper.whole import write_whole

ENDINGS = (".docx", ".xlsx", ".pdf")


@dataclass(frozen=True)
class Order:
    """What somebody wants to send: to which departments (ids, NOBODY for issues that have none; empty: all that have
    issues), of which days of sittings (both included), in which state, only what is new, with the names of who asked.
    """

    departments: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    state: str = ""
    only_new: bool = True
    with_names: bool = False

    def wanted(self, city: City) -> Wanted:
        """The same as a search."""
        return Wanted(
            state=self.state,
            since=moment(self.since, city),
            until=moment(self.until + timedelta(days=1) if self.until else None, city),
            sent="new" if self.only_new else "",
        )


@dataclass(frozen=True)
class AreaList:
    """What one department is sent."""

    department_id: str | None
    heading: Heading
    issues: tuple[Asked, ...]


def moment(day: date | None, city: City) -> datetime | None:
    """The beginning of a day in the city."""
    return datetime.combine(day, time(), city.zone) if day else None


def offered(session: Session, *, order: Order, city: City) -> tuple[Share, ...]:
    """Whose issues there are to send, with how many."""
    found = shares(session, wanted=order.wanted(city), topics=_topics(city))
    chosen = set(order.departments)
    return tuple(one for one in found if not chosen or (one.department_id or NOBODY) in chosen)


def lists(session: Session, *, order: Order, city: City, today: date) -> tuple[AreaList, ...]:
    """A list for each department that has something to be told. Raises Refused: list_empty, list_too_long."""
    made = []
    for share in offered(session, order=order, city=city):
        wanted = replace(order.wanted(city), department_id=share.department_id or NOBODY)
        heading = Heading(
            department=share.department,
            on=today,
            since=order.since,
            until=order.until,
            state=order.state,
            only_new=order.only_new,
            with_names=order.with_names,
        )
        made.append(AreaList(share.department_id, heading, every_issue(session, wanted=wanted, topics=_topics(city))))
    if not made:
        raise Refused("list_empty")
    return tuple(made)


def handed(made: Sequence[AreaList]) -> tuple[Handed, ...]:
    """What is noted once they were sent."""
    return tuple(Handed(one.department_id, tuple(issue.id for issue in one.issues)) for one in made)


def write_lists(made: Sequence[AreaList], city: City, *, wanted: Path, endings: Sequence[str], force: bool) -> Path:
    """Writes lists as Word, Excel or PDF: one file as `wanted` ends; several into a .zip, or into the folder it is.

    Raises Refused: list_ending_unknown, list_needs_folder, paper_folder_missing, paper_file_exists; Unavailable:
    paper_file_unwritable.
    """
    if not wanted.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(wanted.parent))
    ending = wanted.suffix.casefold()
    if not wanted.is_dir() and ending in ENDINGS:
        if len(made) > 1:
            raise Refused("list_needs_folder", number=len(made))
        return _put(wanted, _content(made[0], city, ending), force=force)
    if not wanted.is_dir() and ending not in ("", ".zip"):
        raise Refused("list_ending_unknown", name=wanted.name)
    files = _named((one.heading, _content(one, city, each), each) for one in made for each in endings or ENDINGS[:2])
    if ending == ".zip" and not wanted.is_dir():
        return _put(wanted, _packed(files), force=force)
    wanted.mkdir(exist_ok=True)
    taken = [name for name in files if (wanted / name).exists()]
    if taken and not force:
        raise Refused("paper_file_exists", path=str(wanted / taken[0]))
    for name, content in files.items():
        write_whole(wanted / name, content)
    return wanted


def _content(one: AreaList, city: City, ending: str) -> bytes:
    if ending == ".xlsx":
        return asked_workbook(one.issues, one.heading, city)
    return _written(ending)(one, city)


def _written(ending: str) -> Callable[[AreaList, City], bytes]:
    # python-docx costs a sixth of a second, and whoever wants a spreadsheet need not pay it.
    from desktop.paper import pdf, word

    return lambda one, city: (word if ending == ".docx" else pdf).write(asked_sheet(one.issues, one.heading, city))


def _named(files: Iterable[tuple[Heading, bytes, str]]) -> dict[str, bytes]:
    """Two departments may have names that differ only in what no file name can hold."""
    made: dict[str, bytes] = {}
    for heading, content, ending in files:
        name, number = file_name(file_words(heading)), 1
        while f"{name}{ending}" in made:
            number += 1
            name = f"{file_name(file_words(heading))} {number}"
        made[f"{name}{ending}"] = content
    return made


def _packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _put(path: Path, content: bytes, *, force: bool) -> Path:
    if path.exists() and not force:
        raise Refused("paper_file_exists", path=str(path))
    write_whole(path, content)
    return path


def _topics(city: City) -> dict[str, str]:
    return {topic.code: topic.name for topic in city.topics}


def write_promised(
    dues: Sequence[Due], city: City, *, on: date, wanted: Path, force: bool, responsible: str = ""
) -> Path:
    """Writes the list of what was promised as `wanted` ends. Raises as `write_lists` does."""
    ending = wanted.suffix.casefold()
    if not wanted.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(wanted.parent))
    if ending not in ENDINGS:
        raise Refused("list_ending_unknown", name=wanted.name)
    if ending == ".xlsx":
        return _put(wanted, promised_workbook(dues, city), force=force)
    from desktop.paper import pdf, word

    sheet = promised_sheet(dues, city, on=on, responsible=responsible)
    return _put(wanted, (word if ending == ".docx" else pdf).write(sheet), force=force)
