"""How each figure is measured: a reading in; its value, what it is of, what is without data, and its parts out.

Units stand in `figures`. A value of None: there was nothing to measure. People are distinct within the scope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from db.insights.reading import Reading
from db.insights.rules import share
from db.insights.tally import AGES, NO_DATA, OFTEN, Came

Cells = dict[tuple[str, ...], int]
REGULAR = 4
"""Sittings of a scope from which on somebody counts as coming regularly."""


@dataclass(frozen=True)
class Part:
    """One cell of a figure: the codes or identifiers of where it stands on each axis, and its value."""

    at: tuple[str, ...]
    value: int | float


@dataclass(frozen=True)
class Measured:
    """A figure as it was measured. `of`: its denominator; `no_data`: how many of these say nothing."""

    value: int | float | None
    of: int | None = None
    no_data: int = 0
    parts: tuple[Part, ...] = ()


def sittings(reading: Reading) -> Measured:
    """Sittings that were held or are being held, by the way they were planned."""
    counts = reading.tally.counts
    return Measured(counts["sittings"], parts=_parts(_counted(reading, "sittings.mode")))


def attendances(reading: Reading) -> Measured:
    """One person at one sitting, by the way or ways she came by at that sitting."""
    counts = reading.tally.counts
    both = counts["attended.both"]
    ways: Cells = {
        ("only_room",): counts["attended.room"] - both, ("only_online",): counts["attended.online"] - both,
        ("both",): both,
    }  # fmt: skip
    return Measured(counts["attended"], parts=_parts(ways))


def unnamed(reading: Reading) -> Measured:
    """Heads in the room that told no name; of these and all attendances together."""
    counts = reading.tally.counts
    return Measured(counts["unnamed"], counts["attended"] + counts["unnamed"])


def online_share(reading: Reading) -> Measured:
    """Attendances that were online at least in part, of all attendances: 0.0 to 1.0."""
    counts = reading.tally.counts
    return Measured(share(counts["attended.online"], counts["attended"]), counts["attended"])


def people_per_sitting(reading: Reading) -> Measured:
    """The mean of identified people at a sitting."""
    counts = reading.tally.counts
    return Measured(share(counts["attended"], counts["sittings"]), counts["sittings"])


def time_present(reading: Reading) -> Measured:
    """The mean of minutes that a person was present at a sitting: the union of her stays, whose ends are known."""
    counts = reading.tally.counts
    mean = share(counts["seconds"], counts["timed"])
    return Measured(None if mean is None else mean / 60, counts["timed"], no_data=counts["attended"] - counts["timed"])


def when(reading: Reading) -> Measured:
    """Attendances by weekday (Monday is 0) and hour at which the sitting began, in the city."""
    counts = reading.tally.counts
    return Measured(counts["attended"], counts["attended"], parts=_parts(_counted(reading, "attended.when")))


def turns(reading: Reading) -> Measured:
    """How often somebody had the floor, by gender and way."""
    return _by_gender(_counted(reading, "turn"))


def turn_minutes(reading: Reading) -> Measured:
    """How many minutes somebody had the floor, by gender and way; of how many turns."""
    minutes = {at: seconds / 60 for at, seconds in _counted(reading, "turn_seconds").items()}
    told = _counted(reading, "turn")
    no_data = sum(number for at, number in told.items() if at[0] == NO_DATA)
    return Measured(sum(minutes.values()), sum(told.values()), no_data, _parts(minutes))


def minutes_pending(reading: Reading) -> Measured:
    """Closed sittings of which no version of the minutes has become a document, of the sittings that have ended."""
    counts = reading.tally.counts
    return Measured(counts["pending"], counts["due_minutes"])


def stream_views(reading: Reading) -> Measured:
    """Views of the stream or its recording, over the sittings for which somebody wrote them down."""
    counts = reading.tally.counts
    return Measured(counts["views"], counts["viewed"], no_data=counts["sittings"] - counts["viewed"])


def people(reading: Reading) -> Measured:
    """Different people, by the ways they came by in the whole scope."""
    room, online = reading.tally.room, reading.tally.online
    both = room.intersection_cardinality(online)
    ways: Cells = {("only_room",): len(room) - both, ("only_online",): len(online) - both, ("both",): both}
    whole = len(reading.people)
    return Measured(whole, whole, parts=_parts(ways))


def new(reading: Reading) -> Measured:
    """People whose first sitting of all, of any council of the record, is one of the scope."""
    return Measured(len(reading.tally.came.first), len(reading.people))


def returning(reading: Reading) -> Measured:
    """People who had been at a sitting before their first one of the scope, or at one outside of it."""
    return Measured(len(reading.people) - len(reading.tally.came.first), len(reading.people))


def new_in_council(reading: Reading) -> Measured:
    """Attendances that were the person's first at that council, whatever others she had been at before."""
    counts = reading.tally.counts
    return Measured(counts["new_here"], counts["attended"])


