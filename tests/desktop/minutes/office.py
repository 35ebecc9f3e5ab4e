"""LibreOffice without a window, as a second reader of what we write for Word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def read_with_libreoffice(folder: Path, *contents: bytes) -> list[str]:
    """The text LibreOffice finds in each .docx, read with a profile of its own so that no open office is disturbed."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.fail("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    sources = [folder / f"acta{number}.docx" for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [source.with_suffix(".txt").read_text(encoding="utf-8-sig") for source in sources]


def saved_by_libreoffice(folder: Path, content: bytes) -> bytes:
    """The same .docx after LibreOffice has opened it and saved it under its own hand."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.fail("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    source, out = folder / "before.docx", folder / "saved"
    source.write_bytes(content)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (out / "before.docx").read_bytes()
