"""What the preferences mean: taste is kept at once, and what needs a new start says so."""

from __future__ import annotations

from typing import Protocol

from desktop.settings import Settings, Taste


class PreferencesView(Protocol):
    """What the presenter shows."""

    def show_taste(self, taste: Taste) -> None:
        """What is set now."""
        ...

    def say_next_start(self) -> None:
        """The language changes when the window is opened again."""
        ...


class PreferencesPresenter:
    """Every choice is written down when it is made; there is no button to save."""

    def __init__(self, view: PreferencesView, settings: Settings) -> None:
        self._view, self._settings = view, settings
        self._spoken = settings.taste.locale
        settings.follow(view.show_taste)

    def look(self) -> None:
        """Show what is set."""
        self._view.show_taste(self._settings.taste)

    def choose_look(self, look: str) -> None:
        """Light or dark."""
        self._settings.change(dark=look == "dark")

    def choose_size(self, percent: str) -> None:
        """The size of the text, in percent from 100 to 200."""
        self._settings.change(scale=int(percent) / 100)

    def choose_language(self, locale: str) -> None:
        """The language of the screens; the minutes keep theirs."""
        self._settings.change(locale=locale)
        if locale != self._spoken:
            self._view.say_next_start()

    def hide_arrivals(self, hidden: bool) -> None:
        """Whether the list of those who arrived shows initials alone, but of the one it stands on."""
        self._settings.change(hide_arrivals=hidden)

    def hide_names(self, hidden: bool) -> None:
        """Whether the door lists names only once somebody types."""
        self._settings.change(hide_names=hidden)

    def choose_lock(self, minutes: str) -> None:
        """After how many minutes without a hand on it the screen is locked; 0 is never."""
        self._settings.change(lock_minutes=int(minutes))

    def name_facilitator(self, name: str) -> None:
        """Who works at this desk; the journal names her from the next start on."""
        self._settings.change(facilitator=" ".join(name.split()))
