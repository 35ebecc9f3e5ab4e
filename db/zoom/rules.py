"""Who is one person as Zoom knows him: lines of a report united into groups, and the time each group was present.

Pure. Nothing here knows a resident: which neighbour a group is, if any, is for `matching` to say.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from db.zoom.screen_names import folded, is_device, is_pronoun, is_room, says_who

REJOIN_OVERLAP = timedelta(minutes=3)
"""Zoom closes a dropped connection some time after the person is back: two lines of one person may overlap so long."""
REJOIN_GAP = timedelta(minutes=15)
"""Whoever was dropped is back within so long; later it may as well be somebody else of that name."""

Stay = tuple[datetime, datetime]


class Kind(StrEnum):
    """What a group looks like from its own words alone."""

    PERSON = "person"
    DEVICE = "device"
    PHONE = "phone"
    ROOM = "room"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Line:
    """One participant line as told. Moments aware; `minutes` in minutes, told by Zoom and used only without times."""

    id: str
    name: str
    original_name: str | None = None
    email: str | None = None
    registrant_id: str | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    minutes: int | None = None
    in_waiting_room: bool = False
    guest: bool | None = None
    host: bool = False
    phone: str | None = None
    call_id: str = ""
    zoom_number: str | None = None
    breakout: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are one person as far as Zoom can tell.

    `key` stays the same when the same file, or a longer one of the same call, is read again; `names` are spelled as
    told, the most recent first; `stays` are disjoint and in order; `overlapping` tells that two of its connections
    ran at the same time, so that the name alone may be two people; `inside` is False for who only waited outside.
    `other_keys` are those under which a report that told less may have known some of its lines.
    """

    key: str
    kind: Kind
    line_ids: tuple[str, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...]
    registrant_ids: tuple[str, ...]
    phones: tuple[str, ...]
    stays: tuple[Stay, ...]
    minutes: int
    overlapping: bool
    inside: bool
    internal: bool
    other_keys: tuple[str, ...] = ()


