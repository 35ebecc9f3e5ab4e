"""Who may be on the roll twice, kept up to date: after a commit only what it touched is compared again."""

from __future__ import annotations

from db.changes import Changes
from db.duplicates.finding import KINDS
from db.duplicates.queries import Proposal, concerned, proposals
from db.folding import fold
from desktop.desk import Desk

NOUNS = ("resident", "merge", "kept_apart")
# More at once came from a file or from another laptop: then everybody is compared anew, in one go.
MANY = 200


class Waiting:
    """The proposals. The first look compares the whole roll; somebody written down at the door does not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[str, str], Proposal] | None = None

    async def all(self) -> tuple[Proposal, ...]:
        """The surest first, doubtful ones last."""
        if self._known is None:
            found: dict[tuple[str, str], Proposal] = {}
            for kind in KINDS:
                found |= {one.key: one for one in await self._desk.ask(proposals, by=(kind,))}
            self._known = found
        return tuple(sorted(self._known.values(), key=_order))

    def forget(self) -> None:
        """So much has changed that everybody is to be compared anew, when somebody asks."""
        self._known = None

    async def changed(self, changes: Changes) -> tuple[Proposal, ...]:
        """The same after a commit."""
        touched = set(changes.rows.get("resident", ()))
        merges, apart = changes.rows.get("merge", frozenset()), changes.rows.get("kept_apart", frozenset())
        if self._known is None or len(touched) + len(merges) + len(apart) > MANY:
            self.forget()
            return await self.all()
        if merges or apart:
            touched |= await self._desk.ask(concerned, merge_ids=merges, apart_ids=apart)
        if touched:
            fresh = await self._desk.ask(proposals, about=tuple(touched))
            left = {key: one for key, one in self._known.items() if not touched & set(key)}
            self._known = left | {one.key: one for one in fresh}
        return await self.all()


def _order(one: Proposal) -> tuple[bool, float, str, tuple[str, str]]:
    return one.doubtful, -one.score, fold(one.kept), one.key