def ages(reading: Reading) -> Measured:
    """People by their band of age on the day of the first sitting of the scope they were at."""
    bands: Cells = {(age,): len(reading.tally.ages[age]) for age in AGES}
    return _of_people(reading, bands, bands[NO_DATA,])


def genders(reading: Reading) -> Measured:
    """People by the gender they told; `not_said` is an answer, and not the same as none."""
    told: Cells = {
        (code,): reading.people.intersection_cardinality(who) for code, who in reading.traits.genders.items()
    }
    return _of_people(reading, _with_rest(told, len(reading.people)))


def age_gender(reading: Reading) -> Measured:
    """People by band of age and gender, as in `ages` and `genders`; without data are those who lack either."""
    cells: Cells = {}
    for age, who in reading.tally.ages.items():
        told: Cells = {(age, code): who.intersection_cardinality(some) for code, some in reading.traits.genders.items()}
        cells |= told | {(age, NO_DATA): len(who) - sum(told.values())}
    return _of_people(reading, cells)


def quarters(reading: Reading) -> Measured:
    """People by the quarter they live in."""
    told: Cells = {(one,): reading.people.intersection_cardinality(who) for one, who in reading.traits.quarters.items()}
    return _of_people(reading, _with_rest(told, len(reading.people)))


def quarters_reached(reading: Reading) -> Measured:
    """Quarters of which at least one person came."""
    found = quarters(reading)
    return Measured(sum(part.at != (NO_DATA,) for part in found.parts), found.of)


def unorganised(reading: Reading) -> Measured:
    """People who belong to no organisation: whom the programme wants to reach first of all."""
    belong = reading.people.intersection_cardinality(reading.traits.organised)
    return Measured(len(reading.people) - belong, len(reading.people))


def organisations(reading: Reading) -> Measured:
    """People by the organisation they belong to."""
    told: Cells = {
        (one,): reading.people.intersection_cardinality(who) for one, who in reading.traits.organisations.items()
    }
    return _of_people(reading, _with_rest(told, len(reading.people)))


def issues(reading: Reading) -> Measured:
    """What was asked for, by kind: proposal, complaint, question."""
    return _of_issues(reading, "kind")


def proposals(reading: Reading) -> Measured:
    """Proposals, of all that was asked for."""
    return _of_kind(reading, "proposal")


def complaints(reading: Reading) -> Measured:
    """Complaints, of all that was asked for."""
    return _of_kind(reading, "complaint")


def questions(reading: Reading) -> Measured:
    """Questions, of all that was asked for."""
    return _of_kind(reading, "question")


def topics(reading: Reading) -> Measured:
    """What was asked for, by topic and kind."""
    return _of_issues(reading, "topic")


def departments(reading: Reading) -> Measured:
    """What was asked for, by the department that has to see to it and by state."""
    return _of_issues(reading, "department")


def issue_states(reading: Reading) -> Measured:
    """What was asked for, by what became of it: open, answered, settled, dropped."""
    return _of_issues(reading, "state")


def commitments(reading: Reading) -> Measured:
    """Promises made at the sittings: kept, open, overdue (open past its day), broken, released."""
    found = _promises(reading)
    return Measured(sum(found.values()), sum(found.values()), parts=_parts({(at,): n for at, n in found.items()}))


def kept(reading: Reading) -> Measured:
    """Promises kept."""
    return _promised(reading, "kept")


def still_open(reading: Reading) -> Measured:
    """Promises that wait, those past their day among them."""
    found = _promises(reading)
    return Measured(found["open"] + found["overdue"], sum(found.values()))


def broken(reading: Reading) -> Measured:
    """Promises broken."""
    return _promised(reading, "broken")


def overdue(reading: Reading) -> Measured:
    """Promises that wait and whose day is past, of those that wait; without data are those without a day."""
    found, undated = _promises(reading), 0
    for (state, day), number in _counted(reading, "promise").items():
        undated += number if state == "open" and day == NO_DATA else 0
    return Measured(found["overdue"], found["open"] + found["overdue"], undated)


def kept_share(reading: Reading) -> Measured:
    """Promises kept, of those that were kept, broken or are overdue: 0.0 to 1.0."""
    found = _promises(reading)
    due = found["kept"] + found["broken"] + found["overdue"]
    return Measured(share(found["kept"], due), due)


