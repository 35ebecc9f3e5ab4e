"""What is meant on the roll: find somebody, read her card, put it right, write somebody down."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from db.changes import Changes
from db.clock import Clock
from db.duplicates.commands import unmerge
from db.duplicates.effective import effective
from db.errors import Refused
from db.organisations.near import near_names
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.residents.alias_commands import drop_alias
from db.residents.commands import correct, enrol, give_consent, name_guardian, take_back_consent
from db.residents.listing import LIMIT, Listed, Wanted, organisation_names
from db.residents.queries import ResidentCard
from db.residents.rules import clean, is_minor
from desktop.desk import Desk
from desktop.residents.exporting import Exporting, ExportView
from desktop.residents.reading import PersonShown, found_by, part_of_roll, read_person

# The fields of the form that are columns of the roll; the organisation is told by name.
FIELDS = (
    "family_name", "given_names", "chosen_name", "document", "birth_date", "gender", "phone", "email", "street",
    "street_number", "neighbourhood_id", "organisation_role", "note",
)  # fmt: skip
# The list is made of these; the card of these and of what she did.
LISTED = frozenset({"resident", "merge", "erasure"})
BESIDE = frozenset({"alias", "organisation", "presence", "issue", "commitment", "turn"})

Begin = Callable[[Coroutine[Any, Any, None]], object]


@dataclass(frozen=True)
class Choices:
    """To what the list can be narrowed: quarters and organisations, by identifier and name."""

    quarters: tuple[NeighbourhoodCard, ...]
    organisations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RollShown:
    """The list: whom the letters mean, or the newest; nobody where names are kept out of sight.

    `found` counts all that are wanted, of whom `people` are the first; `counting` while that sum is still growing.
    """

    text: str = ""
    people: tuple[Listed, ...] = ()
    found: int = 0
    counting: bool = False
    hidden: bool = False
    narrowed: bool = False


class RollView(ExportView, Protocol):
    """What the presenter says to the page, and what it asks of it."""

    def show_roll(self, shown: RollShown) -> None:
        """The list."""
        ...

    def show_total(self, total: int) -> None:
        """How many are on the roll."""
        ...

    def show_choices(self, choices: Choices) -> None:
        """To what the list can be narrowed."""
        ...

    def show_person(self, shown: PersonShown | None) -> None:
        """The card, or that nobody is chosen."""
        ...

    def stand_on(self, resident_id: str) -> None:
        """Choose a row of the list, when it is there."""
        ...

    async def ask_person(
        self, known: Mapping[str, Any], quarters: tuple[NeighbourhoodCard, ...], presenter: RollPresenter
    ) -> dict[str, Any] | None:
        """The form, filled with what is known; None when the person went back."""
        ...

    async def ask_guardian(self, name: str, presenter: RollPresenter, *, known: bool) -> str | None:
        """Who answers for a minor: an identifier, empty for nobody any more; None when the person went back."""
        ...

    async def ask_whether(self, what: str, name: str) -> bool:
        """Whether `what` (consent, alias, merge) is really to be taken back."""
        ...


class RollPresenter:
    """Looks again after every commit that concerns the roll; a long list is read in stretches, so nobody waits."""

    def __init__(
        self, view: RollView, desk: Desk, clock: Clock, begin: Begin, *, phone_prefix: str = "",
        hide_names: bool = False,
    ) -> None:  # fmt: skip
        self._view, self._desk, self._clock, self._begin = view, desk, clock, begin
        self._phone_prefix, self._hide_names = phone_prefix, hide_names
        self._text, self._chosen, self._wanted, self._most = "", "", Wanted(), LIMIT
        self._round, self._counted = 0, False
        self._organisations: tuple[str, ...] = ()
        self._exporting = Exporting(view, desk, self._today)

    async def look(self) -> None:
        """The list, and the card of whoever is chosen."""
        choices = Choices(await self._desk.ask(neighbourhoods), await self._desk.ask(organisation_names))
        self._organisations = tuple(name for _, name in choices.organisations)
        self._view.show_choices(choices)
        await self._look_at_list()
        await self._look_at_person()

    async def look_again(self, changes: Changes) -> None:
        """After a commit: what was not touched is not read again."""
        self._counted = self._counted and not changes.touches(*LISTED)
        if changes.touches("organisation"):
            await self.look()
        elif changes.touches(*LISTED):
            await self._look_at_list()
            await self._look_at_person()
        else:
            await self._look_at_person()

    async def hide(self, hide_names: bool) -> None:
        """Names are to be kept out of sight, or not."""
        self._hide_names = hide_names
        await self._look_at_list()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        self._text, self._most = text, LIMIT
        await self._look_at_list()

    async def narrow(self, wanted: Wanted) -> None:
        """Only some of them."""
        self._wanted, self._most = wanted, LIMIT
        await self._look_at_list()

    async def show_more(self) -> None:
        """A hundred more of the list."""
        self._most += LIMIT
        await self._look_at_list()

    async def choose(self, resident_id: str) -> None:
        """Somebody is looked at."""
        self._chosen = resident_id
        await self._look_at_person()

    async def add(self) -> None:
        """Write somebody down."""
        quarters = await self._desk.ask(neighbourhoods)
        told = await self._view.ask_person({}, quarters, self)
        if told is None:
            return
        done = await self._desk.do(enrol, phone_prefix=self._phone_prefix, **told)
        self._chosen = done.outcome
        await self._look_at_list()
        await self._look_at_person()
        self._view.stand_on(done.outcome)

    async def put_right(self) -> None:
        """Correct what the roll says of whoever is chosen."""
        if not self._chosen:
            return
        known = (await self._desk.ask(effective, resident_id=self._chosen)).card
        if known.erased_at is not None:
            return
        quarters = await self._desk.ask(neighbourhoods)
        typed = _as_typed(known)
        told = await self._view.ask_person(typed, quarters, self)
        changed = {name: value for name, value in (told or {}).items() if value != typed.get(name)}
        if changed:
            await self._desk.do(correct, resident_id=known.id, phone_prefix=self._phone_prefix, **changed)

    async def consent(self) -> None:
        """She agreed that her data be kept."""
        if self._chosen:
            await self._desk.do(give_consent, resident_id=self._chosen)

    async def take_consent_back(self) -> None:
        """She does not agree any more."""
        if self._chosen and await self._view.ask_whether("consent", ""):
            await self._desk.do(take_back_consent, resident_id=self._chosen)

    async def name_guardian(self) -> None:
        """Say who answers for whoever is chosen."""
        if not self._chosen:
            return
        known = (await self._desk.ask(effective, resident_id=self._chosen)).card
        answer = await self._view.ask_guardian(known.name, self, known=bool(known.guardian_id))
        if answer is not None:
            await self._desk.do(name_guardian, resident_id=known.id, guardian_id=answer or None)

    def look_for_guardian(self, text: str, told: Callable[[str, tuple[Listed, ...]], None]) -> None:
        """Whom a few letters mean, told with the letters when they are found; neither minors nor herself."""
        self._begin(self._find_guardians(text, told, self._chosen))

    async def forget_alias(self, alias_id: str, name: str) -> None:
        """She is not known by this other name."""
        if await self._view.ask_whether("alias", name):
            await self._desk.do(drop_alias, alias_id=alias_id)

    async def undo_merge(self, merge_id: str) -> None:
        """Two rows of the roll are two people after all."""
        if await self._view.ask_whether("merge", ""):
            await self._desk.do(unmerge, merge_id=merge_id)

    async def export(self) -> None:
        """The roll, or whom the letters or the quarter mean, as a file."""
        await self._exporting.export(self._text, self._wanted.neighbourhood_id or None)

    async def stop_export(self) -> None:
        """No file after all."""
        await self._exporting.stop()

    def near_organisations(self, name: str) -> tuple[str, ...] | None:
        """What an organisation may be called on the list that is told by a name not on it; None when it is on it."""
        return near_names(name, self._organisations)

    def wrong_in(self, told: Mapping[str, Any]) -> dict[str, str]:
        """The code of what is wrong, per field of the form; empty when it can be written down."""
        wrong = {}
        for name in FIELDS:
            if name not in told:
                continue
            try:
                clean({name: told[name]}, phone_prefix=self._phone_prefix, today=self._today())
            except Refused as no:
                wrong[name] = no.code
        return wrong

    async def _look_at_list(self) -> None:
        self._round += 1
        if self._text.strip():
            people = await self._desk.ask(found_by, text=self._text, wanted=self._wanted, today=self._today())
            narrowed = bool(self._wanted)
            self._view.show_roll(RollShown(self._text, people, len(people), narrowed=narrowed))
            self._count_on()
            return
        hidden = self._hide_names and not self._wanted
        shown = RollShown(self._text, counting=True, hidden=hidden, narrowed=bool(self._wanted))
        shown, before = await self._read_on(shown, "", self._round)
        if before:
            self._begin(self._read_to_the_end(shown, before, self._round))
        else:
            self._count_on()

    async def _read_on(self, shown: RollShown, before: str, turn: int) -> tuple[RollShown, str]:
        """Reads one stretch and shows what is known by then; where the next one begins is empty at the end."""
        room = 0 if shown.hidden else self._most - len(shown.people)
        part = await self._desk.ask(part_of_roll, wanted=self._wanted, today=self._today(), before=before, limit=room)
        if turn != self._round:  # somebody typed meanwhile
            return shown, ""
        people, found = (*shown.people, *part.people), shown.found + part.found
        known = replace(shown, people=people, found=found, counting=part.before is not None)
        if part.people or not before or part.before is None:
            self._view.show_roll(known)
        if part.before is None and not self._wanted:
            self._show_total(found)
        return known, part.before or ""

    async def _read_to_the_end(self, shown: RollShown, before: str, turn: int) -> None:
        while before:
            shown, before = await self._read_on(shown, before, turn)
        self._count_on()

    def _count_on(self) -> None:
        """How many are on the roll is said above any list: somebody may come while one searches."""
        if not self._counted:
            self._begin(self._count(self._round))

    async def _count(self, turn: int) -> None:
        found, before = 0, ""
        while turn == self._round:  # whoever types goes first; after the last letter it is counted
            part = await self._desk.ask(part_of_roll, wanted=Wanted(), today=self._today(), before=before, limit=0)
            found += part.found
            if part.before is None:
                if turn == self._round:
                    self._show_total(found)
                return
            before = part.before

    def _show_total(self, total: int) -> None:
        self._counted = True
        self._view.show_total(total)

    async def _look_at_person(self) -> None:
        shown = None
        if self._chosen:
            try:
                shown = await self._desk.ask(read_person, resident_id=self._chosen, today=self._today())
            except Refused:  # taken off the roll meanwhile
                self._chosen = ""
        self._view.show_person(shown)

    async def _find_guardians(self, text: str, told: Callable[[str, tuple[Listed, ...]], None], minor_id: str) -> None:
        people: tuple[Listed, ...] = ()
        if text.strip():
            people = await self._desk.ask(found_by, text=text, wanted=Wanted(), today=self._today())
        told(text, tuple(one for one in people if one.id != minor_id and not is_minor(one.birth_date, self._today())))

    def _today(self) -> date:
        return self._clock.now().date()


def _as_typed(known: ResidentCard) -> dict[str, Any]:
    typed: dict[str, Any] = {name: getattr(known, name) or "" for name in FIELDS}
    if isinstance(known.birth_date, date):
        typed["birth_date"] = f"{known.birth_date:%d/%m/%Y}"
    return {**typed, "organisation": known.organisation or ""}
