"""The final paper of the invented evening, printed once for all tests of signing, and those who sign it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.minutes.document import write
from desktop.minutes.keys import FileKey
from desktop.minutes.pdf import FinalPdf, write_final
from desktop.minutes.phrases import load
from desktop.minutes.seal import Seal
from tests.desktop.minutes.certificates import PASSPHRASE, Holder, certifier, signatory
from tests.desktop.minutes.evening import EVENING

ROLES = [one.role for one in EVENING.signatures]


@pytest.fixture(scope="session")
def final() -> FinalPdf:
    """The acta of the invented evening, with four places to sign."""
    word = write(EVENING)
    return write_final(word.content, Seal(14, 2026, 1, word.sha256), load("es_AR"), ROLES)


@pytest.fixture(scope="session")
def licensed() -> Holder:
    """A certifier that the law licensed, and its certificate the city keeps."""
    return certifier("Autoridad Raíz de Prueba")


@pytest.fixture(scope="session")
def lucia(licensed: Holder) -> Holder:
    """She signs with a certificate of a certifier under the licensed root."""
    return signatory("Lucía Benavídez Ñandú", certifier("Certificadora del Litoral", licensed))


@pytest.fixture(scope="session")
def raul() -> Holder:
    """He made his certificate himself."""
    return signatory("Raúl Ibarra", rsa_key=True)


@pytest.fixture
def lucia_key(lucia: Holder, tmp_path: Path) -> FileKey:
    return FileKey(lucia.file(tmp_path / "lucia.p12"), PASSPHRASE)


@pytest.fixture
def raul_key(raul: Holder, tmp_path: Path) -> FileKey:
    return FileKey(raul.file(tmp_path / "raul.p12"), PASSPHRASE)


@pytest.fixture
def today() -> datetime:
    """Certificates are made for the run, so they are in force today and not on the evening of the tests."""
    return datetime.now(UTC)
