"""Whether signatures hold: what is told of a file that was changed, added to, cut off or signed out of time."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import crl, x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from desktop.minutes.keys import FileKey
from desktop.minutes.pdf import FinalPdf
from desktop.minutes.signing import Wish, sign
from desktop.minutes.verify import PdfReport, examine
from tests.desktop.minutes.certificates import PASSPHRASE, Holder, revoked


@pytest.fixture(scope="session")
def twice(final: FinalPdf, lucia: Holder, raul: Holder, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Signed by Lucía, and then by Raúl."""
    folder, content = tmp_path_factory.mktemp("keys"), final.content
    for holder in (lucia, raul):
        key = FileKey(holder.file(folder / "key.p12"), PASSPHRASE)
        content = sign(content, key, Wish(), now=datetime.now(UTC), roots=(), words=lambda who, _: [who.name]).content
    return content


def test_both_hold_and_the_earlier_one_knows_that_only_a_signature_came_after_it(
    twice: bytes, licensed: Holder
) -> None:
    first, second = examine(twice, roots=(x509.Certificate.load(licensed.der),)).signatures

    assert (first.holds, first.covers, first.after, first.kind) == (True, "earlier", "signatures", "digital")
    assert (second.holds, second.covers, second.after, second.kind) == (True, "whole", "nothing", "electronic")
    assert (first.signer, first.issuer) == ("Lucía Benavídez Ñandú", "Certificadora del Litoral")
    assert (first.certificate, first.revocation, first.stamped) == ("valid", "unknown", False)


def test_one_changed_byte_is_told_and_the_independent_tool_says_the_same(twice: bytes, tmp_path: Path) -> None:
    changed = bytearray(twice)
    changed[len(twice) // 4] ^= 1
    first, second = examine(bytes(changed)).signatures
    path = tmp_path / "changed.pdf"
    path.write_bytes(bytes(changed))
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout

    assert not first.intact
    assert not second.intact
    assert not (first.holds)
    assert not (second.holds)
    assert "Signature is Valid" not in told
    assert told.count("Digest Mismatch") == 2


def test_whichever_bit_is_changed_not_every_signature_holds_any_more(twice: bytes) -> None:
    # The signatures themselves are written as hexadecimal figures, with room left behind them: "a" for "A", and what
    # stands in that room, say nothing else than before. That the file is another one is told by its sum.
    unsigned = [(found.start(), found.end()) for found in re.finditer(rb"<[0-9a-fA-F]{2000,}>", twice)]
    assert len(unsigned) == 2

    @given(place=st.integers(0, len(twice) - 1), bit=st.integers(0, 7))
    def changed_at(place: int, bit: int) -> None:
        changed = bytearray(twice)
        changed[place] ^= 1 << bit
        found = examine(bytes(changed)).signatures
        spoken = not any(begin <= place < end for begin, end in unsigned)
        assert not spoken or len(found) < 2 or not all(one.holds for one in found)

    changed_at()


def test_what_is_added_after_the_signatures_is_told(twice: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(twice))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    first, second = examine(out.getvalue()).signatures

    assert [one.after for one in (first, second)] == ["others", "others"]
    assert not (first.holds)
    assert not (second.holds)
    assert second.intact  # what was signed is still there; what is seen is something else


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_file_that_was_cut_off_never_holds(twice: bytes, share: float) -> None:
    report = examine(twice[: int(len(twice) * share)])
    assert not report.readable or len(report.signatures) < 2 or not all(one.holds for one in report.signatures)


@pytest.mark.parametrize("content", [b"", b"hola", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_told(content: bytes) -> None:
    assert examine(content) == PdfReport(False)


def test_a_paper_without_signatures_has_none(final: FinalPdf) -> None:
    assert examine(final.content) == PdfReport(True, ())


def test_a_certificate_that_was_revoked_before_is_told_when_the_file_carries_the_list(
    final: FinalPdf, lucia: Holder, licensed: Holder, today: datetime, tmp_path: Path
) -> None:
    key = FileKey(lucia.file(tmp_path / "lucia.p12"), PASSPHRASE)
    content = sign(final.content, key, Wish(), now=today, roots=(), words=lambda who, _: [who.name]).content
    roots = (x509.Certificate.load(licensed.der),)
    found = {}
    for days_ago in (3, -1):
        carrying = io.BytesIO(content)
        sums = crl.CertificateList.load(revoked(lucia, days_ago=days_ago))
        DocumentSecurityStore.add_dss(carrying, None, crls=[sums], certs=[x509.Certificate.load(lucia.der)])
        (report,) = examine(carrying.getvalue(), roots=roots).signatures
        found[days_ago] = (report.intact, report.after, report.revocation, report.holds)
    assert found == {3: (True, "signatures", "revoked", False), -1: (True, "signatures", "unknown", True)}
