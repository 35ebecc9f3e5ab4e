"""What every page is handed: the parts built once in main, passed on by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals

if TYPE_CHECKING:  # the record's modules are loaded after the window is up
    from db.clock import Clock
    from db.home import Home
    from db.places.city import City


@dataclass(frozen=True)
class Parts:
    """`shell.say(...)`, `shell.go("matching")`, `shell.files_dropped`; `focus.sitting_id`; `bridge.do/ask/off/on`.

    Times that are shown come from `clock.now()`, never from the laptop: the server may have corrected it.
    """

    bridge: Bridge
    settings: Settings
    focus: Focus
    shell: ShellSignals
    city: City
    home: Home
    desk: str
    clock: Clock
