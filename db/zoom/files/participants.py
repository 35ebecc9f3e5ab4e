"""Reader of the participant report: every generation, rows or unique users, with or without meeting data."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from db.errors import Refused
from db.folding import seen
from db.zoom.files.cells import Rows
from db.zoom.files.headers import (
    CO_ROLE_WORDS,
    GUEST_WORDS,
    NO_WORDS,
    ROLE_WORDS,
    YES_WORDS,
    Header,
    find_meeting,
    label,
    meeting_columns,
)
from db.zoom.files.moments import Stay, Written, dates_in_name, decide, moment_of, written
from db.zoom.files.report import DateOrder, DatesUndecided, MeetingFacts, Report, ReportRow

Line = tuple[int, Sequence[str]]
"""The number of a line in the file, as a spreadsheet shows it, and its cells."""

_ABSENT = frozenset({"", "-", "--", "n/a"})
_FOOTERS = frozenset({"zoom report", "informe de zoom", "reporte de zoom"})
_PHONE = re.compile(r"\+?[\d\s().*-]{6,}")
_LAST_BRACKETS = re.compile(r"^(?P<name>.*\S)\s*\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)$", re.DOTALL)
_BESIDE_HER = re.compile(r"(?:y|e|con|and|[&+])\s|[&+]", re.IGNORECASE)
# `Antonio Paz (h)` is the son of Antonio Paz: without it the one would be the other.
_GENERATION = re.compile(r"(?:(?:el|la) )?(?:h|p|hij[oa]|padre|madre|niet[oa]|jr|sr|junior|senior)\.?", re.IGNORECASE)
_MEETING_NUMBER = re.compile(r"[0-9]{9,12}")
_LONGEST = timedelta(days=1)
# Zoom rounds up to whole minutes, and a spreadsheet drops the seconds of both times.
_ROUNDED = timedelta(minutes=2)
_MOST_MINUTES = 2 * 24 * 60
_LONGEST_NAME = 200
"""Letters. Zoom takes 64 for a name, and the name before it stands in brackets."""
_LONGEST_WAIT = timedelta(minutes=30)
_ILLEGIBLE = re.compile("[\ufffd\x00-\x08\x0b-\x1f\x7f]")
_LONGEST_TITLE = 120
"""Letters. The longest title of a column that Zoom has written has seventy."""
_HOST_CELL = re.compile(r"^(?P<name>.*?)\s*\((?P<email>[^()\s]+@[^()\s]+)\)$")


def read(
    rows: Rows,
    header: Header,
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_on: date | None = None,
    order: DateOrder | None = None,
) -> Report | DatesUndecided:
    """The report in a table whose header was found, or the question that a person has to answer first.

    `zone` is where the report was downloaded (the city); `sitting_on` the sitting's date there; `order` a person's
    answer to an earlier `DatesUndecided`. Moments come out aware, in UTC; durations in minutes, as in the file.
    Raises Refused: zoom_file_no_participants, zoom_file_several_meetings, zoom_file_damaged, zoom_dates_contradict,
    zoom_dates_unreadable.
    Source: the forms of section 1 of Zoom's usage reports, as exported from 2019 to 2026.
    """
    lines = _lines(rows, header)
    if header.flat:
        lines = _one_meeting(lines, rows[header.row], sitting_on)
    if not lines:
        raise Refused("zoom_file_no_participants")
    _must_be_whole(lines, header, rows[header.row])
    told = _meeting_cells(rows, header, lines)
    stays = [stay_of(line, header) for _, line in lines]
    alone = [one for cell in (told.get("started"), told.get("ended")) if (one := written(cell or ""))]
    if order is None:
        near = (dates_in_name(file_name), (sitting_on,) if sitting_on else ())
        order = decide(stays, alone=alone, near=near)
    if order is None:
        return question(stays, alone)
    meeting = meeting_of(told, order, zone)
    return _report(lines, stays, header, meeting, order, zone, len(rows[header.row]))


def _must_be_whole(lines: Sequence[Line], header: Header, columns: Sequence[str]) -> None:
    """A header that lost a column would read one for another: then it is the file that is damaged, not its lines."""
    wide = sum(is_wide(cells, columns) for _, cells in lines)
    illegible = any(_ILLEGIBLE.search(cell) or len(cell) > _LONGEST_TITLE for cell in columns)
    illegible = illegible or _hides_who_waited(lines, header, columns)
    if ("joined" in header.at) != ("left" in header.at) or 2 * wide > len(lines) or illegible:
        raise Refused("zoom_file_damaged")


def _hides_who_waited(lines: Sequence[Line], header: Header, columns: Sequence[str]) -> bool:
    """Whether a column of yes and no that nobody knows may be the one that says who waited outside."""
    if "waiting" in header.at or header.unique_users:
        return False
    for place in range(header.at["name"] + 1, len(columns)):
        told = [label(said(cells, place) or "") for _, cells in lines]
        if place not in header.at.values() and 2 * sum(one in NO_WORDS | YES_WORDS for one in told) > len(told):
            return any(one in NO_WORDS for one in told)
    return False


def is_wide(cells: Sequence[str], columns: int | Sequence[str]) -> bool:
    """Whether a line says something beyond the last column: two lines run into one, or a mark that is no mark."""
    width = columns if isinstance(columns, int) else len(columns)
    return any(cell.strip() for cell in cells[width:])


def _lines(rows: Rows, header: Header) -> list[Line]:
    """The lines that hold somebody: not the blank separators, a repeated header, nor the title Zoom puts at the end."""
    title = label(rows[header.row][header.at["name"]])
    found = filled_lines(rows[header.row + 1 :], header, first=header.row + 2)
    return [line for line in found if label(said(line[1], header.at["name"]) or "") != title]


def filled_lines(rows: Sequence[Sequence[str]], header: Header, *, first: int) -> list[Line]:
    """The rows that say something where people stand, each with its number in the file (`first` for the first)."""
    found: list[Line] = []
    for number, row in enumerate(rows, start=first):
        filled = [cell for cell in row if cell.strip()]
        if not filled or label(filled[0]) in _FOOTERS:
            continue
        if any(label(cell) not in _ABSENT for cell in row[header.at["name"] :]) or len(row) <= header.at["name"]:
            found.append((number, row))
    return found


def said(row: Sequence[str], position: int | None) -> str | None:
    """What a cell says; None for one that is not there or holds a dash."""
    if position is None or position >= len(row):
        return None
    cell = row[position].replace("\xa0", " ").strip()
    return None if label(cell) in _ABSENT else cell


def _cell(row: Sequence[str], header: Header, column: str) -> str | None:
    return said(row, header.at.get(column))


def _one_meeting(lines: list[Line], header_row: Sequence[str], sitting_on: date | None) -> list[Line]:
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


def _meeting_cells(rows: Rows, header: Header, lines: Sequence[Line]) -> dict[str, str]:
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
    return {column: cell for column, cell in cells.items() if label(cell) not in _ABSENT}


def meeting_of(told: Mapping[str, str], order: DateOrder, zone: tzinfo) -> MeetingFacts | None:
    """The meeting's facts from their cells; None where there are none."""
    if not told:
        return None
    host = _HOST_CELL.match(told.get("host", ""))
    return MeetingFacts(
        zoom_number=_number_in(told.get("number", "")),
        topic=told.get("topic"),
        host_name=host["name"] if host else told.get("host"),
        host_email=(host["email"] if host else told.get("host_email", "")).lower() or None,
        started_at=moment_of(written(told.get("started", "")), order=order, zone=zone),
        ended_at=moment_of(written(told.get("ended", "")), order=order, zone=zone),
        minutes=_minutes(told.get("minutes")),
        participants=_whole(told.get("participants")),
    )


