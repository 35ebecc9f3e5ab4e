"""Two independent judges of Word files: a Python one, and Microsoft's own Open XML SDK where it is installed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from openxml_audit import OpenXmlValidator

SDK = "ooxml-validator"


def complaints(path: Path) -> list[str]:
    """What the Python validator has against a file; nothing when it is well."""
    told = OpenXmlValidator().validate(str(path))
    return [str(one) for one in told.errors]


def complaints_of_the_sdk(path: Path, program: str) -> list[str]:
    """What the Open XML SDK has against a file."""
    done = subprocess.run([program, str(path)], check=False, capture_output=True, text=True, timeout=120)
    told = json.loads(done.stdout)
    return [json.dumps(one, ensure_ascii=False)[:400] for one in told.get("errors", [])]
