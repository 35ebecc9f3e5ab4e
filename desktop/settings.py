"""Taste and facts of this desk, in a small JSON file in the home; never anything about neighbours."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taste:
    """Everything that can be set. A file of another version keeps what both know."""

    dark: bool = False
    scale: float = 1.0
    locale: str = "es_AR"
    hide_names: bool = True
    hide_arrivals: bool = False
    facilitator: str = ""
    window: str = ""
    last_sitting: str = ""
    lock_minutes: int = 0
    second_folder: str = ""
    timestamp_server: str = ""
    token_module: str = ""
    certificate_file: str = ""
    projector: str = ""
    projector_link: bool = False


class Settings:
    """Reads once, writes at every change, tells whoever follows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._followers: list[Callable[[Taste], object]] = []
        self._taste = _read(path)

    @property
    def taste(self) -> Taste:
        return self._taste

    def change(self, **changed: Any) -> None:
        """`settings.change(dark=True)`. A disk that does not take it costs the setting, never the evening."""
        taste = replace(self._taste, **changed)
        if taste == self._taste:
            return
        self._taste = taste
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(taste), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            log.warning("the settings could not be written: %s", type(error).__name__)
        for told in list(self._followers):
            told(taste)

    def follow(self, told: Callable[[Taste], object]) -> None:
        """Call `told(taste)` after a change."""
        self._followers.append(told)


def _read(path: Path) -> Taste:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Taste()
    except (OSError, ValueError):
        log.warning("the settings could not be read; the usual ones are used")
        return Taste()
    known = {field.name: type(field.default) for field in fields(Taste)}
    if not isinstance(kept, dict):
        return Taste()
    good = {name: value for name, value in kept.items() if name in known and _fits(value, known[name])}
    return Taste(**good)


def _fits(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and 1.0 <= value <= 2.0
    return isinstance(value, kind) and isinstance(value, bool) is (kind is bool)
