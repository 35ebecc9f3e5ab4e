"""What may be published of counts of people: small cells are hidden, and so many others that nobody works them out.

The rule of official statistics (Willenborg & de Waal 2001, "Elements of Statistical Disclosure Control"): a cell of 1
to 4 people is hidden; then so many others that from the totals no such cell can be pinned down. A table with its sums
is a network: the grand total flows into the rows, a row into its cells, these into the columns, and these into the
grand total again. What a reader cannot tell is what may flow round in circles through hidden cells, so that the bounds
she can find by any linear reasoning are maximal flows (Kelly, Golden & Assad 1992; Castro 2012). Pure.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from db.insights.rules import SMALLEST_CELL

TOTAL = "*"
"""Stands for an axis in the key of a sum."""
Key = tuple[str, ...]
_MANY = 1_000_000_000


@dataclass(frozen=True)
class _Cell:
    """A count as an edge of the network, from what it is part of to what it is summed into."""

    key: Key
    start: str
    end: str
    value: int


def guard(
    cells: Mapping[Key, int], *, kept: Collection[Key] = (), smallest: int = SMALLEST_CELL
) -> dict[Key, int | None]:
    """A table of one or two ways with all its sums as it may be published: hidden counts are None.

    `cells` have keys of one or two codes and are disjoint (everybody is in one of them); the answer has besides them
    the sums, with "*" in the place of a code. Zero stays: nobody can be recognised in it. Nothing can be hidden behind
    `kept`, for it is told elsewhere; itself it is hidden when it is small.
    """
    edges = _network(cells)
    small = [edge for edge in edges if 0 < edge.value < smallest]
    hidden = {edge.key for edge in small}
    for edge in sorted(small, key=lambda one: (one.value, one.key)):
        _hide_behind(edge, edges, hidden, frozenset(kept), smallest)
    return {edge.key: None if edge.key in hidden else edge.value for edge in edges}


def knowable(cells: Mapping[Key, int], shown: Mapping[Key, int | None]) -> dict[Key, tuple[int, int]]:
    """Between which values a reader of `shown` knows each hidden count to be, by whatever linear reasoning."""
    edges = _network(cells)
    hidden = {key for key, value in shown.items() if value is None}
    found = {}
    for edge in edges:
        if edge.key in hidden:
            more = _Flow(edges, hidden, edge).run(edge.end, edge.start, _MANY)
            less = _Flow(edges, hidden, edge).run(edge.start, edge.end, edge.value)
            found[edge.key] = (edge.value - less, edge.value + more)
    return found


def _network(cells: Mapping[Key, int]) -> list[_Cell]:
    ways = {len(key) for key in cells}
    if not ways <= {1} and not ways <= {2}:
        raise ValueError("a table of one or of two ways")
    sums: dict[Key, int] = {}
    edges = []
    for key, value in sorted(cells.items()):
        if len(key) == 1:
            edges.append(_Cell(key, "in", "out", value))
            sums[TOTAL,] = sums.get((TOTAL,), 0) + value
            continue
        row, column = key
        edges.append(_Cell(key, f"row {row}", f"column {column}", value))
        for whole in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            sums[whole] = sums.get(whole, 0) + value
    for key, value in sums.items():
        if set(key) == {TOTAL}:
            edges.append(_Cell(key, "out", "in", value))
        elif key[1] == TOTAL:
            edges.append(_Cell(key, "in", f"row {key[0]}", value))
        else:
            edges.append(_Cell(key, f"column {key[1]}", "out", value))
    return edges


def _hide_behind(edge: _Cell, edges: list[_Cell], hidden: set[Key], kept: frozenset[Key], smallest: int) -> None:
    """Hides, along the cheapest circles through a small cell, what a reader would need to work it out.

    She must think it possible that it is large enough to be shown, and know of no fewer values than are hidden.
    """
    flow = _Flow(edges, hidden, edge, kept)
    less = _Flow(edges, hidden, edge).run(edge.start, edge.end, edge.value)
    more = flow.run(edge.end, edge.start, smallest)
    while more < smallest - edge.value or more + less < smallest - 1:
        path = flow.cheapest(edge.end, edge.start)
        if path is None:
            hidden.update(one.key for one in edges if one.value and one.key not in kept)
            return
        hidden.update(one.key for one, _ in path)
        more += flow.push(path, smallest)
        less = _Flow(edges, hidden, edge).run(edge.start, edge.end, edge.value)


class _Flow:
    """How much may flow round through the hidden cells and back, without one of them becoming negative."""

    def __init__(self, edges: Iterable[_Cell], hidden: set[Key], without: _Cell, kept: Collection[Key] = ()) -> None:
        self._hidden = hidden
        self._pushed: dict[Key, int] = {}
        self._from: dict[str, list[tuple[_Cell, int]]] = {}
        for edge in edges:
            if edge.key != without.key and edge.value and (edge.key not in kept or edge.key in hidden):
                self._from.setdefault(edge.start, []).append((edge, 1))
                self._from.setdefault(edge.end, []).append((edge, -1))

    def run(self, start: str, end: str, wanted: int) -> int:
        """What flows through hidden cells alone, up to what is wanted."""
        found = 0
        while found < wanted:
            path = self.cheapest(start, end, only_hidden=True)
            if path is None:
                return found
            found += self.push(path, wanted - found)
        return found

    def push(self, path: list[tuple[_Cell, int]], wanted: int) -> int:
        """Sends as much along a path as it takes."""
        amount = min([wanted, *(self._left(edge, way) for edge, way in path)])
        for edge, way in path:
            self._pushed[edge.key] = self._pushed.get(edge.key, 0) + way * amount
        return amount

    def cheapest(self, start: str, end: str, *, only_hidden: bool = False) -> list[tuple[_Cell, int]] | None:
        """The way through the network on which the fewest people more have to be hidden (Dijkstra 1959)."""
        best: dict[str, int] = {start: 0}
        came: dict[str, tuple[str, _Cell, int]] = {}
        queue = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                break
            if cost > best[node]:
                continue
            for edge, way in self._from.get(node, ()):
                free = edge.key in self._hidden
                if self._left(edge, way) <= 0 or (only_hidden and not free):
                    continue
                following = edge.end if way > 0 else edge.start
                price = cost + (0 if free else edge.value)
                if price < best.get(following, _MANY):
                    best[following], came[following] = price, (node, edge, way)
                    heapq.heappush(queue, (price, following))
        if end not in came:
            return None
        path, node = [], end
        while node != start:
            node, edge, way = came[node]
            path.append((edge, way))
        return path

    def _left(self, edge: _Cell, way: int) -> int:
        pushed = self._pushed.get(edge.key, 0)
        return _MANY if way > 0 else edge.value + pushed