def answered_share(reading: Reading) -> Measured:
    """What was answered or settled, of all that was asked for: 0.0 to 1.0."""
    told = _counted(reading, "issue.state")
    return Measured(share(_answered(told), sum(told.values())), sum(told.values()))


def answer_days(reading: Reading) -> Measured:
    """The mean of days from the sitting to the answer; without data are those answered on a day nobody wrote down."""
    dated, days = sum(_counted(reading, "answered").values()), sum(_counted(reading, "answer_days").values())
    return Measured(share(days, dated), dated, _answered(_counted(reading, "issue.state")) - dated)


def often(reading: Reading) -> Measured:
    """People by how many sittings of the scope they were at; the last part is that many or more."""
    least = [len(reading.people), *(len(who) for who in reading.tally.came.often), 0]
    parts = tuple(Part((str(times),), least[times - 1] - least[times]) for times in range(1, OFTEN + 1))
    return Measured(least[0], least[0], parts=parts)


def regulars(reading: Reading) -> Measured:
    """People who were at four sittings of the scope or more."""
    return Measured(len(reading.tally.came.often[REGULAR - 2]), len(reading.people))


def retention(reading: Reading) -> Measured:
    """Who came back: of the new people of each step of time, how many were at n sittings of the scope or more since.

    Steps are months, and years where the scope has many. Times 1 is all the new of the step; the value is those of all
    steps who came back at least once.
    """
    after = Came()
    parts: list[Part] = []
    back = 0
    for step, came in reversed(reading.cohorts):
        after.take(came)
        if not came.first:
            continue
        numbers = [len(came.first), *(came.first.intersection_cardinality(who) for who in after.often)]
        parts[:0] = [Part((step, str(times)), number) for times, number in enumerate(numbers, 1)]
        back += numbers[1]
    return Measured(back, len(reading.tally.came.first), parts=tuple(parts))


def voice_of_women(reading: Reading) -> Measured:
    """The share of women in the turns whose gender is known, over their share in the people whose gender is: 1.0 is
    that women speak as much as they come."""
    spoken, came = turns(reading), genders(reading)
    by_women = sum(part.value for part in spoken.parts if part.at[0] == "woman")
    women = sum(part.value for part in came.parts if part.at == ("woman",))
    said = share(int(by_women), (spoken.of or 0) - spoken.no_data)
    there = share(int(women), (came.of or 0) - came.no_data)
    return Measured(said / there if said is not None and there else None, spoken.of, spoken.no_data)


def _counted(reading: Reading, name: str) -> Mapping[tuple[str, ...], int]:
    return reading.counted.get(name, {})


def _parts(cells: Mapping[tuple[str, ...], int | float]) -> tuple[Part, ...]:
    return tuple(Part(at, value) for at, value in sorted(cells.items()) if value)


def _of_people(reading: Reading, cells: Mapping[tuple[str, ...], int], no_data: int | None = None) -> Measured:
    whole = len(reading.people)
    if no_data is None:
        no_data = sum(number for at, number in cells.items() if NO_DATA in at)
    return Measured(whole, whole, no_data, _parts(cells))


def _with_rest(told: Cells, whole: int) -> Cells:
    return told | {(NO_DATA,): whole - sum(told.values())}


def _by_gender(cells: Mapping[tuple[str, ...], int]) -> Measured:
    whole = sum(cells.values())
    return Measured(whole, whole, sum(number for at, number in cells.items() if at[0] == NO_DATA), _parts(cells))


def _of_issues(reading: Reading, axis: str) -> Measured:
    """What was asked for by kind, topic (and kind), department (and state) or state."""
    cells = _counted(reading, f"issue.{axis}")
    whole = sum(cells.values())
    return Measured(whole, whole, sum(number for at, number in cells.items() if at[0] == NO_DATA), _parts(cells))


def _of_kind(reading: Reading, kind: str) -> Measured:
    told = _counted(reading, "issue.kind")
    return Measured(told.get((kind,), 0), sum(told.values()))


def _answered(states: Mapping[tuple[str, ...], int]) -> int:
    return sum(number for at, number in states.items() if at[0] in ("answered", "settled"))


def _promises(reading: Reading) -> Counter[str]:
    found: Counter[str] = Counter()
    for (state, day), number in _counted(reading, "promise").items():
        late = state == "open" and day != NO_DATA and day < reading.today.isoformat()
        found["overdue" if late else state] += number
    return found


def _promised(reading: Reading, state: str) -> Measured:
    found = _promises(reading)
    return Measured(found[state], sum(found.values()))
