"""An enrolment file as a code to be photographed, and back: out of a picture, the camera, or a text that was copied."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from db.errors import Refused, Unavailable
from db.sync.ticket import CODE, Ticket, read_ticket, ticket_of

_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".webp"}
# A photograph of a telephone holds no more of a code than this, only more to look through.
_WIDEST = 2000


def drawn_code(told: str) -> bytes:
    """The text as a QR code, a PNG; whoever photographs it has the file. Raises Refused: ticket_too_big."""
    import segno  # drawing one is the administrator's, once a laptop; reading one needs nothing of it

    try:
        drawn = segno.make(told, error="l", micro=False, boost_error=True)
    except segno.DataOverflowError:
        raise Refused("ticket_too_big") from None
    content = BytesIO()
    drawn.save(content, kind="png", scale=6, border=4)
    return content.getvalue()


def write_code(told: str, path: Path) -> None:
    """Draws the text as a QR code into a file. Raises as `drawn_code`, and Refused: ticket_exists; Unavailable:
    paper_file_unwritable."""
    if path.exists():
        raise Refused("ticket_exists", path=str(path))
    content = drawn_code(told)
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(content)
    except OSError:
        raise Unavailable("paper_file_unwritable", path=str(path)) from None


def take_ticket(path: Path) -> Ticket:
    """The enrolment file, or a picture of its code. Raises as `read_ticket`, and Refused: code_reader_missing."""
    if path.suffix.casefold() not in _PICTURES:
        return read_ticket(path)
    if not path.is_file():
        raise Refused("ticket_not_there", path=str(path))
    told = code_in(QImage(str(path)))
    if told is None:
        raise Refused("ticket_unreadable")
    return ticket_of(told)


def code_in(picture: QImage) -> str | None:
    """The text of an enrolment code in a picture, however it is turned. Raises Refused: code_reader_missing."""
    if picture.isNull():
        return None
    if find_spec("zxingcpp") is None:
        raise Refused("code_reader_missing")
    reader: Any = import_module("zxingcpp")  # an extra: nothing of it is loaded before the first picture
    if picture.width() > _WIDEST:
        picture = picture.scaledToWidth(_WIDEST)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    content = bytes(grey.constBits())
    dots = reader.ImageView(content, grey.width(), grey.height(), reader.ImageFormat.Lum, grey.bytesPerLine())
    found = reader.read_barcodes(dots, formats=reader.QRCode, text_mode=reader.TextMode.Plain)
    return next((str(one.text) for one in found if str(one.text).startswith(CODE)), None)
