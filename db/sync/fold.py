"""The fold: what the journal says about each row, whatever order its entries come in. Pure; SQL has its twin.

The rule (see also `sql/3_fold.sql`, which does the same in PostgreSQL, and the tests that hold the two together):

- A row exists once an entry created it (an entry whose `base` is empty). Before that, edits of it wait.
- Its fields lie in registers: a field alone, or a declared group that is written together (street and number).
- Of several creations of one row (every desk founds the same districts) the latest counts, as a whole.
- Of several edits of one register the one with the later clock counts: time, then counter, then desk, which is the
  order of the clock's text as bytes. A clock names its desk, so two entries of one clock are of one desk; of these the
  later in its chain.
- An edit counts before any creation: somebody meant it, while a creation may be a second laptop being set up.

So the state is, per row, a maximum over creations and, per register, a maximum over edits: the order of arrival and
repetition cannot matter (a join semilattice; Shapiro et al. 2011, "Conflict-free Replicated Data Types").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

# Per noun, the register of each field that is known here.
Registers = Mapping[str, Mapping[str, str]]
CREATION = "*"


class Written(NamedTuple):
    """What the fold needs of an entry: `base` empty means that it created the row."""

    noun: str
    row_id: str
    hlc: str
    base: Mapping[str, Any]
    fields: Mapping[str, Any]
    seq: int = 0

    @property
    def at(self) -> tuple[str, int]:
        """What decides which of two counts."""
        return self.hlc, self.seq


@dataclass(frozen=True)
class Folded:
    """A row as the journal has it: every known field, None where nothing was written, and the registers' clocks."""

    fields: dict[str, Any]
    clocks: dict[str, str]


def fold(entries: Iterable[Written], registers: Registers) -> dict[tuple[str, str], Folded]:
    """The rows of known nouns that the entries make, by noun and row. Unknown nouns and fields are left out."""
    made: dict[tuple[str, str], Written] = {}
    edits: dict[tuple[str, str], dict[str, Written]] = {}
    for entry in entries:
        key = (entry.noun, entry.row_id)
        if entry.noun not in registers:
            continue
        if not entry.base:
            if key not in made or entry.at > made[key].at:
                made[key] = entry
            continue
        newest = edits.setdefault(key, {})
        for register in {registers[entry.noun][name] for name in entry.fields if name in registers[entry.noun]}:
            if register not in newest or entry.at > newest[register].at:
                newest[register] = entry
    return {key: _row(creation, edits.get(key, {}), registers[key[0]]) for key, creation in made.items()}


def _row(creation: Written, edits: Mapping[str, Written], registers: Mapping[str, str]) -> Folded:
    fields = {name: creation.fields.get(name) for name in registers}
    for register, entry in edits.items():
        fields.update({n: v for n, v in entry.fields.items() if registers.get(n) == register})
    return Folded(fields, {CREATION: creation.hlc, **{register: entry.hlc for register, entry in edits.items()}})