def union(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """The same time as disjoint intervals in order: what overlaps or touches is one; empty and backward ones vanish."""
    joined: list[Stay] = []
    for begin, end in sorted(stay for stay in stays if stay[0] < stay[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def present_for(stays: Iterable[Stay]) -> timedelta:
    """How long somebody was present: the length of the union of the stays, never their sum."""
    return sum((end - begin for begin, end in union(stays)), timedelta())


def group_lines(lines: Sequence[Line], *, room_names: Sequence[str] = ()) -> tuple[Group, ...]:
    """The lines of one sitting's calls, one group per person as Zoom knows him, whatever their order.

    United are lines with the same e-mail; then the same registrant id; then the same folded name, unless that name
    came with different e-mails (then the lines without one stay apart, together); then a name and the name it was
    changed from, where that leaves no choice. A bare apparatus (`iPhone`) that was connected twice at the same time
    is two. A name that many bear (`Juan`, `Familia Paz`) lends nobody the e-mail or the registration of another: its
    lines without either join the one who has it only where she plainly came back, when nobody else is there by that
    name. Lines without a name are each their own, but one that a second report of the call tells again. Who only
    waited outside is in a group with `inside` False.
    Source: how moodle-mod_zoom, eduhub and the attendance tools of several cities reconcile these reports.
    """
    order = sorted(lines, key=_reading_order)
    heap = _Heap(order)
    heap.unite(lambda line: (line.email or "").casefold())
    heap.unite(lambda line: line.registrant_id or "")
    told_again = _nameless(order)
    heap.unite(lambda line: told_again.get(line.id, ""))
    heap.unite_named()
    heap.unite_renamed()
    groups = [_group(members, room_names) for members in heap.parts()]
    return tuple(sorted(_numbered(groups), key=lambda group: (not group.inside, group.key)))


def says_at_least(
    later: Iterable[tuple[object, ...]], earlier: Iterable[tuple[object, ...]], *, same_meeting: bool | None
) -> bool:
    """Whether an export of a meeting tells at least what an earlier one told, so that it takes its place.

    Given are the lines of both, each as the values by which it is known again, and whether both are of one meeting
    (None where they do not say). Every line told again is enough; of one meeting for certain, so is telling no fewer.
    """
    told, before = Counter(later), Counter(earlier)
    if same_meeting is False:
        return False
    if before and not before - told:
        return True
    return bool(same_meeting) and told.total() >= before.total()


def _reading_order(line: Line) -> tuple[bool, float, str]:
    return (line.joined_at is None, line.joined_at.timestamp() if line.joined_at else 0.0, line.id)


def _apart_by_time(lines: Sequence[Line]) -> bool:
    """An apparatus's name seen twice at once is two of them; a person's name may be his telephone and his computer."""
    return is_device(lines[0].name) and overlaps(_inside(lines))


def _came_back(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether the other lines are plainly the same person again: never two at once, and never long away."""
    if overlaps(_inside([*lines, *others])):
        return False
    stays = [_stay(line) for line in (*lines, *others)]
    there = union((begin, end + REJOIN_GAP) for begin, end in filter(None, stays))
    return None not in stays and len(there) == 1


def _inside(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.in_waiting_room]


def _nameless(lines: Sequence[Line]) -> dict[str, str]:
    """The sign by which a line that tells nobody is known in every report of its call: its two times.

    Two such lines of one report are two connections whatever their times, so each has its number; reports of two
    meetings are told apart where both say their number.
    """
    times: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.joined_at and line.left_at and not (line.name or line.email or line.registrant_id):
            times[_times(line)].append(line)
    signs = {}
    for when, found in times.items():
        several = len({line.zoom_number for line in found if line.zoom_number}) > 1
        seen: defaultdict[str, int] = defaultdict(int)
        for line in found:
            seen[line.call_id] += 1
            signs[line.id] = f"{when} {(several and line.zoom_number) or ''} {seen[line.call_id]}"
    return signs


def _times(line: Line) -> str:
    joined, left = ("" if one is None else one.astimezone(UTC).isoformat() for one in (line.joined_at, line.left_at))
    return f"{joined}/{left}{' waiting' if line.in_waiting_room else ''}"


def overlaps(lines: Sequence[Line]) -> bool:
    """Whether two connections of one call ran at the same time for longer than Zoom takes to notice a dropped one.

    Two reports may tell the same call twice; what one says is held against its own lines only. Whoever was sent to a
    breakout room is told there and, all the while, in the main room: that is one connection.
    """
    latest: dict[str, datetime] = {}
    connections = [line for line in lines if not line.breakout]
    for (begin, end), call in sorted((stay, line.call_id) for line in connections if (stay := _stay(line))):
        if call in latest and min(latest[call], end) - begin > REJOIN_OVERLAP:
            return True
        latest[call] = max(latest.get(call, end), end)
    return False


def _stay(line: Line) -> Stay | None:
    """When a line was there: by its two times, or by one of the two and the minutes told."""
    lasted = None if line.minutes is None else timedelta(minutes=line.minutes)
    if line.joined_at and line.left_at:
        return line.joined_at, line.left_at
    if line.joined_at and lasted is not None:
        return line.joined_at, line.joined_at + lasted
    if line.left_at and lasted is not None:
        return line.left_at - lasted, line.left_at
    return None


class _Heap:
    """Lines in parts that grow together; two parts that carry different e-mails never do."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._part = list(range(len(lines)))
        self._members = {number: [number] for number in self._part}
        self._emails = {n: {line.email.casefold()} if line.email else set() for n, line in enumerate(lines)}
        self._kept_apart: set[str] = set()

    def unite(self, key: Callable[[Line], str]) -> None:
        for numbers in self._shared(key).values():
            parts = {self._part[number] for number in numbers}
            self._join(parts if self._one_email(parts) else {part for part in parts if not self._emails[part]})

    def unite_named(self) -> None:
        for name, numbers in self._shared(lambda line: folded(line.name)).items():
            parts = {self._part[number] for number in numbers}
            if _apart_by_time([self._lines[number] for number in numbers]):
                self._kept_apart.add(name)
            elif self._one_email(parts) and (says_who(name) or self._one_of_them(parts)):
                self._join(parts)
            else:
                self._kept_apart.add(name)
                self._join({part for part in parts if not self._told_who(part)})

    def unite_renamed(self) -> None:
        """`Ana Paz (iPhone de Ana)` joins `iPhone de Ana`, if nobody else was called that and became somebody else."""
        called: defaultdict[str, set[int]] = defaultdict(set)
        became: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for part, line in zip(self._part, self._lines, strict=True):
            called[folded(line.name)].add(part)
            if line.original_name and not is_device(line.original_name):
                became[folded(line.original_name)][folded(line.name)].add(part)
        links = [
            called[before] | (parts if name in self._kept_apart else called[name])
            for before, after in became.items()
            if before in called and before not in self._kept_apart and len(after) == 1
            for name, parts in after.items()
        ]
        for parts in _connected(links):
            if self._one_email(parts):
                self._join(parts)

    def _shared(self, key: Callable[[Line], str]) -> dict[str, list[int]]:
        shared: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            if key(line):
                shared[key(line)].append(number)
        return shared

    def _one_of_them(self, parts: Iterable[int]) -> bool:
        """Whether the parts that tell no e-mail and no registration are plainly the one who does, or there is none."""
        told = [part for part in parts if self._told_who(part)]
        others = [line for part in parts if part not in told for line in self._lines_of(part)]
        return not told or (len(told) == 1 and (not others or _came_back(self._lines_of(told[0]), others)))

    def _told_who(self, part: int) -> bool:
        return any(line.email or line.registrant_id for line in self._lines_of(part))

    def _lines_of(self, part: int) -> list[Line]:
        return [self._lines[number] for number in self._members[part]]

    def parts(self) -> list[list[Line]]:
        return [[self._lines[number] for number in sorted(members)] for members in self._members.values()]

    def _one_email(self, parts: Iterable[int]) -> bool:
        return len(set().union(*(self._emails[part] for part in parts))) <= 1

    def _join(self, parts: set[int]) -> None:
        if len(parts) < 2:
            return
        kept = max(parts, key=lambda part: len(self._members[part]))
        for part in parts - {kept}:
            self._emails[kept] |= self._emails.pop(part)
            moved = self._members.pop(part)
            self._members[kept] += moved
            for number in moved:
                self._part[number] = kept


def _connected(links: Sequence[set[int]]) -> list[set[int]]:
    joined: list[set[int]] = []
    for link in links:
        touching = [one for one in joined if one & link]
        joined = [one for one in joined if not one & link]
        joined.append(link.union(*touching))
    return joined


def _group(lines: Sequence[Line], room_names: Sequence[str]) -> Group:
    inside = [line for line in lines if not line.in_waiting_room]
    shown = inside or lines
    names = _distinct(line.name for line in reversed(shown) if line.name)
    before = _distinct(line.original_name for line in reversed(shown))
    # What stood in brackets behind a name is told as the name before, and is a pronoun as often.
    names += tuple(one for one in before if one not in names and not is_pronoun(one))
    timed = [stay for line in inside if (stay := _stay(line))]
    # A spreadsheet that dropped the seconds leaves people who came and went in the same minute: they were there.
    stays = union(timed) or tuple((begin, begin) for begin, _ in sorted(timed)[:1])
    told = 0 if timed else max((line.minutes or 0 for line in inside), default=0)
    emails = tuple(sorted({line.email.casefold() for line in lines if line.email}))
    return Group(
        key=_key(lines, emails),
        kind=_kind(shown, room_names),
        line_ids=tuple(line.id for line in lines),
        names=names,
        emails=emails,
        registrant_ids=tuple(sorted({line.registrant_id for line in lines if line.registrant_id})),
        phones=_distinct(line.phone for line in lines),
        stays=stays,
        minutes=round(present_for(stays) / timedelta(minutes=1)) + told,
        overlapping=overlaps(inside),
        inside=bool(inside),
        internal=any(line.guest is False for line in lines),
        other_keys=tuple(
            sorted(
                {_key([line], [line.email.casefold()] if line.email else []) for line in lines}
                | {f"name:{folded(line.name)}" for line in lines if line.name}
            )
        ),
    )


def _kind(lines: Sequence[Line], room_names: Sequence[str]) -> Kind:
    if any(line.host for line in lines):
        return Kind.HOST
    if any(is_room(line.name, room_names=room_names) for line in lines):
        return Kind.ROOM
    if all(line.phone for line in lines):
        return Kind.PHONE
    told = [name for line in lines for name in (line.name, line.original_name) if name]
    return Kind.DEVICE if told and all(is_device(name) for name in told) else Kind.PERSON


def _key(lines: Sequence[Line], emails: Sequence[str]) -> str:
    """What a group is known by when the file is read again: its e-mail, else registrant id, names, or its times."""
    if emails:
        return f"email:{emails[0]}"
    registrants = sorted({line.registrant_id for line in lines if line.registrant_id})
    if registrants:
        return f"registrant:{registrants[0]}"
    named = sorted({folded(line.name) for line in lines if line.name})
    return f"name:{named[0]}" if named else f"times:{min(_times(line) for line in lines)}"


def _numbered(groups: Sequence[Group]) -> list[Group]:
    """Two groups may share a name (two `iPhone` at once): the later ones get a number, in the order they came."""
    seen: defaultdict[str, int] = defaultdict(int)
    found = []
    for group in groups:
        seen[group.key] += 1
        found.append(group if seen[group.key] == 1 else replace(group, key=f"{group.key}#{seen[group.key]}"))
    return found


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
