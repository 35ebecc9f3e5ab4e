"""What the ledger of the long runs says, in the words of the table in tests/README.md: a line for each fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

# By harness: what was played, how often, and what happened in it.
Totals = Mapping[str, Counter[str]]


def seen(totals: Totals, goals: Mapping[str, int], failed: Mapping[str, Collection[int]]) -> dict[str, str]:
    """The last cell of each row of the table that has a number, by the row's first cell. Nothing is said to have held
    of a harness with seeds that failed, and nothing at all of one that was not played."""
    told, moved, kills = totals["histories"], totals["moves"], totals["kills"]
    both = told + moved

    def held(name: str, words: str) -> str:
        return f"; {len(failed[name]):,} SEEDS FAILED" if failed.get(name) else words

    told_of = {
        "kill -9 at every numbered step of a contact": _kills(kills, goals["kills"])
        + held("kills", "; none lost anything"),
        "power cut": _power(totals["power"], goals["power"]) + held("power", "; no promise broken"),
        "flipped bits, truncation": _damage(totals["damage"], goals["damage"]) + held("damage", ", none read wrong"),
        "server restarts in mid push": f"passes; of the kills {kills['of the server']:,}",
        "server restored from an older backup": f"passes; {both['restored']:,} in the histories",
        "a cloned laptop": f"was a defect: a clone kept the rows of 2099; {both['clones']:,} in the histories",
        "a laptop given back from a backup": (
            f"was a defect: its empty new chain was called emptied; {both['given back']:,} in the histories"
        ),
        "erasure of a person": f"{both['erased']:,} in the histories",
        "a stick to the centre and back, and to the laptop beside": _sticks(both),
        "a second district, and a laptop of the whole city": _districts(told),
        "people who move between districts": _moves(moved, goals["moves"]) + held("moves", "; all equal"),
        "500 desks at once": _crowd(totals["crowd"]) + held("crowd", "; all done, none lost"),
        "histories by chance": _histories(told, goals["histories"]) + held("histories", "; all equal"),
    }
    played = {name for name, counted in totals.items() if counted}
    return {fault: words for fault, words in told_of.items() if _ROWS_OF.get(fault, "histories") in played}


# Of the rows that are not the histories': which harness they are of.
_ROWS_OF = {
    "kill -9 at every numbered step of a contact": "kills",
    "server restarts in mid push": "kills",
    "power cut": "power",
    "flipped bits, truncation": "damage",
    "people who move between districts": "moves",
    "500 desks at once": "crowd",
}


def _of(many: int, goal: int, unit: str) -> str:
    return f"{many:,} {unit}" + (f" of {goal:,} so far" if many < goal else "")


def _kills(told: Counter[str], goal: int) -> str:
    steps = [many for what, many in told.items() if what.startswith("step ")]
    each = f", every step {min(steps):,} to {max(steps):,} times" if steps else ""
    return f"{_of(told['kills'], goal, 'kills')}{each}"


def _power(told: Counter[str], goal: int) -> str:
    manners = ", ".join(f"{told[manner]:,} {manner}" for manner in ("torn", "lost", "some", "all"))
    return f"{_of(told['cuts'], goal, 'cuts')} ({manners})"


def _damage(told: Counter[str], goal: int) -> str:
    harmless = f"{told['harmless']:,} of pages that nothing is read from"
    return f"{_of(told['damages'], goal, 'damages')}; {told['noticed']:,} told, {harmless}"


def _sticks(told: Counter[str]) -> str:
    carried = f"{told['sticks']:,} written for the centre, {told['at the centre']:,} taken in there"
    back = f"{told['receipts']:,} receipts brought back, {told['taken beside']:,} files taken in at the table"
    alone = f"{told['rounds with a laptop without a network']:,} rounds with a laptop that has no network at all"
    return f"{carried}, {back}; {alone}"


def _districts(told: Counter[str]) -> str:
    return f"{told['rounds of two districts']:,} rounds of {told['rounds']:,}"


def _moves(told: Counter[str], goal: int) -> str:
    return f"{_of(told['histories'], goal, 'histories')}, {told['moves']:,} moves"


def _crowd(told: Counter[str]) -> str:
    return f"{told['desks'] // 500:,} crowds of 500, {told['entries']:,} entries, {told['tries']:,} tries"


def _histories(told: Counter[str], goal: int) -> str:
    acts = f"{told['rounds']:,} rounds, {told['acts']:,} acts"
    met = f"{told['contacts']:,} contacts, {told['cut']:,} of them cut"
    return f"{_of(told['histories'], goal, 'histories')} ({acts}, {met})"


def written_into(table: str, told: Mapping[str, str]) -> str:
    """The page with these last cells in the rows of these names. Raises KeyError when a row is not there."""
    for fault, words in told.items():
        row = re.compile(rf"^(\| {re.escape(fault)} \|.*\| )[^|]*( \|)$", re.MULTILINE)
        table, many = row.subn(lambda found, words=words: f"{found[1]}{words}{found[2]}", table)  # type: ignore[misc]
        if many != 1:
            raise KeyError(fault)
    return table
