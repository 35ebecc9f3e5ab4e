"""Bringing what is new in the record into a text that a secretary edited: her words stay, whatever else is new.

Three texts are laid beside each other: as it was made (`base`), as she edited it (`hers`), as it would be made now
(`new`). What changed in the record where she changed nothing is put into her file. Where both changed, hers stays, and
the difference is told. Tables are matched by their header row, and inside them rows in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.oxml.ns import qn
from rapidfuzz import fuzz

from desktop.minutes.comparison import ADDED, ALIKE, CHANGED, REMOVED, Change, Opcode, opcodes
from desktop.minutes.reading import cells_of, elements, is_numbered, row_text, text_of
from desktop.paper.wordml import Element


@dataclass(frozen=True, slots=True)
class Merged:
    """What was brought in, and what was left as she wrote it although the record says something else by now."""

    brought: tuple[Change, ...]
    left: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    element: Element
    key: str
    text: str

    @property
    def table(self) -> bool:
        return bool(self.element.tag == qn("w:tbl"))


def merge(base: Element, hers: Element, new: Element) -> Merged:
    """Brings the news into her body, which is changed in place. All three are bodies of documents."""
    work = _Work()
    work.level([_units(one) for one in (base, hers, new)], hers, _put_at_end)
    return Merged(tuple(work.brought), tuple(work.left))


def _units(body: Element) -> list[_Unit]:
    """Paragraphs that say something, and tables by what stands in their first row."""
    found = []
    for element in elements(body):
        if element.tag == qn("w:tbl"):
            rows = element.findall(qn("w:tr"))
            head = row_text(rows[0]) if rows else ""
            found.append(_Unit(element, f"table {re.sub(r'[0-9]+', '#', head)}", ""))
        elif text := text_of(element):
            found.append(_Unit(element, text, text))
    return found


def _rows(table: Element) -> list[_Unit]:
    found, counts = [], is_numbered(table)
    for row in table.findall(qn("w:tr")):
        cells = cells_of(row)
        number = counts and bool(cells) and cells[0].isdigit()
        text = row_text(row)
        found.append(_Unit(row, " | ".join(cells[1:] if number else cells), text))
    return found


def _put_at_end(holder: Element, made: Element) -> None:
    end = holder.find(qn("w:sectPr"))
    if end is not None:
        end.addprevious(made)
    else:
        holder.append(made)


class _Work:
    """Goes through one level after the other and keeps account of what it did."""

    def __init__(self) -> None:
        self.brought: list[Change] = []
        self.left: list[Change] = []

    def level(
        self, sides: Sequence[list[_Unit]], holder: Element, put_at_end: Callable[[Element, Element], None]
    ) -> None:
        base, hers, new = sides
        to_hers, to_new = _one_by_one(base, hers), _one_by_one(base, new)
        place = {i1 + n: j1 + n for kind, i1, i2, j1, _ in to_hers if kind == "equal" for n in range(i2 - i1)}
        touched = [(i1, i2, j1, j2) for kind, i1, i2, j1, j2 in to_hers if kind != "equal"]
        # A table to which she gave a column or another title is still that table: its rows are gone through.
        same = place | {i1: j1 for i1, i2, j1, j2 in touched if i2 - i1 == j2 - j1 == 1}
        for kind, i1, i2, j1, j2 in to_new:
            if kind == "equal":
                self._inside(base[i1:i2], [hers[same[at]] if at in same else None for at in range(i1, i2)], new[j1:j2])
                continue
            gone, come = base[i1:i2], new[j1:j2]
            if self._she_did_the_same(i1, i2, come, touched, hers):
                continue
            if any(_meet(i1, i2, h1, h2) for h1, h2, _, _ in touched):
                self._account(self.left, gone, come)
                continue
            self._bring(
                gone, come, [hers[place[at]] for at in range(i1, i2)], _before(i1, same, hers), holder, put_at_end
            )

    def _bring(
        self,
        gone: Sequence[_Unit],
        come: Sequence[_Unit],
        there: Sequence[_Unit],
        before: Element | None,
        holder: Element,
        put_at_end: Callable[[Element, Element], None],
    ) -> None:
        self._account(self.brought, gone, come)
        anchor = there[0].element if there else None
        last = before
        for unit in come:
            for made in _copied(unit):
                if holder.tag == qn("w:tbl"):
                    _as_wide_as(holder, made)
                if anchor is not None:
                    anchor.addprevious(made)
                elif last is not None:
                    last.addnext(made)
                    last = made
                else:
                    put_at_end(holder, made)
        for unit in there:
            _take_out(unit.element)

    def _she_did_the_same(
        self, i1: int, i2: int, come: Sequence[_Unit], touched: Sequence[tuple[int, int, int, int]], hers: list[_Unit]
    ) -> bool:
        return any(
            (h1, h2) == (i1, i2) and [one.key for one in hers[k1:k2]] == [one.key for one in come]
            for h1, h2, k1, k2 in touched
        )

    def _inside(self, base: Sequence[_Unit], hers: Sequence[_Unit | None], new: Sequence[_Unit]) -> None:
        """Tables that stand in all three are gone through row by row."""
        for old, mine, now in zip(base, hers, new, strict=True):
            if not (old.table and now.table):
                continue
            if mine is None or not mine.table:  # she took it out: it stays out, and what is new in it is told
                self._left_out(_rows(old.element), _rows(now.element))
                continue
            self.level([_rows(one.element) for one in (old, mine, now)], mine.element, _append)
            if is_numbered(mine.element):
                _number_again(mine.element)

    def _left_out(self, old: list[_Unit], now: list[_Unit]) -> None:
        for kind, i1, i2, j1, j2 in _one_by_one(old, now):
            if kind != "equal":
                self._account(self.left, old[i1:i2], now[j1:j2])

    @staticmethod
    def _account(kept: list[Change], gone: Sequence[_Unit], come: Sequence[_Unit]) -> None:
        old, new = [_told(one) for one in gone], [_told(one) for one in come]
        for before, after in zip(old, new, strict=False):
            kept.append(Change(CHANGED, before, after))
        kept += [Change(REMOVED, text, "") for text in old[len(new) :]]
        kept += [Change(ADDED, "", text) for text in new[len(old) :]]


def _one_by_one(old: Sequence[_Unit], new: Sequence[_Unit]) -> list[Opcode]:
    """The stretches that differ, cut into single lines where one took the place of another: what she changed in one
    paragraph must not keep out the news of the next."""
    found: list[Opcode] = []
    for kind, i1, i2, j1, j2 in opcodes([one.key for one in old], [one.key for one in new]):
        if kind != "replace":
            found.append((kind, i1, i2, j1, j2))
            continue
        at = j1
        for i in range(i1, i2):
            like = next((j for j in range(at, j2) if _alike(old[i], new[j])), None)
            if like is None:
                found.append(("delete", i, i + 1, at, at))
                continue
            found += [("insert", i, i, at, like)] if like > at else []
            found.append(("replace", i, i + 1, like, like + 1))
            at = like + 1
        found += [("insert", i2, i2, at, j2)] if at < j2 else []
    return found


def _alike(one: _Unit, other: _Unit) -> bool:
    return one.table == other.table and fuzz.ratio(one.key, other.key) >= ALIKE


def _told(unit: _Unit) -> str:
    if unit.table:
        return " / ".join(row_text(row) for row in unit.element.findall(qn("w:tr")))
    return unit.text


def _append(holder: Element, made: Element) -> None:
    holder.append(made)


def _as_wide_as(table: Element, row: Element) -> None:
    """Gives a row that comes into a table with more columns the cells it lacks, empty."""
    wanted = max((len(one.findall(qn("w:tc"))) for one in table.findall(qn("w:tr"))), default=0)
    for _ in range(wanted - len(row.findall(qn("w:tc")))):
        cell = deepcopy(row.findall(qn("w:tc"))[-1])
        for word in cell.iter(qn("w:t")):
            word.text = ""
        row.append(cell)


def _meet(i1: int, i2: int, h1: int, h2: int) -> bool:
    """Whether two changes touch the same lines of the base. What is only put in meets what is changed around it."""
    if i1 == i2 or h1 == h2:
        return h1 < i1 < h2 or i1 < h1 < i2
    return max(i1, h1) < min(i2, h2)


def _before(at: int, place: dict[int, int], hers: Sequence[_Unit]) -> Element | None:
    """The last thing of hers that stands before that place of the base."""
    earlier = [place[n] for n in range(at) if n in place]
    return hers[max(earlier)].element if earlier else None


def _copied(unit: _Unit) -> list[Element]:
    """A copy of it; a table brings what keeps it apart from the next one."""
    after = unit.element.getnext() if unit.table else None
    gap = after is not None and after.tag == qn("w:p") and not text_of(after)
    return [deepcopy(unit.element), deepcopy(after)] if gap else [deepcopy(unit.element)]


def _take_out(element: Element) -> None:
    holder = element.getparent()
    if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        for run in element.findall(qn("w:r")):
            element.remove(run)
    elif holder is not None:
        holder.remove(element)


def _number_again(table: Element) -> None:
    """Numbers the rows of a numbered table anew, where one came or went between them."""
    number = 0
    for row in table.findall(qn("w:tr"))[1:]:
        cells = row.findall(qn("w:tc"))
        words = list(cells[0].iter(qn("w:t"))) if len(cells) > 1 else []
        if not words or not "".join(word.text or "" for word in words).strip().isdigit():
            continue
        number += 1
        words[0].text = str(number)
        for word in words[1:]:
            word.text = ""