def _number_in(cell: str) -> str | None:
    digits = re.sub(r"[\s-]", "", cell)
    return digits if _MEETING_NUMBER.fullmatch(digits) else None


def stay_of(row: Sequence[str], header: Header) -> Stay:
    """The times of a line as written."""
    joined, left = (written(_cell(row, header, column) or "") for column in ("joined", "left"))
    return Stay(joined, left, _minutes(_cell(row, header, "minutes")))


def question(stays: Sequence[Stay], alone: Sequence[Written]) -> DatesUndecided:
    """What to ask a person: the first time that can be read in two ways. Raises Refused: zoom_dates_contradict."""
    one = next(one for one in [*(stay.joined or stay.left for stay in stays), *alone] if one and one.certain is None)
    day_first, month_first = one.on(DateOrder.DAY_FIRST), one.on(DateOrder.MONTH_FIRST)
    if day_first is None or month_first is None:
        raise Refused("zoom_dates_contradict")
    return DatesUndecided(written=one.text.strip(), day_first=day_first, month_first=month_first)


def _report(
    lines: Sequence[Line],
    stays: Sequence[Stay],
    header: Header,
    meeting: MeetingFacts | None,
    order: DateOrder,
    zone: tzinfo,
    width: int,
) -> Report:
    host_email = meeting.host_email if meeting else None
    rows = []
    unreadable, left_out = [], []
    for (number, cells), stay in zip(lines, stays, strict=True):
        row = row_of(number, cells, stay, header, order, zone)
        if host_email is not None and row.email == host_email:
            row = replace(row, host=True)
        if tells_no_presence(row, cells, header):
            unreadable.append(number)
            left_out.append(number)
            continue
        rows.append(without_a_lie(row))
        if is_doubtful(row, cells, header, width):
            unreadable.append(number)
    if not rows:
        raise Refused("zoom_dates_unreadable", line=unreadable[0])
    if len(unreadable) == len(lines) and not any(row.joined_at and row.left_at for row in rows):
        raise Refused("zoom_dates_unreadable", line=unreadable[0])
    return Report(meeting, tuple(rows), order, header.unique_users, tuple(unreadable), tuple(left_out))


