"""What the pane of what Zoom heard shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.agenda.queries import ItemCard
from db.issues.from_chat import ChatCard
from db.matching.survey import Survey
from db.zoom.handout_queries import HandoutCard, WordsCard


@dataclass(frozen=True)
class ChatRow:
    """One row of the chat: a message, or (`card` None) the item under which the next ones were written."""

    key: str
    heading: str
    card: ChatCard | None = None


@dataclass(frozen=True)
class HeardShown:
    """Everything of one sitting. `item` is the one whose words are shown."""

    state: str
    chat: tuple[ChatCard, ...] = ()
    survey: Survey = field(default_factory=lambda: Survey((), 0))
    transcripts: tuple[HandoutCard, ...] = ()
    items: tuple[ItemCard, ...] = ()
    item: ItemCard | None = None
    words: tuple[WordsCard, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """What there is at all: chat, words, survey."""
        there = {"chat": self.chat, "words": self.transcripts, "survey": self.survey.questions}
        return tuple(name for name, told in there.items() if told)


def in_rows(chat: tuple[ChatCard, ...]) -> tuple[ChatRow, ...]:
    """The messages with a heading before each item's; those before and after the agenda stand under an empty one."""
    rows: list[ChatRow] = []
    before: str | None = ""
    for place, one in enumerate(chat):
        if one.item_id != (before or None) or place == 0:
            heading = f"{one.item_number}. {one.item}" if one.item_id else ""
            rows.append(ChatRow(f"heading {place}", heading))
        before = one.item_id
        rows.append(ChatRow(one.id, "", one))
    return tuple(rows)
