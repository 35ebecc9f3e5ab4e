"""Reader of a webinar's attendee report: sections with a header each, who registered and did not come among them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo

from db.errors import Refused
from db.zoom.files.cells import Rows
from db.zoom.files.headers import NO_WORDS, YES_WORDS, Header, find_meeting, header_in, label
from db.zoom.files.moments import dates_in_name, decide, written
from db.zoom.files.participants import (
    Line,
    filled_lines,
    is_doubtful,
    meeting_of,
    question,
    row_of,
    said,
    stay_of,
    tells_no_presence,
    without_a_lie,
)
from db.zoom.files.report import DateOrder, DatesUndecided, Report, ReportRow

_OF_THE_HOST = ("host", "detalles del anfitrion", "detalles de anfitrion", "anfitrion", "organizzatore", "hote")
_SECTIONS = ("details", "attended", "detalles", "dettagli", "detalhes")
_ALONE = frozenset({"host", "panelist", "attendee", "anfitrion", "asistente"})
_JOB_OR_TIME = "puesto de trabajo"
_Section = tuple[Header, int, bool, list[Line]]


def read(
    rows: Rows,
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_on: date | None = None,
    order: DateOrder | None = None,
) -> Report | DatesUndecided:
    """The report in a table one of whose headers says who attended; otherwise as `participants.read`.

    Raises Refused: zoom_file_no_participants, zoom_file_damaged, zoom_dates_contradict, zoom_dates_unreadable.
    """
    sections = _sections(rows)
    absent = tuple(number for section in sections for number, cells in section[3] if _did_not_come(cells, section[0]))
    here = [
        (header, width, host, [line for line in lines if line[0] not in set(absent)])
        for header, width, host, lines in sections
    ]
    stays = [stay_of(cells, header) for header, _, _, lines in here for _, cells in lines]
    if not stays:
        raise Refused("zoom_file_no_participants")
    told = find_meeting(rows, before=sections[0][0].row)
    cells = {} if told is None else {column: said(told[1], at) for column, at in told[0].items()}
    facts = {column: cell for column, cell in cells.items() if cell}
    alone = [one for name in ("started", "ended") if (one := written(facts.get(name, "")))]
    if order is None:
        near = (dates_in_name(file_name), (sitting_on,) if sitting_on else ())
        order = decide(stays, alone=alone, near=near)
    if order is None:
        return question(stays, alone)
    return replace(_report(here, order, zone), meeting=meeting_of(facts, order, zone), absent=absent)


def _sections(rows: Rows) -> list[_Section]:
    """Each header with the lines under it; the title above it says whether they are of the host."""
    found: list[_Section] = []
    title, waits = "", False
    for number, row in enumerate(rows):
        header = header_in(row, number)
        if header is not None:
            waits = False
            found.append((_with_times(header, row), len(row), title.startswith(_OF_THE_HOST), []))
            continue
        cells = [cell for cell in row if cell.strip()]
        if len(cells) == 1 and _titles(cells[0]):
            title = label(cells[0])
            waits = title.startswith(_OF_THE_HOST) or any(word in title for word in _SECTIONS)
        elif cells and (waits or (not found and label(cells[0]) in YES_WORDS | NO_WORDS)):
            # What follows a title is its header, and no line stands before one: lines would be lost, or misread.
            raise Refused("zoom_file_damaged")
        elif found:
            found[-1][3].extend(filled_lines([row], found[-1][0], first=number + 1))
    return found


def _titles(cell: str) -> bool:
    """Whether the only cell of a row is the title of a section, not somebody cut off after the name."""
    told = label(cell)
    return told in _ALONE or any(word in told for word in (*_SECTIONS, "report", "informe"))


def _with_times(header: Header, row: Sequence[str]) -> Header:
    # One Spanish generation has no joining time but a column called so, and what stands in it are times.
    labels = [label(cell) for cell in row]
    if "joined" in header.at or _JOB_OR_TIME not in labels:
        return header
    return replace(header, at={**header.at, "joined": labels.index(_JOB_OR_TIME)})


def _did_not_come(cells: Sequence[str], header: Header) -> bool:
    told = label(said(cells, header.at.get("attended")) or "")
    times = any(said(cells, header.at.get(name)) for name in ("joined", "left", "minutes"))
    return told in NO_WORDS and not times


def _report(sections: Sequence[_Section], order: DateOrder, zone: tzinfo) -> Report:
    rows: list[ReportRow] = []
    unreadable, left_out = [], []
    for header, width, host, lines in sections:
        if lines and ("joined" in header.at) != ("left" in header.at):
            raise Refused("zoom_file_damaged")
        for number, cells in lines:
            row = row_of(number, cells, stay_of(cells, header), header, order, zone)
            attended = label(said(cells, header.at.get("attended")) or "yes")
            if tells_no_presence(row, cells, header):
                unreadable.append(number)
                left_out.append(number)
                continue
            if is_doubtful(row, cells, header, width) or attended not in YES_WORDS:
                unreadable.append(number)
            rows.append(replace(without_a_lie(row), host=row.host or host))
    if not rows:
        raise Refused("zoom_dates_unreadable", line=unreadable[0])
    return Report(None, tuple(rows), order, False, tuple(unreadable), tuple(left_out))
