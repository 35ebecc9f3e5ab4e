"""The command line in a test: run, answer, and what the record held before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import cli

PASSPHRASE = "mate amargo a las siete"
# ruff: noqa: E501 - lines of files are as long as they are
ROLL = """apellido,nombres,documento,fecha_nacimiento,genero,telefono,correo,calle,altura,barrio,organizacion
Zurubíez,Ofelia,99111222,1958-03-04,mujer,+54 341 555-0101,ofelia@example.org,San Juan,3300,Echesortu,Vecinal Tres Esquinas
Ñaupáriz,Telmo,99333444,21/06/1979,varón,,telmo@example.org,Mendoza,4100,Godoy,
Quillahuetz,Irupé,,,,,,,,,
"""
REPORT = """\ufeffNombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,Duración (minutos),Invitado,En sala de espera
Telmo Ñaupáriz,telmo@example.org,19/11/2026 06:58:00 PM,19/11/2026 08:30:00 PM,92,Sí,No
Irupé,,19/11/2026 07:05:00 PM,19/11/2026 08:30:00 PM,85,Sí,No
"""


class Commands:
    """`commands("figures")` answers code, standard output, standard error; `commands.json(...)` the document."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._capsys = home, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = cli.run(["--home", str(self.home), *words])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: str) -> Any:
        """One JSON document on standard output, and code 0."""
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def refused(self, *words: str) -> str:
        """A sentence on standard error, nothing on standard output, and code 2."""
        code, out, err = self(*words)
        assert code == 2, f"{code}: {out}{err}"
        assert out == ""
        assert err.strip().endswith((".", "…")), err
        assert "Traceback" not in err
        return err.strip()
