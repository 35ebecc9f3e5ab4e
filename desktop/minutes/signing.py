"""Signing the PDF of an acta (PAdES): each signature comes after what is there, so that earlier ones go on holding."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from db.errors import Refused, Unavailable
from desktop.minutes import trust
from desktop.minutes.keys import FileKey, TokenKey, signer_of

T = TypeVar("T")
SECONDS = 20  # how long a timestamp server may take


@dataclass(frozen=True)
class Signatory:
    """What a certificate says of whoever signs, before she signs."""

    name: str
    issuer: str
    kind: str


@dataclass(frozen=True)
class Wish:
    """How to sign: in which of the empty places (None: the next one), why, where, and which timestamp server to ask."""

    place: int | None = None
    reason: str = ""
    location: str = ""
    timestamps: str = ""


@dataclass(frozen=True)
class Signed:
    """The signed paper."""

    content: bytes
    sha256: str
    field: str
    signatory: Signatory


def apart(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a coroutine of pyHanko to its end on a loop of its own: ours may be running in this very thread.

    pyHanko logs whose certificate it could not follow; names have no place in a log.
    """
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(make())).result()


def empty_places(content: bytes) -> list[str]:
    """The fields that nobody has signed yet, in their order. Raises Refused: pdf_unreadable."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        reader = PdfFileReader(io.BytesIO(content))
        return sorted(name for name, _, _ in enumerate_sig_fields(reader, filled_status=False))
    except (PdfError, ValueError, KeyError) as error:
        raise Refused("pdf_unreadable") from error


def sign(
    content: bytes,
    key: FileKey | TokenKey,
    wish: Wish,
    *,
    now: datetime,
    roots: tuple[Any, ...],
    words: Callable[[Signatory, datetime], Sequence[str]],
) -> Signed:
    """The PDF with one more signature. `words` says the lines that are seen of it.

    Raises Refused: pdf_unreadable, places_full, place_taken, and as `signer_of`; Unavailable: timestamp_silent,
    token_silent.
    """
    field = _chosen(empty_places(content), wish.place)
    with signer_of(key, now) as signer:
        certificate = signer.signing_cert
        kind = apart(lambda: trust.kind_of(certificate, signer.cert_registry, roots=roots, at=now))
        signatory = Signatory(trust.name_of(certificate.subject), trust.name_of(certificate.issuer), kind)
        # Drawn in this thread, and loaded here: whoever only verifies needs no letters of Qt.
        from desktop.minutes import stamp

        seen = stamp.draw(words(signatory, now))
        with tempfile.TemporaryDirectory(prefix="cabildo-", ignore_cleanup_errors=True) as folder:
            drawn = Path(folder) / "stamp.pdf"  # pyHanko takes it from a file and from nothing else
            drawn.write_bytes(seen)
            made = apart(lambda: _sign(content, signer, field, wish, drawn))
    return Signed(made, hashlib.sha256(made).hexdigest(), field, signatory)


def _chosen(empty: list[str], place: int | None) -> str:
    from desktop.minutes.pdf import FIELD

    if not empty:
        raise Refused("places_full")
    if place is None:
        return empty[0]
    wanted = FIELD.format(number=place)
    if wanted not in empty:
        raise Refused("place_taken", place=place)
    return wanted


async def _sign(content: bytes, signer: Any, field: str, wish: Wish, drawn: Path) -> bytes:
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.stamp.static import StaticStampStyle

    edge = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
    )
    style = StaticStampStyle(
        border_width=0, background=ImportedPdfPage(str(drawn)), background_layout=edge, background_opacity=1.0
    )
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=wish.reason or None,
        location=wish.location or None,
        name=trust.name_of(signer.signing_cert.subject),
    )
    asked = _timestamper(wish.timestamps) if wish.timestamps else None
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    out = io.BytesIO()
    try:
        pdf_signer = PdfSigner(meta, signer, timestamper=asked, stamp_style=style)
        await pdf_signer.async_sign_pdf(writer, existing_fields_only=True, output=out)
    except TimestampRequestError as error:
        raise Unavailable("timestamp_silent") from error
    return out.getvalue()


def _timestamper(url: str) -> Any:
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

    return RequestsHTTPTimeStamper(url, timeout=SECONDS)
