"""What counts as ready. Pure: what was found in, a verdict with its facts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

GOOD, NOTE, LOOK = "good", "note", "look"
OLD_ROLL, OLD_BACKUP = timedelta(days=30), timedelta(days=1)
LEAST_SPACE = 1_000_000_000
BEHIND, APART = timedelta(minutes=2), timedelta(minutes=2)
ENOUGH_PERCENT, ENOUGH_TIME = 70, timedelta(hours=3)


@dataclass(frozen=True)
class Line:
    """One thing that was checked: good, a note (nothing to do, but to know), or look (do this).

    `code` is what was found and becomes a sentence with its facts; `action` what a button may do about it: import,
    backup, sync, preferences, sittings, or nothing.
    """

    name: str
    level: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    action: str = ""


@dataclass(frozen=True)
class Power:
    """The battery; `left` is None where the laptop does not say how long it lasts."""

    percent: int
    plugged: bool
    left: timedelta | None


def roll(*, people: int, imported_at: datetime | None, now: datetime) -> Line:
    """Whether there is a roll, and how old the list is that was taken in last: look after 30 days."""
    if not people:
        return Line("roll", LOOK, "roll_empty", action="import")
    if imported_at is None:
        return Line("roll", GOOD, "roll_by_hand", {"people": people})
    facts = {"people": people, "day": imported_at, "days": max(0, (now - imported_at).days)}
    if now - imported_at > OLD_ROLL:
        return Line("roll", LOOK, "roll_old", facts, "import")
    return Line("roll", GOOD, "roll_fresh", facts)


def backup(*, made_at: datetime | None, now: datetime, broken: str = "") -> Line:
    """Whether the newest backup is whole and of the last day. `broken` is its file, where it is not whole."""
    if made_at is None:
        return Line("backup", LOOK, "backup_none", action="backup")
    if broken:
        return Line("backup", LOOK, "backup_broken", {"file": broken}, "backup")
    if abs(now - made_at) > OLD_BACKUP:
        return Line("backup", LOOK, "backup_old", {"at": made_at}, "backup")
    return Line("backup", GOOD, "backup_good", {"at": made_at})


def disk(*, free: int) -> Line:
    """Whether a gigabyte is free. `free` in bytes."""
    facts = {"free": free}
    return Line("disk", GOOD, "disk_good", facts) if free >= LEAST_SPACE else Line("disk", LOOK, "disk_full", facts)


def clock(
    *, now: datetime, last_entry_at: datetime | None, here: tuple[timedelta, timedelta],
    there: tuple[timedelta, timedelta], city: str, server: timedelta | None = None,
) -> Line:  # fmt: skip
    """Whether the clock can be trusted: not before the last entry, in the city's zone, with the server's time.

    `here` and `there` are the distances from UTC of the laptop and of the city, today and in half a year; `server` is
    the server's clock less ours, None where nobody could be asked.
    """
    if last_entry_at is not None and last_entry_at - now > BEHIND:
        return Line("clock", LOOK, "clock_behind", {"now": now, "last": last_entry_at})
    if server is not None and abs(server) > APART:
        return Line("clock", LOOK, "clock_apart", {"minutes": round(abs(server).total_seconds() / 60)})
    if here != there:
        return Line("clock", LOOK, "clock_zone", {"city": city})
    return Line("clock", GOOD, "clock_server" if server is not None else "clock_good", {"now": now})


def sending(*, enrolled: bool, pending: int, quarantined: int) -> Line:
    """Whether everything has reached the city."""
    if not enrolled:
        return Line("sync", GOOD, "sync_alone")
    if pending:
        return Line("sync", LOOK, "sync_pending", {"count": pending}, "sync")
    if quarantined:
        return Line("sync", NOTE, "sync_aside", {"count": quarantined})
    return Line("sync", GOOD, "sync_sent")


def zoom(*, mode: str, number: bool, known: bool, trouble: str = "", offline: bool = False) -> Line:
    """Whether the call is prepared. `known`: the desk has credentials; `trouble`: what is wrong with them."""
    if mode == "in_person":
        return Line("zoom", GOOD, "zoom_not_needed")
    if trouble and not offline:
        return Line("zoom", LOOK, "zoom_trouble", {"code": trouble}, "preferences")
    if mode and not number:
        return Line("zoom", LOOK, "zoom_no_number", action="sittings")
    if not known:
        return Line("zoom", NOTE, "zoom_by_file")
    return Line("zoom", NOTE, "zoom_untested") if offline else Line("zoom", GOOD, "zoom_good")


def paper(*, office: str, printers: tuple[str, ...] | None) -> Line:
    """Whether the acta can become a PDF or be printed. `printers` is None where nobody could tell."""
    if office:
        return Line("paper", GOOD, "paper_good" if printers else "paper_pdf", {"office": office})
    if printers:
        return Line("paper", NOTE, "paper_printer", {"printer": printers[0]})
    return Line("paper", LOOK, "paper_none")


def battery(power: Power | None) -> Line:
    """Whether the evening can be got through if there is no socket: 70 %, or three hours."""
    if power is None:
        return Line("battery", GOOD, "battery_none")
    facts = {"percent": power.percent}
    if power.plugged:
        return Line("battery", GOOD, "battery_plugged", facts)
    if power.percent >= ENOUGH_PERCENT or (power.left is not None and power.left >= ENOUGH_TIME):
        return Line("battery", NOTE, "battery_enough", facts)
    return Line("battery", LOOK, "battery_low", facts)


def screen(count: int | None) -> Line:
    """Whether a second screen is there for the projector."""
    if count is None:
        return Line("screen", NOTE, "screen_unknown")
    return Line("screen", GOOD, "screen_two") if count > 1 else Line("screen", NOTE, "screen_one")


def keyring(*, kept: bool) -> Line:
    """Whether the laptop opens the record by itself."""
    return Line("keyring", GOOD, "keyring_kept") if kept else Line("keyring", NOTE, "keyring_none")
