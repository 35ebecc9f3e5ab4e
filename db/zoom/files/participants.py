"""Reader of the participant report in CSV: both generations, rows or unique users, with or without meeting data."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from db.errors import Refused
from db.folding import fold
from db.zoom.files.cells import Rows, tables_in, text_of
from db.zoom.files.headers import (
    CO_ROLE_WORDS,
    GUEST_WORDS,
    ROLE_WORDS,
    YES_WORDS,
    Header,
    find_header,
    find_meeting,
    label,
    meeting_columns,
)
from db.zoom.files.moments import Stay, Written, dates_in_name, decide, moment_of, written
from db.zoom.files.report import DateOrder, DatesUndecided, MeetingFacts, Report, ReportRow

_ABSENT = frozenset({"", "-", "--", "n/a"})
_FOOTERS = frozenset({"zoom report", "informe de zoom", "reporte de zoom"})
_PHONE = re.compile(r"\+?[\d\s().*-]{6,}")
_LAST_BRACKETS = re.compile(r"^(?P<name>.*\S)\s*\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)$", re.DOTALL)
_HOST_CELL = re.compile(r"^(?P<name>.*?)\s*\((?P<email>[^()\s]+@[^()\s]+)\)$")


def read(
    data: bytes,
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_on: date | None = None,
    order: DateOrder | None = None,
) -> Report | DatesUndecided:
    """The report in a file's bytes, or the question that a person has to answer first.

    `zone` is where the report was downloaded (the city); `sitting_on` the sitting's date there; `order` a person's
    answer to an earlier `DatesUndecided`. Moments come out aware, in UTC; durations in minutes, as in the file.
    Raises Refused: zoom_file_empty, zoom_file_too_large, zoom_file_is_workbook, zoom_file_not_zoom,
    zoom_file_no_participants, zoom_file_several_meetings, zoom_dates_contradict, zoom_dates_unreadable.
    Source: the forms of section 1 of Zoom's usage reports, as exported from 2019 to 2026.
    """
    rows, header = _table(text_of(data))
    lines = _lines(rows, header)
    if header.flat:
        lines = _one_meeting(lines, rows[header.row], sitting_on)
    if not lines:
        raise Refused("zoom_file_no_participants")
    told = _meeting_cells(rows, header, lines)
    stays = [_stay(line, header) for _, line in lines]
    alone = [one for cell in (told.get("started"), told.get("ended")) if (one := written(cell or ""))]
    if order is None:
        near = (dates_in_name(file_name), (sitting_on,) if sitting_on else ())
        order = decide(stays, alone=alone, near=near)
    if order is None:
        return _question(stays, alone)
    meeting = _meeting(told, order, zone)
    return _report(lines, stays, header, meeting, order, zone)


def _table(text: str) -> tuple[Rows, Header]:
    for rows in tables_in(text):
        header = find_header(rows)
        if header is not None and not header.attended:
            return rows, header
    raise Refused("zoom_file_not_zoom")


def _lines(rows: Rows, header: Header) -> list[tuple[int, Sequence[str]]]:
    """The lines that hold somebody: not the blank separators, a repeated header, nor the title Zoom puts at the end."""
    found: list[tuple[int, Sequence[str]]] = []
    title = label(rows[header.row][header.at["name"]])
    for number, row in enumerate(rows[header.row + 1 :], start=header.row + 2):
        filled = [cell for cell in row if cell.strip()]
        if not filled or fold(filled[0]) in _FOOTERS:
            continue
        name = _cell(row, header, "name") or ""
        if fold(name) == title or all(fold(cell) in _ABSENT for cell in row[header.at["name"] :]):
            continue
        found.append((number, row))
    return found


def _cell(row: Sequence[str], header: Header, column: str) -> str | None:
    position = header.at.get(column)
    if position is None or position >= len(row):
        return None
    cell = row[position].replace("\xa0", " ").strip()
    return None if fold(cell) in _ABSENT else cell


def _one_meeting(
    lines: list[tuple[int, Sequence[str]]], header_row: Sequence[str], sitting_on: date | None
) -> list[tuple[int, Sequence[str]]]:
    """The flat export of an administrator may hold a month of meetings: the one of the sitting's day, or a refusal."""
    at = meeting_columns([label(cell) for cell in header_row])
    keys = [tuple(_at(row, at.get(column)) for column in ("number", "started")) for _, row in lines]
    meetings = Counter(keys)
    if len(meetings) <= 1:
        return lines
    fitting = [key for key in meetings if sitting_on is not None and _on_day(key[1], sitting_on)]
    if len(fitting) != 1:
        raise Refused("zoom_file_several_meetings", count=len(meetings))
    return [line for line, key in zip(lines, keys, strict=True) if key == fitting[0]]


def _on_day(text: str, day: date) -> bool:
    one = written(text)
    return one is not None and day in (one.on(DateOrder.DAY_FIRST), one.on(DateOrder.MONTH_FIRST))


def _at(row: Sequence[str], position: int | None) -> str:
    return row[position].strip() if position is not None and position < len(row) else ""


def _meeting_cells(rows: Rows, header: Header, lines: Sequence[tuple[int, Sequence[str]]]) -> dict[str, str]:
    """The meeting's facts as text: from the lines above the header, or from the first columns of the flat export."""
    if header.flat:
        columns = meeting_columns([label(cell) for cell in rows[header.row][: header.at["name"]]])
        found: tuple[Mapping[str, int], Sequence[str]] | None = (columns, lines[0][1])
    else:
        found = find_meeting(rows, before=header.row)
    if found is None:
        return {}
    at, values = found
    cells = {column: _at(values, position) for column, position in at.items()}
    return {column: cell for column, cell in cells.items() if fold(cell) not in _ABSENT}


