"""Her consent on paper: the sheet with the five points of the law, with her name on it, to be signed."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from db.duplicates.effective import effective
from desktop.paper.consent import consent_sheet, file_words
from desktop.paper.saving import file_name, produce
from desktop.parts import Parts


class ConsentView(Protocol):
    """What is asked of the page, and told."""

    async def ask_consent_place(self, name: str) -> Path | None:
        """Where the sheet that she signs goes."""
        ...

    def show_saved(self, path: Path) -> None:
        """A sheet of paper is in its place."""
        ...


async def save_consent_sheet(parts: Parts, view: ConsentView, resident_id: str) -> None:
    """Makes the sheet where the person wants it. Raises Refused: resident_unknown, and as `produce` does."""
    person = (await parts.bridge.ask(effective, resident_id=resident_id)).card
    name = file_words(person)
    wanted = await view.ask_consent_place(file_name(name))
    if wanted is None:
        return
    today = parts.clock.now().astimezone(parts.city.zone).date()
    sheet = consent_sheet(parts.city, person=person, on=today)
    view.show_saved(await parts.bridge.off(produce, sheet, wanted, name=name, force=True))
