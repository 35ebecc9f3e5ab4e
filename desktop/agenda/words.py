"""The words for what comes of an item, on screens and in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def outcome_word(outcome: str) -> str:
    """What came of an item, in one word; empty for nothing yet."""
    words = {
        "none": "",
        "informed": QCoreApplication.translate("agenda", "informed"),
        "agreed": QCoreApplication.translate("agenda", "agreed"),
        "postponed": QCoreApplication.translate("agenda", "postponed"),
        "referred": QCoreApplication.translate("agenda", "referred"),
    }
    return words.get(outcome, outcome)


def undone_words(verb: str) -> str:
    """What was taken back, in a sentence."""
    translate = QCoreApplication.translate
    words = {
        "agenda.merge_items": translate("agenda", "The two items are two again."),
        "agenda.move_item": translate("agenda", "The item is back in its place."),
        "agenda.change_item": translate("agenda", "The item says again what it said."),
        "agenda.add_item": translate("agenda", "The new item is off the agenda."),
        "agenda.remove_item": translate("agenda", "The item is on the agenda again."),
        "agenda.next_item": translate("agenda", "Back at the item before, with its clock."),
        "agenda.begin_item": translate("agenda", "Back at the item before, with its clock."),
        "agenda.set_outcome": translate("agenda", "The outcome is what it was."),
        "agenda.postpone": translate("agenda", "The item is not postponed any more."),
        "agenda.give_floor": translate("agenda", "That turn to speak was taken back."),
        "agenda.give_floor_to_next": translate("agenda", "That turn to speak was taken back; she waits again."),
        "agenda.end_turn": translate("agenda", "She has the floor again, with her clock."),
    }
    return words.get(verb, translate("agenda", "The last change was taken back."))


def clock_words(seconds: int) -> str:
    """A clock as people read it: 1:20, 12:10, 1:04:09."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
