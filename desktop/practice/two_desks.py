"""The evening on two desks: door and table share one sitting, lose the network, go on, and meet again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from db.agenda.commands import add_item, move_item, next_item, note
from db.agenda.queries import items
from db.checkin.commands import check_in, leave, walk_in
from db.checkin.queries import Present, people, presences
from db.duplicates.queries import merges
from db.issues.commands import add_issue, make_commitment
from db.issues.queries import commitments, issues
from db.residents.commands import correct, enrol
from db.residents.queries import card
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.sittings.corrections import aftermath
from db.sync.chain import verify_journal
from db.sync.conflicts import ConflictCard, conflicts
from db.sync.queries import pending
from db.work import Store
from desktop.practice.apart import TwoDesks, two_desks
from desktop.practice.hands import Failed
from desktop.practice.people import told

Tell = Callable[[str, int, int], None]
Steps = tuple[tuple[Callable[["Evening"], None], str], ...]


@dataclass(frozen=True)
class Compared:
    """One line of the table at the end: what, and what the door, the table and the shared database have of it.

    `third` is empty where the shared database is not asked; `same` whether all that were asked say the same.
    """

    what: str
    door: str
    table: str
    third: str = ""

    @property
    def same(self) -> bool:
        return self.door == self.table and self.third in ("", self.door)


@dataclass(frozen=True)
class Outcome:
    """What the evening came to. `nouns` are the lines of the contents, by the journal's own names."""

    facts: tuple[Compared, ...]
    nouns: tuple[Compared, ...]
    conflicts: tuple[ConflictCard, ...]