def without_a_lie(row: ReportRow) -> ReportRow:
    """A stay of more than a day is a damaged date: the minutes that Zoom gives stand alone then."""
    if row.joined_at and row.left_at and row.left_at - row.joined_at > _LONGEST:
        return replace(row, joined_at=None, left_at=None)
    return row


def is_doubtful(row: ReportRow, cells: Sequence[str], header: Header, width: int) -> bool:
    """Whether somebody has to look at a line: a time is missing or does not agree with the minutes, it says more than
    there are columns, or something stands where something else should."""
    waiting, email = (_cell(cells, header, column) for column in ("waiting", "email"))
    name = _cell(cells, header, "name") or ""
    strange = (
        len(name) > _LONGEST_NAME
        or (waiting and label(waiting) not in YES_WORDS | NO_WORDS)
        or (email and "@" not in email)
    )
    if strange or is_wide(cells, width):
        return True
    if header.unique_users:
        return row.minutes is None
    without = "minutes" in header.at and row.minutes is None
    if row.joined_at is None or row.left_at is None or without or _left_blank(cells, header):
        return True
    lasted = row.left_at - row.joined_at
    # Nobody waits outside for the length of a meeting, nor at her own door: then two columns have changed places.
    if row.in_waiting_room and (lasted >= _LONGEST_WAIT or row.guest is False):
        return True
    return row.minutes is not None and abs(lasted - timedelta(minutes=row.minutes)) > _ROUNDED


def _left_blank(cells: Sequence[str], header: Header) -> bool:
    """Whether nothing stands where every line of Zoom's says yes, no or a dash: who waited outside."""
    place = header.at.get("waiting")
    return place is not None and not (place < len(cells) and cells[place].strip())


def tells_no_presence(row: ReportRow, cells: Sequence[str], header: Header) -> bool:
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


def row_of(
    number: int,
    cells: Sequence[str],
    stay: Stay,
    header: Header,
    order: DateOrder,
    zone: tzinfo,
) -> ReportRow:
    """One line as a row, as told."""
    name, original, host = names_in((_cell(cells, header, "name") or "")[:_LONGEST_NAME])
    email = (_cell(cells, header, "email") or "").lower() or None
    guest = _cell(cells, header, "guest")
    minutes = _minutes(_cell(cells, header, "total_minutes") or _cell(cells, header, "minutes"))
    return ReportRow(
        number=number,
        name=name,
        original_name=original,
        email=email if email and "@" in email else None,
        joined_at=moment_of(stay.joined, order=order, zone=zone),
        left_at=moment_of(stay.left, order=order, zone=zone),
        minutes=minutes,
        guest=None if guest is None else label(guest) in YES_WORDS,
        in_waiting_room=label(_cell(cells, header, "waiting") or "") in YES_WORDS,
        phone=phone_in(name),
        host=host,
    )


def names_in(cell: str) -> tuple[str, str | None, bool]:
    """The name on the screen, the name before it was changed, and whether the cell says that this is the host.

    `New Name (Original Name)`: the original is what the last balanced brackets hold, unless they hold a role, as in
    `Rosa Peña (Host)` or `(Anfitrión, yo)`, somebody beside her: `Rosa Peña (y Juan)`, or which of two of one name it
    is: `Antonio Paz (h)`. Words in brackets that the person typed herself (`Ana (she/her)`) cannot be told from an
    original name; both parts are kept.
    """
    name, host = " ".join(seen(cell).split()), False
    while (match := _LAST_BRACKETS.match(name)) and not _is_part_of_it(match["inner"].strip()):
        words = {label(word) for word in re.split(r"[,;]", match["inner"])}
        if not words & (ROLE_WORDS | CO_ROLE_WORDS | GUEST_WORDS):
            return match["name"], match["inner"].strip() or None, host
        host = host or bool(words & ROLE_WORDS)
        name = match["name"]
    return name, None, host


def _is_part_of_it(inner: str) -> bool:
    """Whether what stands in the brackets belongs to the name on the screen."""
    return bool(_BESIDE_HER.match(inner) or _GENERATION.fullmatch(inner))


def phone_in(name: str) -> str | None:
    """The number of somebody who dialled in, as told (`+54 341 555-0134`, or masked `54911*****12`); else None."""
    if _PHONE.fullmatch(name) and sum(letter.isdigit() for letter in name) >= 6:
        return name
    return None


def _minutes(cell: str | None) -> int | None:
    """Minutes, begun ones whole as Zoom counts them: `68`, and `68,4` from a spreadsheet. `1,234` is neither."""
    told, _, part = (cell or "").replace(",", ".").partition(".")
    minutes = _whole(told) if re.fullmatch(r"\d{1,2}|0*", part) else None
    return minutes if minutes is None or not part.strip("0") else minutes + 1


def _whole(cell: str | None) -> int | None:
    # No call lasts two days; what says more is a telephone in the wrong column, or a damaged cell.
    match = re.fullmatch(r"(\d{1,4})(?:[.,]0*)?", cell or "")
    return int(match[1]) if match and int(match[1]) <= _MOST_MINUTES else None
