"""A period in sentences, agreeing in number and gender; what may not be told is left out, never guessed at."""

from __future__ import annotations

from collections import Counter
from typing import Any

from db.insights.publishing import Number
from db.insights.tally import NO_DATA
from desktop.paper.words import Words, load
from desktop.reports.drawing import digits
from desktop.reports.gathering import Told

_TOPICS = 3


def file_words(told: Told) -> str:
    """The name of the file."""
    days = {"since": told.wanted.since.isoformat(), "until": told.wanted.until.isoformat()}
    return str(load()["report"]["file"]).format(place=told.place, **days)


def folder_words(told: Told) -> str:
    """The name of the folder of open data."""
    days = {"since": told.wanted.since.isoformat(), "until": told.wanted.until.isoformat()}
    return str(load()["open_data"]["folder"]).format(place=told.place, **days)


def sentences(told: Told, words: Words, topic_name: Any) -> tuple[str, ...]:
    """The summary, a sentence a fact; `topic_name` gives the name of a topic by its code."""
    phrases = words["report"]["phrases"]
    if not told.value("sittings"):
        return (str(words["report"]["nothing"]),)
    when = words["report"]["compared"][told.wanted.compared]["when"]
    made = [_unfinished(told, words), _who(told, phrases), _compared(told, phrases, when)]
    made += [_share(told, phrases, name) for name in ("new", "unorganised")]
    online = told.value("online_share")
    made.append(phrases["online"].format(share=percent(online)) if online else "")
    made += [_plain(told, phrases, name) for name in ("unnamed", "quarters_reached")]
    made += [_felt(told, phrases), _invited(told, phrases)]
    made += [_asked(told, phrases), _topics(told, phrases, topic_name), _promised(told, phrases)]
    return tuple(one for one in made if one)


def counted(phrases: dict[str, Any], name: str, value: Number, **facts: str) -> str:
    """The form of a phrase that a number asks for."""
    number = round(value or 0)
    form = "without" if number == 0 else "one" if number == 1 else "many"
    return str(phrases[name][form]).format(n=digits(number), **facts)


def percent(value: float | int | None) -> str:
    """`43 %`, or `0,4 %` where whole ones would say nothing."""
    if value is None:
        return "–"
    whole = value * 100
    return f"{digits(round(whole, 1) if 0 < whole < 1 else round(whole))} %"


def _unfinished(told: Told, words: Words) -> str:
    """Of a year that goes on one must not read that fewer people came than in the last one."""
    if told.wanted.until <= told.today:
        return ""
    return str(words["report"]["phrases"]["unfinished"]).format(today=words.day(told.today))


def _who(told: Told, phrases: dict[str, Any]) -> str:
    held = counted(phrases, "sittings", told.value("sittings"))
    people, attendances = told.value("people"), told.value("attendances")
    if people is None or attendances is None:
        return f"{held}."
    came = counted(phrases, "people", people)
    total = counted(phrases, "people_sum", people, attendances=counted(phrases, "attendances", attendances))
    return f"{held}. {came}, {total}." if total else f"{held}. {came}."


def _compared(told: Told, phrases: dict[str, Any], when: str) -> str:
    now, one = told.value("people"), told.before.get("people")
    was = one.value if one else None
    if now is None or was is None:
        return ""
    change = round(now - was)
    part = ""
    if change and was:
        part = str(phrases["percent_up" if change > 0 else "percent_down"]).format(share=percent(abs(change) / was))
    return counted(phrases, "less" if change < 0 else "more", abs(change), was=digits(was), percent=part, when=when)


def _share(told: Told, phrases: dict[str, Any], name: str) -> str:
    value, of = told.value(name), told.now[name].of
    if value is None or not of:
        return ""
    if name == "new" and value == of and told.first and told.first >= told.wanted.since:
        return ""  # where the record begins everybody is new
    return counted(phrases, name, value, share=percent(value / of))


def _plain(told: Told, phrases: dict[str, Any], name: str) -> str:
    value = told.value(name)
    return "" if value is None else counted(phrases, name, value)


def _felt(told: Told, phrases: dict[str, Any]) -> str:
    share, answered = told.value("listened_share"), told.now["listened_share"].of
    if share is None or not answered:
        return ""
    return counted(phrases, "felt", answered, share=percent(share))


def _invited(told: Told, phrases: dict[str, Any]) -> str:
    invited, parts = told.value("invited"), told.now["invited"].parts
    new = [value for at, value in parts if at[1] == "new"]
    if not invited or not parts or None in new:
        return ""
    return counted(phrases, "invited", invited, new=counted(phrases, "invited_new", sum(int(one or 0) for one in new)))


def _asked(told: Told, phrases: dict[str, Any]) -> str:
    whole = counted(phrases, "issues", told.value("issues"))
    if not told.value("issues"):
        return f"{whole}."
    kinds = [counted(phrases, name, told.value(name)) for name in ("proposals", "complaints", "questions")]
    return f"{whole}: {listed(kinds, phrases)}."


def _topics(told: Told, phrases: dict[str, Any], topic_name: Any) -> str:
    sums: Counter[str] = Counter()
    for at, value in told.now["topics"].parts:
        if at[0] != NO_DATA:
            sums[at[0]] += int(value or 0)
    if max(sums.values(), default=0) < 2:
        return ""  # of topics that each came up once none was asked for most
    first = [f"{topic_name(code)} ({digits(many)})" for code, many in sums.most_common(_TOPICS) if many]
    return str(phrases["topics"]).format(list=listed(first, phrases)) if first else ""


def _promised(told: Told, phrases: dict[str, Any]) -> str:
    whole = counted(phrases, "commitments", told.value("commitments"))
    if not told.value("commitments"):
        return f"{whole}."
    late = counted(phrases, "overdue", told.value("overdue"))
    parts = [
        counted(phrases, "kept", told.value("kept")),
        counted(phrases, "open", told.value("open")) + (f" ({late})" if late else ""),
        counted(phrases, "broken", told.value("broken")),
        counted(phrases, "released", dict(told.now["commitments"].parts).get(("released",), 0)),
    ]
    return f"{whole}: {listed([one for one in parts if one], phrases)}."


def listed(items: list[str], phrases: dict[str, Any]) -> str:
    """`a, b y c`; before the sound of an i it is `e`."""
    if len(items) < 2:
        return "".join(items)
    last = items[-1]
    bare = last.casefold()
    sounds_i = bare.startswith(("i", "í", "hi", "hí")) and not bare.startswith(("hia", "hie", "ia", "ie"))
    return f"{', '.join(items[:-1])} {'e' if sounds_i else phrases['and']} {last}"