class Evening:
    """The sitting as both desks know it, step by step; each step expects what a person would."""

    def __init__(self, desks: TwoDesks) -> None:
        self.desks, self.script = desks, told("two_desks.toml")
        self.door, self.table = desks.both
        self._who: dict[str, str] = {}
        self.sitting = ""
        self.apart: dict[str, int] = {}

    def begins(self) -> None:
        """Roll, sitting and agenda at the door; the table gets all of it."""
        script = self.script
        for family, given, document, phone in script["roll"]:
            self._who[family] = self.door.do(
                enrol, family_name=family, given_names=given, document=document or None, phone=phone or None
            ).outcome
        starts = self.door.clock.now() + timedelta(minutes=10)
        self.sitting = self.door.do(
            plan_sitting, council=script["council"], title=script["title"], starts_at=starts
        ).outcome
        for title in script["items"]:
            self.door.do(add_item, sitting_id=self.sitting, title=title, minutes=20)
        self.door.do(open_sitting, sitting_id=self.sitting)
        self.desks.meet()
        self._expect(len(self.table.ask(items, sitting_id=self.sitting)) == len(script["items"]), "the agenda came")

    def together(self) -> None:
        """One marks who comes, the other writes down what is asked for; each sees the other's."""
        for family in self.script["arrives_first"]:
            self._arrives(self.door, family)
        self.table.do(next_item, sitting_id=self.sitting)
        self.table.do(add_issue, sitting_id=self.sitting, kind="complaint", text=self.script["together"])
        self.desks.meet()
        self._expect(len(self._people(self.table)) == len(self.script["arrives_first"]), "who came is on the table")
        self._expect(len(self.door.ask(issues, sitting_id=self.sitting)) == 1, "what was asked for is at the door")

    def falls(self) -> None:
        """The network goes: both are refused, and nothing is lost."""
        self.desks.line.cut()
        self.desks.without_a_line()

    def apart_at_the_door(self) -> None:
        """Rosa comes with her card, Omar tells a telephone, somebody new comes, somebody leaves."""
        script, door = self.script["door"], self.door
        for family in script["arrives"]:
            self._arrives(door, family)
        door.do(correct, resident_id=self._who["Peñalva"], document=script["document"])
        door.do(correct, resident_id=self._who["Ñandubay"], phone=script["phone"])
        self._somebody_new(door)
        (gone,) = (one for one in door.ask(presences, sitting_id=self.sitting) if one.family_name == script["goes"])
        door.do(leave, presence_id=gone.presence_id)
        first, *_, last = door.ask(items, sitting_id=self.sitting)
        door.do(move_item, item_id=last.id, after_id=first.id)
        self._writes(door, script, first.id)

    def apart_on_the_table(self) -> None:
        """Rosa again, her telephone and Omar's, the same newcomer, notes on what the door notes too."""
        script, table = self.script["table"], self.table
        for family in script["arrives"]:
            self._arrives(table, family)
        table.do(correct, resident_id=self._who["Peñalva"], phone=script["own_phone"])
        table.do(correct, resident_id=self._who["Ñandubay"], phone=script["phone"])
        self._somebody_new(table)
        _, second, third, fourth, _ = table.ask(items, sitting_id=self.sitting)
        table.do(move_item, item_id=third.id, after_id=fourth.id)
        table.do(make_commitment, sitting_id=self.sitting, text=script["commitment"])
        self._writes(table, script, second.id)
        self.apart = {"door": self.door.ask(pending), "table": table.ask(pending)}
        self.desks.without_a_line()

    def meets(self) -> None:
        """The line is there again: each gets what the other wrote."""
        self.desks.line.join()
        self.desks.meet()
        for desk in self.desks.both:
            self._expect(desk.ask(pending) == 0, "everything was sent")
            self._expect(desk.ask(verify_journal).ok, "the journal holds")
            (rosa,) = (one for one in self._people(desk) if one.family_name == "Peñalva")
            roll = desk.ask(card, resident_id=rosa.resident_id)
            self._expect(roll.document == self.script["door"]["document"], "the document from the door")
            self._expect((roll.phone or "").endswith(self.script["table"]["own_phone"][-7:]), "the table's telephone")
            self._expect(len(desk.ask(merges)) == 1, "whoever was written down twice is one person")
            self._expect(len(desk.ask(conflicts)) == 2, "what both wrote otherwise is shown")

    def closes(self) -> None:
        """The table closes, and both know it with the same facts."""
        self.table.do(close_sitting, sitting_id=self.sitting)
        self.desks.meet()
        for desk in self.desks.both:
            closed = desk.ask(aftermath, sitting_id=self.sitting)
            self._expect(closed is not None and closed.same, "the closing binds the same facts on both")

    def compared(self) -> Outcome:
        """What each of the three holds. Raises Failed where they differ."""
        door, table, server = self.desks.contents()
        nouns = tuple(
            Compared(noun, *(f"{one[noun].rows} · {one[noun].hash[:8]}" for one in (door, table, server)))
            for noun in door
            if door[noun].rows or server[noun].rows
        )
        self._expect(door == table == server, "the three hold the same")
        facts = tuple(Compared(*(str(part) for part in line)) for line in self._facts())
        self._expect(all(line.same for line in facts), "both desks count the same")
        return Outcome(facts, nouns, self.door.ask(conflicts))

    def _facts(self) -> list[tuple[object, object, object]]:
        translate = QCoreApplication.translate
        questions: tuple[tuple[str, Callable[[Store], object]], ...] = (
            (translate("cli", "People present"), lambda desk: len(self._people(desk))),
            (translate("cli", "of them Rosa Peñalva"), lambda desk: self._times(desk, "Peñalva")),
            (translate("cli", "of them whoever was written down twice"),
             lambda desk: self._times(desk, self.script["new"]["family_name"])),
            (translate("cli", "Issues"), lambda desk: len(desk.ask(issues, sitting_id=self.sitting))),
            (translate("cli", "Commitments"), lambda desk: len(desk.ask(commitments, sitting_id=self.sitting))),
            (translate("cli", "Order of the agenda"), self._order),
            (translate("cli", "Differences to settle"), lambda desk: len(desk.ask(conflicts))),
            (translate("cli", "To send"), lambda desk: desk.ask(pending)),
        )  # fmt: skip
        return [(what, asked(self.door), asked(self.table)) for what, asked in questions]

    def _order(self, desk: Store) -> str:
        """The items in the order of now, by the place that each had when the evening began."""
        places = {title: str(place) for place, title in enumerate(self.script["items"], start=1)}
        return " ".join(places[one.title] for one in desk.ask(items, sitting_id=self.sitting))

    def _times(self, desk: Store, family: str) -> int:
        return sum(one.family_name == family for one in self._people(desk))

    def _people(self, desk: Store) -> tuple[Present, ...]:
        return desk.ask(people, sitting_id=self.sitting)

    def _arrives(self, desk: Store, family: str) -> None:
        desk.do(check_in, sitting_id=self.sitting, resident_id=self._who[family])

    def _somebody_new(self, desk: Store) -> None:
        desk.do(walk_in, sitting_id=self.sitting, **self.script["new"])

    def _writes(self, desk: Store, script: Mapping[str, Any], own: str) -> None:
        desk.do(add_issue, sitting_id=self.sitting, kind="complaint", text=script["issue"],
                raised_by_id=self._who["Peñalva"])  # fmt: skip
        desk.do(note, item_id=own, text=script["notes_own"])
        garden = next(one for one in desk.ask(items, sitting_id=self.sitting) if one.title == self.script["items"][3])
        desk.do(note, item_id=garden.id, text=script["notes_same"])

    @staticmethod
    def _expect(so: object, what: str) -> None:
        if not so:
            raise Failed(what)


STEPS: Steps = (
    (Evening.begins, QT_TRANSLATE_NOOP("cli", "the door plans the sitting, and the table has it too")),  # type: ignore[assignment]
    (Evening.together, QT_TRANSLATE_NOOP("cli", "one marks who comes, the other what is asked for")),
    (Evening.falls, QT_TRANSLATE_NOOP("cli", "the network falls: both are refused, nothing is lost")),
    (Evening.apart_at_the_door, QT_TRANSLATE_NOOP("cli", "the door goes on by itself")),
    (Evening.apart_on_the_table, QT_TRANSLATE_NOOP("cli", "the table goes on by itself")),
    (Evening.meets, QT_TRANSLATE_NOOP("cli", "the network is back: each gets what the other wrote")),
    (Evening.closes, QT_TRANSLATE_NOOP("cli", "the table closes the sitting")),
)  # fmt: skip


def play_apart(folder: Path, url: str, tell: Tell) -> Outcome:
    """Plays it in new homes under `folder`, with a database of its own on the server of `url`. Raises Failed at the
    first step that does not come to what it should, and as `two_desks` does."""
    with two_desks(folder, url) as desks:
        evening = Evening(desks)
        for place, (step, words) in enumerate(STEPS, start=1):
            tell(QCoreApplication.translate("cli", str(words)), place, len(STEPS))
            step(evening)
        return evening.compared()
