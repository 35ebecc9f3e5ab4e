"""LibreOffice without a window: a Word file in, a PDF out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from db.errors import Unavailable

PROGRAMS = ("soffice", "libreoffice")
# Where its installers put it when they leave it off the path.
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
SECONDS = 120
# Tagged, so that it can be read aloud; nothing of a form, because the places to sign are ours; where each bookmark came
# to lie, because the places to sign are found by them; and no remark that was left beside the text for a colleague.
ON, OFF = {"type": "boolean", "value": "true"}, {"type": "boolean", "value": "false"}
OPTIONS = {"UseTaggedPDF": ON, "ExportFormFields": OFF, "ExportBookmarksToPDFDestination": ON, "ExportNotes": OFF}


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next((found for name in (*PROGRAMS, *PLACES) if (found := shutil.which(name))), None)


def to_pdf(word: bytes) -> bytes:
    """The Word file as LibreOffice prints it. Raises Unavailable: office_missing, office_failed.

    It runs with a profile of its own: an office that is open stays as it is, and would otherwise take the job without
    ever answering.
    """
    soffice = program()
    if soffice is None:
        raise Unavailable("office_missing")
    with tempfile.TemporaryDirectory(prefix="cabildo-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        source, out = folder / "acta.docx", folder / "out"
        source.write_bytes(word)
        command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", f"pdf:writer_pdf_Export:{json.dumps(OPTIONS)}", "--outdir", str(out), str(source)]
        environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, env=environment)
            return (out / "acta.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable("office_failed") from error
