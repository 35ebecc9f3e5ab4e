"""Where everything on a sheet finds its place: pages, rows that are never broken, headers that come again."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.paper.grid import Grid, facts_grid, table_grid
from desktop.paper.ink import POINTS, Ink, Stroke, Text, rule, upright
from desktop.paper.look import ACCENT, LINE, MARGIN_FOOT, MARGIN_SIDE, MARGIN_TOP, MUTED, PAGE
from desktop.paper.question import pieces
from desktop.paper.sheet import (
    Block,
    Facts,
    Heading,
    Lines,
    PageBreak,
    Paragraph,
    Picture,
    Points,
    Question,
    Sheet,
    Space,
    Table,
    Title,
)
from desktop.paper.tags import Node, Tree, mark

_AFTER = {"lead": 2.6, "body": 1.9, "large": 1.6, "poster": 4.0, "note": 1.9, "small": 0.6}
SHORT = 9  # rows of a table that is kept on one page
_SMALLEST = 0.8  # of a picture, so that its letters can still be read
_COMPANY = 16.0  # millimetres of what follows that must stand under a heading


class Flow:
    """One sheet being laid out; `pages()` answers the strokes of each page."""

    def __init__(self, sheet: Sheet, ink: Ink, page_words: str) -> None:
        self._sheet, self._ink, self._page_words = sheet, ink, page_words
        mm = ink.mm
        self._x, self._top = mm(MARGIN_SIDE), mm(MARGIN_TOP)
        self._width = mm(PAGE[sheet.landscape] - 2 * MARGIN_SIDE)
        self._bottom = mm(PAGE[not sheet.landscape] - MARGIN_FOOT)
        self._pages: list[list[Stroke]] = [[]]
        self._y = self._top
        self._grids: dict[int, Grid] = {}
        self.tree = Tree()

    def pages(self) -> list[list[Stroke]]:
        """Everything, with the foot of each page, which is known when there is the last one."""
        self._letterhead()
        for place, block in enumerate(self._sheet.blocks):
            match block:
                case Heading():
                    self._heading(block, self._ahead(place + 1))
                case Paragraph():
                    self._paragraph(block, self._ahead(place + 1) if block.keep else 0)
                case Table() | Facts():
                    self._grid(self._grid_at(place, block), self._note_height(place + 1))
                case _:
                    self._put(block)
        for number, strokes in enumerate(self._pages, 1):
            strokes.extend(self._foot(number))
        return self._pages

    def _put(self, block: Block) -> None:
        match block:
            case Title():
                self._title(block)
            case Points():
                self._points(block)
            case Picture():
                self._picture(block)
            case Lines(places):
                self._signatures(places)
            case Question():
                self._question(block)
            case PageBreak():
                self._turn()
            case Space(height):
                self._y += self._ink.mm(height)

    def _turn(self) -> None:
        self._pages.append([])
        self._y = self._top

    def _draw(self, *strokes: Stroke) -> None:
        self._pages[-1].extend(strokes)

    def _need(self, height: float) -> None:
        """A new page, unless there is room here (or the page is empty, and another would not have more)."""
        if self._y + height > self._bottom and self._y > self._top:
            self._turn()

    def _lines(self, text: Text, x: float, node: Node) -> None:
        """A text, cut where a page ends."""
        for number, (_, height) in enumerate(text.lines):
            self._need(height)
            if number == 0:
                node.page, node.y = len(self._pages) - 1, self._y
            self._draw(mark(node), *text.strokes(x, self._y, number, number + 1))
            self._y += height

    def _letterhead(self) -> None:
        for number, line in enumerate(self._sheet.letterhead):
            self._lines(
                self._ink.text("letterhead" if number else "authority", line, self._width), self._x, self.tree.add("P")
            )
        if self._sheet.letterhead:
            self._y += self._ink.mm(1.6)
            self._draw(mark(None), rule(self._x, self._y, self._width, ACCENT, self._ink.mm(0.5)))
            self._y += self._ink.mm(4.5)

    def _title(self, block: Title) -> None:
        title = self.tree.add("H1", title=block.text)
        self._lines(self._ink.text("title", block.text, self._width), self._x, title)
        for voice, words in (("subtitle", block.under), ("notice", block.notice)):
            if words:
                self._y += self._ink.mm(0.8)
                self._lines(self._ink.text(voice, words, self._width), self._x, self.tree.add("P"))
        self._y += self._ink.mm(3.5)

    def _ahead(self, place: int) -> float:
        """The height of what must stand under a heading: a picture, as much of a table as is never parted, or a text
        that is held on the page of such a one itself."""
        block = self._sheet.blocks[place] if place < len(self._sheet.blocks) else None
        match block:
            case Picture():
                return self._height(block) * _SMALLEST + self._ink.mm(0.5)
            case Table() | Facts():
                return self._together(self._grid_at(place, block), self._note_height(place + 1))
            case Paragraph(keep=True):
                text = self._ink.text(block.style, block.spans, self._width)
                return text.height + self._ink.mm(_AFTER[block.style]) + self._ahead(place + 1)
        return 0

    def _heading(self, block: Heading, company: float) -> None:
        mm = self._ink.mm
        text = self._ink.text(f"heading{block.level}", block.text, self._width)
        before = mm(4.5 if block.level == 1 else 3) if self._y > self._top else 0
        self._need(before + text.height + max(mm(_COMPANY), company + mm(3)))
        self._y += before if self._y > self._top else 0
        self._lines(text, self._x, self.tree.add(f"H{block.level + 1}", title=block.text))
        if block.level == 1:
            self._draw(mark(None), rule(self._x, self._y + mm(0.8), self._width, ACCENT, mm(0.3)))
            self._y += mm(1.6)
        self._y += mm(1.4)

    def _paragraph(self, block: Paragraph, company: float) -> None:
        mm = self._ink.mm
        inset = mm(4) if block.style == "note" else 0
        text = self._ink.text(block.style, block.spans, self._width - inset)
        if block.keep:
            self._need(text.height + max(mm(_COMPANY * (2 if block.style == "small" else 1)), company + mm(3)))
        top, page = self._y, len(self._pages)
        self._lines(text, self._x + inset, self.tree.add("P"))
        if block.style == "note" and page == len(self._pages):
            self._draw(mark(None), upright(self._x + mm(1), top, self._y - top, LINE, mm(0.8)))
        self._y += mm(_AFTER[block.style])

    def _points(self, block: Points) -> None:
        mm = self._ink.mm
        inset = mm(4 if block.style == "small" else 5.5)
        texts = [(sign, self._ink.text(block.style, words, self._width - inset)) for sign, words in block.marked]
        whole = sum(text.height + mm(_AFTER[block.style]) for _, text in texts)
        if whole < (self._bottom - self._top) / 3:  # what is agreed to is read in one piece
            self._need(whole)
        every = self.tree.add("L")
        for sign, text in texts:
            self._need(text.height if len(text.lines) < 6 else text.lines[0][1])
            one = self.tree.add("LI", every)
            before = self._ink.text(block.style, sign, inset).strokes(self._x, self._y)
            self._draw(mark(self.tree.add("Lbl", one)), *before)
            self._lines(text, self._x + inset, self.tree.add("LBody", one))
            self._y += mm(_AFTER[block.style])

    def _height(self, block: Picture) -> float:
        return self._width * block.share * block.proportion

    def _picture(self, block: Picture) -> None:
        width, height = self._width * block.share, self._height(block)
        image = QImage.fromData(block.content)
        fits = (self._bottom - self._y) / height
        if _SMALLEST <= fits < 1:  # somewhat smaller here, rather than a third of a page left empty
            width, height = width * fits, height * fits
        self._need(height)
        where = QRectF(self._x + (self._width - width) / 2, self._y, width, height)

        def draw(painter: QPainter) -> None:
            painter.drawImage(where, image)

        tall = PAGE[not self._sheet.landscape] / 25.4 * 72
        left, right = where.left() * POINTS, where.right() * POINTS
        box = left, tall - where.bottom() * POINTS, right, tall - where.top() * POINTS
        self._draw(mark(self.tree.add("Figure", alt=block.alt, box=box)), draw)
        self._y += height + self._ink.mm(2.5)

    def _grid_at(self, place: int, block: Table | Facts) -> Grid:
        """The rows of a table; measured once, for a list may have thousands."""
        if place not in self._grids:
            if isinstance(block, Table):
                self._grids[place] = table_grid(self._ink, block, self._width)
            else:
                self._grids[place] = facts_grid(self._ink, block, self._width)
        return self._grids[place]

    def _note_height(self, place: int) -> float:
        """The height of a note of a line or two under a table, which is not to begin the next page by itself."""
        following = self._sheet.blocks[place] if place < len(self._sheet.blocks) else None
        if not isinstance(following, Paragraph) or following.style != "small":
            return 0
        text = self._ink.text(following.style, following.spans, self._width)
        return text.height + self._ink.mm(3) if len(text.lines) < 4 else 0

    def _together(self, grid: Grid, note: float) -> float:
        """How much of a table stands on the page on which it begins: a small one stays on one page with its note."""
        room = self._bottom - self._top - grid.head_height
        heights = [row.height for row in grid.rows]
        short = len(heights) <= SHORT and sum(heights) < (self._bottom - self._top) / 3
        together = sum(heights) + note if short else sum(heights[:2])
        return grid.head_height + (min(heights[0], room) if together > room else together)

    def _grid(self, grid: Grid, note: float) -> None:
        """Rows; the header comes again on every page, and only a row longer than a page is cut.

        Of a large table no single row stands alone above or below the end of a page.
        """
        room = self._bottom - self._top - grid.head_height
        heights = [row.height for row in grid.rows]
        self._need(self._together(grid, note))
        table = self.tree.add("Table", summary=grid.caption)
        self._head(grid, table)
        for place, row in enumerate(grid.rows):
            line = self.tree.add("TR", table)
            cells = [self.tree.add(kind, line, scope="Row" if kind == "TH" else "") for kind in grid.kinds(row)]
            company = {len(heights) - 2: heights[-1] + note, len(heights) - 1: note}.get(place, 0)
            if self._y + row.height + company > self._bottom:
                whole = row.height <= room
                if self._y > self._top + grid.head_height and (whole or self._y + row.least > self._bottom):
                    self._turn()
                    self._head(grid)
            at = 0
            while at < row.length:
                until = row.fitting(at, self._bottom - self._y)
                strokes, height = row.strokes(self._x, self._y, at, until, cells)
                self._draw(*strokes)
                self._y, at = self._y + height, until
                if at < row.length:
                    self._turn()
                    self._head(grid)
        self._y += self._ink.mm(3)

    def _head(self, grid: Grid, table: Node | None = None) -> None:
        """The head of a table; read aloud where the table begins, and for the eye alone on its further pages."""
        if grid.head is not None:
            cells = []
            if table:
                line = self.tree.add("TR", table)
                cells = [self.tree.add("TH", line, scope="Column") for _ in grid.head.cells]
            strokes, height = grid.head.strokes(self._x, self._y, 0, grid.head.length, cells)
            self._draw(*strokes)
            self._y += height
        else:
            self._draw(mark(None), rule(self._x, self._y, self._width, LINE, self._ink.mm(0.2)))

    def _signatures(self, places: tuple[tuple[str, str], ...]) -> None:
        mm, half = self._ink.mm, self._width / 2
        for at in range(0, len(places), 2):
            pair = places[at : at + 2]
            texts = [
                (self._ink.text("sign", name, half - mm(14), "center"), self._ink.text("under", role, half, "center"))
                for name, role in pair
            ]
            height = mm(19) + max(name.height + role.height for name, role in texts)
            self._need(height)
            for place, (name, role) in enumerate(texts):
                left = self._x + place * half
                y = self._y + mm(17)
                node = mark(self.tree.add("P"))
                self._draw(mark(None), rule(left + mm(7), y, half - mm(14), MUTED, mm(0.25)))
                self._draw(node, *name.strokes(left + mm(7), y + mm(1)))
                self._draw(node, *role.strokes(left, y + mm(1) + name.height))
            self._y += height

    def _question(self, block: Question) -> None:
        """A question stands on one page with what can be answered, unless that is longer than a page."""
        parts = pieces(self._ink, block, self._width, self.tree)
        whole = sum(part.height for part in parts)
        self._need(whole if whole < self._bottom - self._top else sum(part.height for part in parts[:2]))
        parts[0].node.page, parts[0].node.y = len(self._pages) - 1, self._y
        for part in parts:
            self._need(part.height)
            self._draw(*part.strokes(self._x, self._y))
            self._y += part.height
        self._y += self._ink.mm(3.5)

    def _foot(self, number: int) -> list[Stroke]:
        mm, y = self._ink.mm, self._bottom + self._ink.mm(5)
        words = self._page_words.format(page=number, pages=len(self._pages))
        right = self._ink.text("foot", words, self._width, "right")
        left = self._ink.text("foot", " ".join(self._sheet.footer.split()), self._width * 0.78)
        return [
            mark(None),
            rule(self._x, y, self._width, LINE, mm(0.2)),
            *left.strokes(self._x, y + mm(1.2), 0, 2),
            *right.strokes(self._x, y + mm(1.2)),
        ]
