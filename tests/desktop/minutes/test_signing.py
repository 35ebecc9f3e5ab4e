"""Signing the paper: with a file, with a token, with a timestamp; and every way in which it cannot be done."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pkcs11
import pytest
from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from db.errors import Refused, Unavailable
from desktop.minutes.keys import FileKey, TokenKey
from desktop.minutes.pdf import FinalPdf
from desktop.minutes.phrases import load
from desktop.minutes.signing import Signatory, Signed, Wish, apart, empty_places, sign
from desktop.minutes.stamp_words import seen
from desktop.minutes.verify import examine
from tests.desktop.minutes.certificates import PASSPHRASE, Holder, signatory, timestamper
from tests.discretion import Ears

PIN = "271828"
NEXT = Wish()
SOFTHSM = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


def signed(
    content: bytes, key: FileKey | TokenKey, now: datetime, wish: Wish = NEXT, roots: tuple[Holder, ...] = ()
) -> Signed:
    certificates = tuple(x509.Certificate.load(one.der) for one in roots)
    phrases = load("es_AR")
    return sign(
        content, key, wish, now=now, roots=certificates, words=lambda who, at: seen(who, at, wish, phrases, "es_AR")
    )


def pdfsig(content: bytes, folder: Path) -> str:
    """What the independent tool of Poppler says."""
    path = folder / "signed.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    return told.stdout + told.stderr


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "seen.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout


def test_two_sign_in_their_order_and_an_independent_tool_finds_both_valid(
    final: FinalPdf, lucia_key: FileKey, raul_key: FileKey, today: datetime, tmp_path: Path
) -> None:
    first = signed(final.content, lucia_key, today)
    second = signed(first.content, raul_key, today)

    assert (first.field, second.field) == ("Firma 1", "Firma 2")
    assert first.content.startswith(final.content)
    assert second.content.startswith(first.content)
    told = pdfsig(second.content, tmp_path)
    assert told.count("Signature is Valid") == 2
    assert "Lucía Benavídez Ñandú" in told
    assert empty_places(second.content) == ["Firma 3", "Firma 4"]


def test_a_signature_is_seen_above_its_line(
    final: FinalPdf, lucia_key: FileKey, licensed: Holder, today: datetime, tmp_path: Path
) -> None:
    wish = Wish(reason="Conformidad", location="Villa Ejemplo")
    evening = today.astimezone(ZoneInfo("America/Argentina/Cordoba"))
    made = signed(final.content, lucia_key, evening, wish, (licensed,))
    read = text_of(made.content, tmp_path)

    assert read.index("Firma digital") < read.index("Por la coordinación de la sesión")
    assert f"{evening:%d/%m/%Y %H:%M} (UTC-0300)" in read
    for words in ("Lucía Benavídez Ñandú", "Villa Ejemplo · Conformidad", "Certificado: Certificadora del Litoral"):
        assert words in read


def test_it_is_called_digital_only_with_a_certificate_of_a_licensed_certifier(
    final: FinalPdf, lucia_key: FileKey, raul_key: FileKey, licensed: Holder, today: datetime
) -> None:
    with_root = signed(final.content, lucia_key, today, roots=(licensed,)).signatory
    without = signed(final.content, lucia_key, today).signatory
    himself = signed(final.content, raul_key, today, roots=(licensed,)).signatory

    assert with_root == Signatory("Lucía Benavídez Ñandú", "Certificadora del Litoral", "digital")
    assert (without.kind, himself.kind) == ("electronic", "electronic")


def test_a_name_that_pretends_to_be_the_licensed_certifier_is_not_enough(
    final: FinalPdf, licensed: Holder, today: datetime, tmp_path: Path
) -> None:
    from tests.desktop.minutes.certificates import certifier

    impostor = signatory("Alguien", certifier("Autoridad Raíz de Prueba"))
    key = FileKey(impostor.file(tmp_path / "falso.p12"), PASSPHRASE)
    assert signed(final.content, key, today, roots=(licensed,)).signatory.kind == "electronic"


def test_somebody_may_sign_in_her_place_before_the_others(final: FinalPdf, raul_key: FileKey, today: datetime) -> None:
    made = signed(final.content, raul_key, today, Wish(place=3))
    assert made.field == "Firma 3"
    assert empty_places(made.content) == ["Firma 1", "Firma 2", "Firma 4"]
    with pytest.raises(Refused) as no:
        signed(made.content, raul_key, today, Wish(place=3))
    assert (no.value.code, no.value.facts) == ("place_taken", {"place": 3})


def test_when_every_place_is_signed_it_is_told(final: FinalPdf, raul_key: FileKey, today: datetime) -> None:
    content = final.content
    for _ in range(4):
        content = signed(content, raul_key, today).content
    with pytest.raises(Refused) as no:
        signed(content, raul_key, today)
    assert no.value.code == "places_full"
    assert [one.holds for one in examine(content).signatures] == [True] * 4


@pytest.mark.parametrize("content", [b"", b"hola", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_not_signed(content: bytes, raul_key: FileKey, today: datetime) -> None:
    with pytest.raises(Refused) as no:
        signed(content, raul_key, today)
    assert no.value.code == "pdf_unreadable"


def test_a_wrong_passphrase_and_a_file_that_is_none_are_told(
    final: FinalPdf, raul: Holder, today: datetime, tmp_path: Path
) -> None:
    path = raul.file(tmp_path / "raul.p12")
    other = tmp_path / "foto.p12"
    other.write_bytes(b"no certificate")
    wrong = [FileKey(path, "otra"), FileKey(path, ""), FileKey(other, PASSPHRASE)]
    codes = []
    for key in [*wrong, FileKey(tmp_path / "nada.p12", PASSPHRASE)]:
        with pytest.raises(Refused) as no:
            signed(final.content, key, today)
        codes.append(no.value.code)
    assert codes == ["certificate_file_unreadable"] * 3 + ["certificate_file_missing"]


def test_a_certificate_that_is_out_of_date_does_not_sign(final: FinalPdf, today: datetime, tmp_path: Path) -> None:
    codes = []
    for days in ((-400, -30), (30, 400)):
        key = FileKey(signatory("Quien Fuera", days=days).file(tmp_path / "x.p12"), PASSPHRASE)
        with pytest.raises(Refused) as no:
            signed(final.content, key, today)
        codes.append(no.value.code)
    assert codes == ["certificate_expired", "certificate_not_yet"]


def test_neither_the_passphrase_nor_the_name_of_whoever_signs_is_in_a_log_or_shown_by_the_key(
    final: FinalPdf, lucia_key: FileKey, today: datetime
) -> None:
    import logging

    ears, root = Ears(), logging.getLogger()
    root.addHandler(ears)
    try:
        made = signed(final.content, lucia_key, today)
        examine(made.content)
    finally:
        root.removeHandler(ears)
    heard = ears.take()
    assert "Benav" not in heard
    assert PASSPHRASE not in heard + repr(lucia_key) + repr(TokenKey(Path("x"), PASSPHRASE))


@pytest.fixture
def clock_server(today: datetime) -> Iterator[str]:
    """A timestamp server of our own on a free port."""
    holder = timestamper("Sello de Tiempo de Prueba")
    der = holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = x509.Certificate.load(holder.der)
    stamper = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(der), fixed_dt=today)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = apart(lambda: stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nobody listens."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_timestamp_vouches_for_when_it_was_signed(
    final: FinalPdf, raul_key: FileKey, today: datetime, clock_server: str, tmp_path: Path
) -> None:
    made = signed(final.content, raul_key, today, Wish(timestamps=clock_server))
    (report,) = examine(made.content).signatures

    assert report.stamped
    assert report.at is not None
    assert abs((report.at - today).total_seconds()) < 2
    assert report.holds
    assert pdfsig(made.content, tmp_path).count("Signature is Valid") == 1


def test_a_timestamp_server_that_is_silent_signs_nothing(final: FinalPdf, raul_key: FileKey, today: datetime) -> None:
    with pytest.raises(Unavailable) as no:
        signed(final.content, raul_key, today, Wish(timestamps="http://127.0.0.1:9/"))
    assert no.value.code == "timestamp_silent"


@pytest.fixture
def module() -> Path:
    """The token that is a program."""
    found = next((Path(one) for one in SOFTHSM if Path(one).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.fail("SoftHSM is not installed: apt-get install softhsm2")
    return found


@pytest.fixture(params=["curve", "rsa"])
def holder(request: pytest.FixtureRequest, lucia: Holder) -> Holder:
    """Whose token it is: the token makes the sum itself for one kind of key, and not for the other."""
    return lucia if request.param == "curve" else signatory("Lucía Benavídez Ñandú", rsa_key=True)


@pytest.fixture
def token(module: Path, holder: Holder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TokenKey:
    """A token with the key of somebody and her certificate."""
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    made = ["softhsm2-util", "--init-token", "--free", "--label", "Firma", "--so-pin", "161803", "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    pem = tmp_path / "key.pem"
    pem.write_bytes(
        holder.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    brought = [
        "softhsm2-util",
        "--import",
        str(pem),
        "--token",
        "Firma",
        "--label",
        "lucia",
        "--id",
        "a1",
        "--pin",
        PIN,
    ]
    subprocess.run(brought, check=True, capture_output=True)
    library = pkcs11.lib(str(module))
    library.reinitialize()  # it reads its settings once in a process, and those of this test are others
    with library.get_token(token_label="Firma").open(user_pin=PIN, rw=True) as session:
        session.create_object({
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.ID: b"\xa1",
            pkcs11.Attribute.LABEL: "lucia",
            pkcs11.Attribute.SUBJECT: x509.Certificate.load(holder.der).subject.dump(),
            pkcs11.Attribute.VALUE: holder.der,
        })  # fmt: skip
    return TokenKey(module, PIN)


def test_a_token_signs_with_the_key_that_never_leaves_it(
    final: FinalPdf, token: TokenKey, today: datetime, tmp_path: Path
) -> None:
    made = signed(final.content, token, today)
    again = signed(made.content, TokenKey(token.module, PIN, "Firma"), today)

    assert made.signatory.name == "Lucía Benavídez Ñandú"
    assert pdfsig(again.content, tmp_path).count("Signature is Valid") == 2


def test_a_wrong_pin_a_token_that_is_not_there_and_a_module_that_is_none_are_told(
    final: FinalPdf, token: TokenKey, today: datetime, tmp_path: Path
) -> None:
    wrong = {
        TokenKey(token.module, "000000"): "token_pin_wrong",
        TokenKey(token.module, PIN, "Otro"): "token_missing",
        TokenKey(tmp_path / "nada.so", PIN): "token_module_unreadable",
    }
    for key, code in wrong.items():
        with pytest.raises(Refused) as no:
            signed(final.content, key, today)
        assert no.value.code == code
