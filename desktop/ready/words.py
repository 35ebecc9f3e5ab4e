"""The sentences of the check before leaving: what was found, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop import wording
from desktop.ready.rules import Line
from desktop.when import day_and_hour

translate = QCoreApplication.translate


def title_of(name: str) -> str:
    """What was checked."""
    words = {
        "roll": translate("Ready", "The roll"),
        "template": translate("Ready", "The templates of the minutes"),
        "backup": translate("Ready", "The backup"),
        "disk": translate("Ready", "Space on the disk"),
        "clock": translate("Ready", "The clock"),
        "sync": translate("Ready", "Sent to the city"),
        "zoom": translate("Ready", "Zoom"),
        "paper": translate("Ready", "PDF and printer"),
        "battery": translate("Ready", "The battery"),
        "screen": translate("Ready", "Screen or projector"),
        "keyring": translate("Ready", "The passphrase"),
    }
    return words[name]


def level_word(level: str) -> str:
    """The sign in a word, for the ear and the terminal."""
    words = {
        "good": translate("Ready", "ready"),
        "note": translate("Ready", "to know"),
        "look": translate("Ready", "to do"),
    }
    return words[level]


def action_word(action: str) -> str:
    """What the button of a line does; nothing for no button."""
    words = {
        "import": translate("Ready", "Go to the roll"),
        "backup": translate("Ready", "Make a backup now"),
        "sync": translate("Ready", "Send now"),
        "preferences": translate("Ready", "Open Preferences"),
        "sittings": translate("Ready", "Go to Today"),
    }
    return words.get(action, "")


def verdict_words(to_do: int) -> str:
    """All of it in a sentence."""
    if not to_do:
        return translate("Ready", "Ready to leave.")
    if to_do == 1:
        return translate("Ready", "One thing to do before leaving.")
    return translate("Ready", "{count} things to do before leaving.").format(count=to_do)


def sentence_of(line: Line, zone: tzinfo) -> str:
    """What was found, and where something is to be done, what."""
    facts: Mapping[str, Any] = {name: _written(value, zone) for name, value in line.facts.items()}
    if isinstance(day := line.facts.get("day"), datetime):
        facts = {**facts, "day": _day(day, zone)}
    if line.code in ("trouble", "zoom_trouble"):
        return wording.sentence(line.facts["code"], line.facts.get("facts"))
    if line.code == "template_broken":
        return _SENTENCES[line.code]().format(why=wording.sentence(line.facts["code"], line.facts["facts"]), **facts)
    if line.code == "disk_good" or line.code == "disk_full":
        facts = {"free": QLocale().formattedDataSize(int(line.facts["free"]), 1)}
    return _SENTENCES[line.code]().format_map(facts)


def _day(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y}"


def _written(value: object, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return day_and_hour(value, zone)
    return f"{value:n}" if isinstance(value, int) else str(value)


_SENTENCES: dict[str, Callable[[], str]] = {
    "roll_empty": lambda: translate("Ready", "Nobody is on it yet. Take in the list of neighbours."),
    "roll_by_hand": lambda: translate("Ready", "{people} neighbours, all written down on this desk."),
    "roll_old": lambda: translate(
        "Ready", "{people} neighbours; the list is of {day}, {days} days ago. Take in the newer one, if there is one."
    ),
    "roll_fresh": lambda: translate("Ready", "{people} neighbours; the list was taken in on {day}."),
    "template_broken": lambda: translate(
        "Ready", "No minutes can be made on {file}. {why} Set it right in Word, or take it out of the folder."
    ),
    "template_own": lambda: translate("Ready", "All {count} papers can be made; {own} of them on your own templates."),
    "template_good": lambda: translate("Ready", "All {count} papers can be made."),
    "backup_none": lambda: translate("Ready", "There is none yet. Make one now."),
    "backup_broken": lambda: translate("Ready", "The newest one, {file}, is damaged. Make another one now."),
    "backup_old": lambda: translate("Ready", "The last one is of {at}. Make one now."),
    "backup_good": lambda: translate("Ready", "Of {at}, whole: every byte of it was read again."),
    "disk_good": lambda: translate("Ready", "{free} free."),
    "disk_full": lambda: translate("Ready", "Only {free} free: take off what is not needed, at least a gigabyte."),
    "clock_behind": lambda: translate(
        "Ready", "The clock says {now}, but something was written down on {last}. Set day and hour of the computer."
    ),
    "clock_apart": lambda: translate(
        "Ready", "It is {minutes} minutes off the city's. Set day and hour of the computer."
    ),
    "clock_zone": lambda: translate("Ready", "The computer is in another time zone. Choose the one of {city}."),
    "clock_good": lambda: translate("Ready", "{now}, in the city's time zone."),
    "clock_server": lambda: translate("Ready", "{now}, as on the city's server."),
    "sync_alone": lambda: translate("Ready", "This desk does not share its record; there is nothing to send."),
    "sync_pending": lambda: translate(
        "Ready", "{count} changes wait to be sent. Send them while there is a connection."
    ),
    "sync_aside": lambda: translate("Ready", "All is sent; the city has set {count} aside. See Sharing another day."),
    "sync_sent": lambda: translate("Ready", "All is sent."),
    "zoom_not_needed": lambda: translate("Ready", "Not needed: the sitting is in person."),
    "zoom_no_number": lambda: translate(
        "Ready", "The sitting has no number of a meeting. Write it down, or create it."
    ),
    "zoom_by_file": lambda: translate("Ready", "This desk has no access to Zoom: its report is brought as a file."),
    "zoom_untested": lambda: translate("Ready", "Access is kept; without a connection it could not be tried out."),
    "zoom_good": lambda: translate("Ready", "Access was tried out, and Zoom lets this desk in."),
    "paper_good": lambda: translate("Ready", "{office} makes the PDF, and there is a printer."),
    "paper_pdf": lambda: translate("Ready", "{office} makes the PDF; no printer was found."),
    "paper_printer": lambda: translate(
        "Ready", "Printer {printer}. Without LibreOffice or Word the final PDF is made on another computer."
    ),
    "paper_none": lambda: translate("Ready", "Neither LibreOffice nor Word nor a printer. Install LibreOffice."),
    "battery_none": lambda: translate("Ready", "Connected: this computer has no battery."),
    "battery_plugged": lambda: translate("Ready", "{percent} %, and plugged in. Take the charger along."),
    "battery_enough": lambda: translate("Ready", "{percent} %: enough for an evening. Take the charger along."),
    "battery_low": lambda: translate("Ready", "{percent} %: plug it in until you leave, and take the charger along."),
    "screen_two": lambda: translate("Ready", "A second screen is there: Shift+F5 in the room fills it."),
    "screen_one": lambda: translate(
        "Ready", "One screen. With a projector, Shift+F5 in the room fills it; without, it opens a window."
    ),
    "screen_unknown": lambda: translate("Ready", "Only the window can tell."),
    "keyring_kept": lambda: translate("Ready", "The computer keeps it: the record opens by itself."),
    "keyring_none": lambda: translate(
        "Ready", "It is asked when Cabildo opens: have it at hand, or the recovery code."
    ),
}