def _meeting(told: Mapping[str, str], order: DateOrder, zone: tzinfo) -> MeetingFacts | None:
    if not told:
        return None
    host = _HOST_CELL.match(told.get("host", ""))
    return MeetingFacts(
        zoom_number=re.sub(r"\D", "", told.get("number", "")) or None,
        topic=told.get("topic"),
        host_name=host["name"] if host else told.get("host"),
        host_email=(host["email"] if host else told.get("host_email", "")).lower() or None,
        started_at=moment_of(written(told.get("started", "")), order=order, zone=zone),
        ended_at=moment_of(written(told.get("ended", "")), order=order, zone=zone),
        minutes=_whole(told.get("minutes")),
        participants=_whole(told.get("participants")),
    )


def _stay(row: Sequence[str], header: Header) -> Stay:
    joined, left = (written(_cell(row, header, column) or "") for column in ("joined", "left"))
    return Stay(joined, left, _whole(_cell(row, header, "minutes")))


def _question(stays: Sequence[Stay], alone: Sequence[Written]) -> DatesUndecided:
    one = next(one for one in [*(stay.joined or stay.left for stay in stays), *alone] if one and one.certain is None)
    day_first, month_first = one.on(DateOrder.DAY_FIRST), one.on(DateOrder.MONTH_FIRST)
    if day_first is None or month_first is None:
        raise Refused("zoom_dates_contradict")
    return DatesUndecided(written=one.text.strip(), day_first=day_first, month_first=month_first)


def _report(
    lines: Sequence[tuple[int, Sequence[str]]],
    stays: Sequence[Stay],
    header: Header,
    meeting: MeetingFacts | None,
    order: DateOrder,
    zone: tzinfo,
) -> Report:
    host_email = meeting.host_email if meeting else None
    rows = []
    unreadable, left_out = [], []
    for (number, cells), stay in zip(lines, stays, strict=True):
        row = _row(number, cells, stay, header, host_email, order, zone)
        if _tells_no_presence(row, cells, header):
            unreadable.append(number)
            left_out.append(number)
            continue
        rows.append(row)
        if not header.unique_users and (row.joined_at is None or row.left_at is None):
            unreadable.append(number)
    if len(unreadable) == len(lines):
        raise Refused("zoom_dates_unreadable", line=unreadable[0])
    return Report(meeting, tuple(rows), order, header.unique_users, tuple(unreadable), tuple(left_out))


def _tells_no_presence(row: ReportRow, cells: Sequence[str], header: Header) -> bool:
    """Whether a line was cut off before its last time, has neither times nor minutes, or left before it joined.

    A download that broke off ends in the middle of a line; a half line counted as a neighbour present for no time.
    """
    last = max(
        (header.at[one] for one in ("joined", "left", "minutes", "total_minutes") if one in header.at), default=0
    )
    if len(cells) <= last:
        return True
    if row.joined_at and row.left_at:
        return row.left_at < row.joined_at
    return not header.unique_users and row.minutes is None


def _row(
    number: int,
    cells: Sequence[str],
    stay: Stay,
    header: Header,
    host_email: str | None,
    order: DateOrder,
    zone: tzinfo,
) -> ReportRow:
    name, original, host = names_in(_cell(cells, header, "name") or "")
    email = (_cell(cells, header, "email") or "").lower() or None
    guest = _cell(cells, header, "guest")
    minutes = _whole(_cell(cells, header, "total_minutes") or _cell(cells, header, "minutes"))
    return ReportRow(
        number=number,
        name=name,
        original_name=original,
        email=email if email and "@" in email else None,
        joined_at=moment_of(stay.joined, order=order, zone=zone),
        left_at=moment_of(stay.left, order=order, zone=zone),
        minutes=minutes,
        guest=None if guest is None else fold(guest) in YES_WORDS,
        in_waiting_room=fold(_cell(cells, header, "waiting") or "") in YES_WORDS,
        phone=phone_in(name),
        host=host or (host_email is not None and email == host_email),
    )


def names_in(cell: str) -> tuple[str, str | None, bool]:
    """The name on the screen, the name before it was changed, and whether the cell says that this is the host.

    `New Name (Original Name)`: the original is what the last balanced brackets hold, unless they hold a role, as in
    `Rosa Peña (Host)` or `(Anfitrión, yo)`. Words in brackets that the person typed herself (`Ana (she/her)`) cannot
    be told from an original name; both parts are kept, so nothing is lost.
    """
    name, host = " ".join(cell.split()), False
    while match := _LAST_BRACKETS.match(name):
        words = {fold(word) for word in re.split(r"[,;]", match["inner"])}
        if not words & (ROLE_WORDS | CO_ROLE_WORDS | GUEST_WORDS):
            return match["name"], match["inner"].strip() or None, host
        host = host or bool(words & ROLE_WORDS)
        name = match["name"]
    return name, None, host


def phone_in(name: str) -> str | None:
    """The number of somebody who dialled in, as told (`+54 341 555-0134`, or masked `54911*****12`); else None."""
    if _PHONE.fullmatch(name) and sum(letter.isdigit() for letter in name) >= 6:
        return name
    return None


def _whole(cell: str | None) -> int | None:
    # Five digits are two months in one call; what is longer is a damaged cell, and no clock goes so far.
    match = re.match(r"\d{1,5}(?!\d)", cell or "")
    return int(match[0]) if match else None
