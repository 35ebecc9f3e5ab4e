"""How the figures of surveys and outreach are measured: what people say, how households would come, whom an invitation
brought. As in `measures`: a reading in; value, denominator, what is without data, and parts out.

Sheets are without names, so that nobody is counted as a person here: the unit is a sheet, and of households a reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.insights.measures import Measured, Part
from db.insights.reading import Reading
from db.insights.rules import share
from db.insights.tally import NO_DATA

YES = "yes"


def sheets(reading: Reading) -> Measured:
    """Sheets of perception, by the way they came in: paper, tablet, zoom, visit, call."""
    told = reading.counted.get("felt.way", {})
    whole = sum(told.values())
    return Measured(whole, whole, parts=_parts(told))


def listened(reading: Reading) -> Measured:
    """Whether people felt listened to, of the sheets that ask it."""
    return _felt(reading, "listened")


def clear(reading: Reading) -> Measured:
    """Whether what was explained was understood, of the sheets that ask it."""
    return _felt(reading, "clear")


def useful(reading: Reading) -> Measured:
    """Whether people believe that it will be of use to their quarter, of the sheets that ask it."""
    return _felt(reading, "useful")


def next_time(reading: Reading) -> Measured:
    """How whoever was there would take part the next time, of the sheets that ask it."""
    return _felt(reading, "would_come")


def listened_share(reading: Reading) -> Measured:
    """«Yes, they listened», of the sheets that ask it: 0.0 to 1.0."""
    return _share_of_yes(listened(reading))


def clear_share(reading: Reading) -> Measured:
    """«Yes, it was understood», of the sheets that ask it: 0.0 to 1.0."""
    return _share_of_yes(clear(reading))


def useful_share(reading: Reading) -> Measured:
    """«Yes, it will be of use», of the sheets that ask it: 0.0 to 1.0."""
    return _share_of_yes(useful(reading))


def heard_by(reading: Reading) -> Measured:
    """By which channels people say that they heard of the sitting; of several each, so that the parts do not sum."""
    counts = reading.tally.counts
    no_data = counts["heard_by.no_data"]
    told = reading.counted.get("heard_by.of", {})
    return Measured(counts["heard_by"] - no_data, counts["heard_by"], no_data, _parts(told))


def would_come(reading: Reading) -> Measured:
    """How households say they would take part, by quarter: in person, online, either, not at all."""
    told = reading.households.would_come
    whole = sum(told.values())
    lacking = sum(number for at, number in told.items() if NO_DATA in at)
    return Measured(whole, whole, lacking, _parts(told))


def internet(reading: Reading) -> Measured:
    """By what households are on the internet; of several ways each, so that the parts do not sum."""
    told = reading.households
    of, lacking = told.internet_asked, told.internet_no_data
    return Measured(of - lacking, of, lacking, _parts({(way,): number for way, number in told.internet.items()}))


def help_needed(reading: Reading) -> Measured:
    """Whether households need help to connect."""
    told = {(answer,): number for answer, number in reading.households.help.items()}
    whole = sum(told.values())
    return Measured(whole, whole, told.get((NO_DATA,), 0), _parts(told))


def invited(reading: Reading) -> Measured:
    """People told of a sitting by name, each once at each, by channel and by what came of it: new, returning, absent.

    The denominator are these and whoever came uninvited, who are the ones without data: nobody noted what brought them.
    """
    told = reading.counted.get("invited", {})
    whole = sum(told.values())
    came = sum(number for at, number in told.items() if at[1] != "absent")
    uninvited = reading.tally.counts["attended"] - came
    return Measured(whole, whole + uninvited, uninvited, _parts(told))


def told_in_groups(reading: Reading) -> Measured:
    """How many people the groups have that were told of a sitting, by channel; without data are the groups of which
    nobody wrote down how many they are."""
    reached, sized = reading.counted.get("reached", {}), reading.counted.get("told.sized", {})
    groups = sum(reading.counted.get("told", {}).values())
    return Measured(sum(reached.values()), groups, groups - sum(sized.values()), _parts(reached))


def _felt(reading: Reading, question: str) -> Measured:
    told = {at[1:]: number for at, number in reading.counted.get("felt", {}).items() if at[0] == question}
    whole = sum(told.values())
    return Measured(whole, whole, told.get((NO_DATA,), 0), _parts(told))


def _share_of_yes(told: Measured) -> Measured:
    # Of all sheets, and not of those that answered: beside a few that did not, that number may not be published.
    yes = sum(int(part.value) for part in told.parts if part.at == (YES,))
    return Measured(share(yes, told.of or 0), told.of, told.no_data)


def _parts(cells: Mapping[Any, int]) -> tuple[Part, ...]:
    return tuple(Part(at, value) for at, value in sorted(cells.items()) if value)
