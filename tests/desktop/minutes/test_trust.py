"""Which certificates count as those of licensed certifiers: those in the folder of the desk, and nothing else there."""

from __future__ import annotations

from pathlib import Path

from asn1crypto import x509

from desktop.minutes.trust import FOLDER, licensed_roots, name_of
from tests.desktop.minutes.certificates import Holder, certifier


def names(home: Path) -> set[str]:
    return {name_of(one.subject) for one in licensed_roots(home, "villa_ejemplo")}


def test_a_desk_without_certificates_trusts_nobody(tmp_path: Path) -> None:
    assert licensed_roots(tmp_path, "villa_ejemplo") == ()
    assert licensed_roots(tmp_path, "rosario") == ()  # none is shipped


def test_certificates_are_read_as_text_and_as_bytes_and_what_is_none_counts_for_nothing(
    tmp_path: Path, licensed: Holder
) -> None:
    other, third = certifier("Otra Autoridad"), certifier("Tercera Autoridad")
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "juntas.pem").write_bytes(licensed.pem + other.pem)
    (folder / "tercera.cer").write_bytes(third.der)
    (folder / "rota.crt").write_bytes(third.der[:100])
    (folder / "foto.pem").write_bytes(b"hola")
    (folder / "leeme.txt").write_bytes(certifier("Nadie").pem)

    assert names(tmp_path) == {"Autoridad Raíz de Prueba", "Otra Autoridad", "Tercera Autoridad"}


def test_a_certificate_without_a_common_name_is_called_by_its_organisation() -> None:
    assert name_of(x509.Name.build({"organization_name": "Oficina", "country_name": "AR"})) == "Oficina"
    assert name_of(x509.Name.build({"country_name": "AR"}))
