"""The preview beside the door: what the camera sees, where to hold the card, and a tick when it was read."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.kit import icons, theme
from desktop.kit.buttons import icon_button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Row, label

_TICK_MS = 900


class Preview(QWidget):
    """The picture, mirrored so that the hand moves as in a mirror, and a frame to hold the bars into."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._ticked = False
        self._off = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._off.timeout.connect(lambda: self._show_tick(ticked=False))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(190))
        self.setAccessibleName(self.tr("What the camera sees"))

    def show_picture(self, picture: QImage) -> None:
        """The newest one."""
        self._picture = picture.flipped(Qt.Orientation.Horizontal)
        self.update()

    def tick(self) -> None:
        """A card was read: a green frame and a sign, for a moment."""
        self._show_tick(ticked=True)
        self._off.start()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(190))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#0b1220"))
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())
            painter.drawImage(spot, self._picture)
        wide = min(self.width(), self.height() * 16 // 9) * 3 // 4
        frame = QRect((self.width() - wide) // 2, self.height() * 3 // 10, wide, self.height() * 4 // 10)
        painter.setPen(QPen(theme.color(Tone.GOOD) if self._ticked else QColor("#ffffff"), theme.px(3)))
        painter.drawRoundedRect(frame, theme.px(6), theme.px(6))
        if self._ticked:
            side = theme.px(56)
            centre = QRect(self.width() // 2 - side // 2, self.height() // 2 - side // 2, side, side)
            icons.draw(painter, "check-circle", centre, Tone.GOOD)

    def _show_tick(self, *, ticked: bool) -> None:
        self._ticked = ticked
        self.update()


class CameraPane(QFrame):
    """Escape or the cross close it; whenever it is not seen, the camera is off."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.setObjectName("camera.pane")
        self.setAccessibleName(self.tr("Camera"))
        self.preview = Preview()
        close = icon_button("close", self.tr("Close the camera"))
        close.setObjectName("camera.close")
        close.clicked.connect(self.hide)
        whole = theme.space(QVBoxLayout(self), 8, (12, 8, 8, 12))
        words = self.tr("Hold the bars of the DNI level inside the frame, a hand's width away.")
        whole.addWidget(Row(label(words, "small", wrap=True), None, close))
        whole.addWidget(self.preview)
        self.hide()

    def show_read(self) -> None:
        """A card was read."""
        self.preview.tick()
        QApplication.beep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
