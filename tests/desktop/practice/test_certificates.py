"""The certificates to practise with: whoever meets one later must not take it for a signature that counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from db.errors import Refused
from desktop.minutes.keys import FileKey, signer_of
from desktop.paths import settings_file
from desktop.practice.certificates import PASSPHRASE, lay_out
from desktop.settings import Settings

EVENING = date(2026, 11, 19)


def test_each_says_in_its_name_that_it_is_worth_nothing(tmp_path: Path) -> None:
    for one in lay_out(tmp_path, EVENING):
        told = pkcs12.load_pkcs12(one.path.read_bytes(), PASSPHRASE.encode()).cert
        assert told is not None
        (name,) = told.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        assert name.value == one.name
        assert "PRÁCTICA SIN VALOR" in one.name
        assert PASSPHRASE in one.path.name, "whoever practises is told the passphrase"


@pytest.mark.parametrize("on", [EVENING, date(2020, 3, 2), date(2031, 8, 30)])
def test_it_holds_on_the_evening_and_on_the_day_of_the_computer(tmp_path: Path, on: date) -> None:
    first, _ = lay_out(tmp_path, on)
    for moment in (datetime.combine(on, datetime.max.time(), tzinfo=UTC), datetime.now(UTC)):
        with signer_of(FileKey(first.path, PASSPHRASE), moment) as signer:
            assert signer.signing_cert.subject.native["common_name"] == first.name


def test_it_is_kept_until_it_runs_out(tmp_path: Path) -> None:
    first, second = lay_out(tmp_path, EVENING)
    kept = first.path.read_bytes()
    second.path.write_bytes(b"")
    assert lay_out(tmp_path, EVENING + timedelta(days=30))[0].path.read_bytes() == kept
    assert second.path.read_bytes() != b""
    later = EVENING + timedelta(days=3 * 365)
    with pytest.raises(Refused) as no, signer_of(FileKey(first.path, PASSPHRASE), datetime(2031, 1, 1, tzinfo=UTC)):
        pass
    assert no.value.code == "certificate_expired"
    assert lay_out(tmp_path, later)[0].path.read_bytes() != kept


def test_it_stands_in_the_form_unless_somebody_signed_with_another(tmp_path: Path) -> None:
    first, second = lay_out(tmp_path, EVENING)
    settings = Settings(settings_file(tmp_path))
    assert settings.taste.certificate_file == str(first.path)
    settings.change(certificate_file=str(second.path))
    lay_out(tmp_path, EVENING)
    assert Settings(settings_file(tmp_path)).taste.certificate_file == str(second.path)
