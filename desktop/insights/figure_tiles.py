"""The numbers that matter first, each with its change."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.insights.answers import Answer
from desktop.insights import words
from desktop.insights.series import YEAR, Board
from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Tile, tiles


class FigureTiles(QWidget):
    """Sittings, people, new, returning, share online, minutes pending."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {
            "sittings": Tile("calendar-check", self.tr("Sittings"), Tone.ACCENT),
            "people": Tile("account-group", self.tr("People"), Tone.ACCENT),
            "new": Tile("account-plus", self.tr("New"), Tone.ATTENTION),
            "returning": Tile("account-heart", self.tr("Had come before"), Tone.GOOD),
            "online_share": Tile("video", self.tr("By Zoom"), Tone.ONLINE),
            "minutes_pending": Tile("file-document-alert-outline", self.tr("Without minutes"), Tone.BAD),
        }
        for name, tile in self.tiles.items():
            tile.setObjectName(f"insights.tile.{name}")
        theme.space(QVBoxLayout(self), 0).addWidget(tiles(list(self.tiles.values())))

    def show_board(self, board: Board) -> None:
        """Other numbers, and those before."""
        now, before = board.now.answers, board.before.answers if board.before else {}
        for name, tile in self.tiles.items():
            if name == "online_share":
                self._show_share(tile, now[name], before.get(name))
            elif name == "minutes_pending":
                tile.show_number(words.number(board.number(name)), self._of(now[name]))
                tile.setToolTip(self.tr("Closed sittings whose minutes are not a document yet, of those that ended"))
            else:
                known = board.compares_new or name not in ("new", "returning")
                self._show_count(tile, board.number(name), before.get(name) if known else None)
                if before and not known:
                    tile.show_number(words.number(board.number(name)), self._of(now[name]))
        if board.whose.district_alone and board.before is None:
            # Whoever was at a sitting of another district is not known here to have come before.
            for name in ("new", "returning"):
                self.tiles[name].show_number(words.number(board.number(name)), self.tr("in the district"))
        if board.before is not None:
            said = self.tr("A year before") if board.compared == YEAR else self.tr("The days before")
            for name in ("sittings", "people", *(("new", "returning") if board.compares_new else ())):
                self.tiles[name].setToolTip(f"{said}: {words.number(int(before[name].value or 0))}")

    def _show_count(self, tile: Tile, now: int, before: Answer | None) -> None:
        tile.setToolTip("")
        note = ""
        if before is not None:
            then = int(before.value or 0)
            note = (
                f"{words.change(now, then)} ({words.number(then)})"
                if then
                else self.tr("before: {number}").format(number=0)
            )
        tile.show_number(words.number(now), note)

    def _of(self, one: Answer) -> str:
        return self.tr("of {whole}").format(whole=words.number(one.of or 0))

    def _show_share(self, tile: Tile, now: Answer, before: Answer | None) -> None:
        part = self._of(now)
        if before is not None and before.value is not None:
            part = self.tr("before: {number}").format(number=words.percent(before.value))
        tile.show_number(words.percent(now.value), part)
        tile.setToolTip(self.tr("Attendances that were on Zoom at least in part, of all attendances"))
