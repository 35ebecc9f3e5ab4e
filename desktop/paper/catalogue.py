"""What a PDF can say of itself and Qt does not write: its language and subject, that its title be shown, its headings
as bookmarks, and what each piece of a page is. A screen reader takes its voice and its way from there.

The file is put together anew of Qt's own objects, with those that say more in the place of the old ones.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from desktop.paper.ink import POINTS
from desktop.paper.tags import OFF_X, OFF_Y, ORNAMENT, Node, Tree

_SPACE = re.compile(rb"\[[^]]*\]")
_MARK = re.compile(rb"-(\d+) -%d 1 1 re\nf\n" % OFF_Y)


def complete(content: bytes, *, subject: str, language: str, tree: Tree) -> bytes:
    """The same document, tagged; as it was, when it is not built as we know it."""
    try:
        return _File(content).completed(subject, language, tree)
    except (AttributeError, IndexError, KeyError, ValueError, zlib.error):
        return content  # a newer Qt may build it in another way: it can be read all the same


class _File:
    """Qt's file as its objects by number; more can be added."""

    def __init__(self, content: bytes) -> None:
        trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", content, re.DOTALL)
        if trailer is None:
            raise ValueError
        self._trailer, begins = trailer[1], int(trailer[2])
        self._head = content[: content.index(b"1 0 obj")]
        lines = content[begins:].split(b"\n")[3:]
        offsets = [int(line[:10]) for line in lines[: int(self._number(self._trailer, rb"Size")) - 1]]
        ends = dict(zip(sorted(offsets), [*sorted(offsets)[1:], begins], strict=True))
        self._objects = {place: content[at : ends[at]] for place, at in enumerate(offsets, 1)}

    def completed(self, subject: str, language: str, tree: Tree) -> bytes:
        pages = [int(one) for one in re.findall(rb"(\d+) 0 R", self._kids())]
        marked = [self._mark_page(page, place, tree) for place, page in enumerate(pages)]
        self._mend_spaces()
        root = self._structure(tree, pages, marked)
        outline = self._outline(tree, pages)
        told = b"/Version /1.7\n/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n" % language.encode("ascii")
        told += b"/MarkInfo << /Marked true >>\n/StructTreeRoot %d 0 R\n" % root
        if outline:
            told += b"/Outlines %d 0 R\n" % outline
        self._extend(self._number(self._trailer, rb"Root"), told)
        self._extend(self._number(self._trailer, rb"Info"), b"/Subject " + _text(subject) + b"\n")
        return self._written()

    def _number(self, within: bytes, name: bytes) -> int:
        return int(re.search(rb"/" + name + rb"\s+(\d+)", within)[1])  # type: ignore[index]

    def _kids(self) -> bytes:
        catalogue = self._objects[self._number(self._trailer, rb"Root")]
        pages = self._objects[self._number(catalogue, rb"Pages")]
        return re.search(rb"/Kids\s*\[(.*?)\]", pages, re.DOTALL)[1]  # type: ignore[index]

    def _extend(self, number: int, addition: bytes) -> None:
        old = self._objects[number]
        end = old.rindex(b">>")
        self._objects[number] = old[:end] + addition + old[end:]

    def _add(self, body: bytes) -> int:
        number = len(self._objects) + 1
        self._objects[number] = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return number

    def _mend_spaces(self) -> None:
        """Qt takes the letter of a space for that of a tabulator, which has the same shape: whoever copies text would
        have it between all words."""
        for number, one in self._objects.items():
            if b"beginbfrange" in one:
                self._objects[number] = _SPACE.sub(lambda found: found[0].replace(b"<0009>", b"<0020>"), one)

    def _mark_page(self, page: int, place: int, tree: Tree) -> list[int]:
        """Puts the marks into a page; answers which node each of them is of."""
        at = self._number(self._objects[page], rb"Contents")
        packed = re.search(rb"stream\r?\n(.*)endstream", self._objects[at], re.DOTALL)[1]  # type: ignore[index]
        kinds, found = _kinds(tree), list[int]()
        begun = False

        def marked(one: re.Match[bytes]) -> bytes:
            nonlocal begun
            number, before = int(one[1]) - OFF_X, b"EMC\n" if begun else b""
            begun = True
            if number == ORNAMENT:
                return before + b"/Artifact BMC\n"
            found.append(number)
            return before + b"/%s << /MCID %d >> BDC\n" % (kinds[number], len(found) - 1)

        drawn = _MARK.sub(marked, zlib.decompressobj().decompress(packed))
        if begun:
            drawn += b"\nEMC\n"
        again = zlib.compress(drawn)
        body = b"<<\n/Length %d\n/Filter /FlateDecode\n>>\nstream\n%s\nendstream" % (len(again), again)
        self._objects[at] = b"%d 0 obj\n%s\nendobj\n" % (at, body)
        self._extend(page, b"/StructParents %d\n/Tabs /S\n" % place)
        return found

    def _structure(self, tree: Tree, pages: list[int], marked: list[list[int]]) -> int:
        """The tree, and which of its pieces each mark of a page is of."""
        pieces: dict[int, list[tuple[int, int]]] = {}
        for page, some in zip(pages, marked, strict=True):
            for mark, number in enumerate(some):
                pieces.setdefault(number, []).append((page, mark))
        root = self._add(b"")
        places: dict[int, int] = {}
        document = self._node(tree.root, root, pieces, places)
        rows = [b"%d [%s]" % (at, b" ".join(b"%d 0 R" % places[one] for one in some)) for at, some in enumerate(marked)]
        parents = self._add(b"<< /Nums [%s] >>" % b"\n".join(rows))
        told = b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
        self._objects[root] = b"%d 0 obj\n%s\nendobj\n" % (root, told % (document, parents, len(pages)))
        return root

    def _node(
        self, node: Node, parent: int, pieces: dict[int, list[tuple[int, int]]], places: dict[int, int]
    ) -> int:  # fmt: skip
        number = places[node.number] = self._add(b"")
        mine = pieces.get(node.number, []) if node.number else []
        page = mine[0][0] if mine else 0
        # A mark of the page of the first one is its number alone: a table of a thousand rows has thousands of these.
        inside = [
            b"%d" % mark if at == page else b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (at, mark) for at, mark in mine
        ]
        inside += [b"%d 0 R" % self._node(one, number, pieces, places) for one in node.children]
        facts = b"".join((b"/Pg %d 0 R" % page if page else b"", *_facts(node)))
        body = b"<</S/%s/P %d 0 R%s/K[%s]>>" % (node.kind.encode("ascii"), parent, facts, b" ".join(inside))
        self._objects[number] = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return number

    def _outline(self, tree: Tree, pages: list[int]) -> int:
        """Titles and headings as bookmarks, one below the other; nothing for a sheet with a title alone."""
        headings = [node for node in tree.root.children if node.kind in ("H1", "H2") and node.title]
        if len(headings) < 2:
            return 0
        root = self._add(b"")
        first = root + 1
        for place, one in enumerate(headings):
            beside = b"/Prev %d 0 R " % (first + place - 1) if place else b""
            beside += b"/Next %d 0 R " % (first + place + 1) if place + 1 < len(headings) else b""
            height = self._height(pages[one.page])
            self._add(
                b"<< /Title %s /Parent %d 0 R %s/Dest [%d 0 R /XYZ 0 %d null] >>"
                % (_text(one.title), root, beside, pages[one.page], round(height - one.y * POINTS))
            )
        last = first + len(headings) - 1
        told = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, last, len(headings))
        self._objects[root] = b"%d 0 obj\n%s\nendobj\n" % (root, told)
        return root

    def _height(self, page: int) -> float:
        return float(re.search(rb"/MediaBox \[\S+ \S+ \S+ ([0-9.]+)", self._objects[page])[1])  # type: ignore[index]

    def _written(self) -> bytes:
        made, offsets = bytearray(self._head), list[int]()
        for number in sorted(self._objects):
            offsets.append(len(made))
            made += self._objects[number]
        size = b"/Size %d" % (len(offsets) + 1)
        begins = len(made)
        made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        made += b"".join(b"%010d 00000 n \n" % one for one in offsets)
        made += b"trailer\n<<" + re.sub(rb"/Size\s+\d+", size, self._trailer) + b">>\nstartxref\n%d\n%%%%EOF\n" % begins
        return bytes(made)


def _kinds(tree: Tree) -> dict[int, bytes]:
    def every(node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from every(child)

    return {node.number: node.kind.encode("ascii") for node in every(tree.root)}


def _facts(node: Node) -> Iterator[bytes]:
    if node.alt:
        yield b"/Alt " + _text(node.alt)
    if node.scope:
        yield b"/A << /O /Table /Scope /%s >>" % node.scope.encode("ascii")
    if node.summary:
        yield b"/A << /O /Table /Summary %s >>" % _text(node.summary)
    if node.box:
        yield b"/A << /O /Layout /Placement /Block /BBox [%d %d %d %d] >>" % tuple(round(one) for one in node.box)


def _text(words: str) -> bytes:
    """As a PDF writes words of any language (ISO 32000-1, 7.9.2.2)."""
    return b"<" + (b"\xfe\xff" + words.encode("utf-16-be")).hex().upper().encode() + b">"
