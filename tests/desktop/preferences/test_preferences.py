"""Every choice is kept at once, and what needs a new start says so."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.main import Cabildo
from desktop.preferences.presenter import PreferencesPresenter
from desktop.settings import Settings


class Paper:
    """Writes down what it is shown."""

    def __init__(self):
        self.tastes, self.said = [], []

    def show_taste(self, taste):
        self.tastes.append(taste)

    def say_next_start(self):
        self.said.append("next start")


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def presenter(settings):
    return PreferencesPresenter(Paper(), settings)


def test_every_choice_is_written_down_when_it_is_made(settings, presenter):
    presenter.choose_look("dark")
    presenter.choose_size("150")
    presenter.hide_names(False)
    presenter.name_facilitator("  Rosa   Peña ")
    taste = settings.taste
    assert (taste.dark, taste.scale, taste.hide_names, taste.facilitator) == (True, 1.5, False, "Rosa Peña")


def test_another_language_is_for_the_next_start(settings, presenter):
    presenter.choose_language("en")
    assert presenter._view.said == ["next start"]
    presenter.choose_language("es_AR")
    assert presenter._view.said == ["next start"]


def test_the_page_shows_what_is_set_and_keeps_what_is_chosen(run, qapp, qtbot, opened, tmp_path):
    cabildo = Cabildo(qapp, tmp_path / "folder")
    cabildo.window.show()
    run(cabildo.begin(lambda: opened))
    cabildo.window.show_page("preferences")
    page: Any = cabildo.window.page("preferences")
    assert page.findChild(QCheckBox, "preferences.hide_names").isChecked()
    qtbot.mouseClick(page.findChild(Segmented, "preferences.size").option("200"), Qt.MouseButton.LeftButton)
    name = page.findChild(QLineEdit, "preferences.facilitator")
    qtbot.keyClicks(name, "Rosa")
    name.editingFinished.emit()
    run(cabildo.bridge.settle())
    assert cabildo.settings.taste.facilitator == "Rosa"
    assert theme.look().scale == 2.0
    assert run(cabildo.end())
    theme.apply(qapp)
