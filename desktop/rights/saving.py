"""Saves her file: for reading as Word or PDF, and beside it as JSON, which another program can read."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from db.base import plain
from db.errors import Refused
from db.places.city import City
from db.rights.told import PersonFile
from desktop.paper.saving import file_name, produce
from desktop.paper.whole import write_whole
from desktop.rights.sheet import person_sheet

ENDINGS = (".pdf", ".docx", ".json")
LAW = "Ley 25.326, artículos 14 a 16"


def save(file: PersonFile, city: City, *, now: datetime, wanted: Path, force: bool = False) -> tuple[Path, ...]:
    """Writes the file where `wanted` says, each file whole or not at all, for nobody else on this computer to read.

    A folder gets a PDF and a JSON; .pdf or .docx is written with the JSON beside it; .json is written alone. Raises
    Refused: file_ending_unknown, paper_folder_missing, paper_file_exists (unless `force`); Unavailable:
    paper_file_unwritable.
    """
    path = wanted / f"{document_name(file)}.pdf" if wanted.is_dir() else wanted
    if path.suffix.casefold() not in ENDINGS:
        raise Refused("file_ending_unknown", name=path.name)
    if not path.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(path.parent))
    beside = path.with_suffix(".json")
    for one in dict.fromkeys((path, beside)):
        if one.exists() and not force:
            raise Refused("paper_file_exists", path=str(one))
    told = json.dumps(as_json(file, city, now=now), ensure_ascii=False, indent=2, default=plain) + "\n"
    write_whole(beside, told.encode())
    if path == beside:
        return (path,)
    sheet = person_sheet(file, city, now=now)
    return (produce(sheet, path, name=sheet.title, force=force), beside)


def document_name(file: PersonFile) -> str:
    """What the file is called: her name, or the beginning of her identifier when she has none any more."""
    return file_name(f"Legajo {file.name or file.resident_id[:8]}")


def as_json(file: PersonFile, city: City, *, now: datetime) -> dict[str, Any]:
    """Everything as plain values: moments in UTC, in ISO 8601; values that were erased are named, and are not there."""
    told = dataclasses.asdict(file)
    told["changes"] = [{**one, "fields": dict(one["fields"])} for one in told["changes"]]
    return {
        "law": LAW,
        "authority": city.authority,
        "authority_address": city.authority_address,
        "rights_contact": city.rights_contact,
        "made_at": now,
        **told,
    }
