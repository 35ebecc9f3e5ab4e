"""The banner line says a sentence once, keeps it until it is read, and never fills the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.kit.banner import Banner, Message
from desktop.kit.palette import Tone


@pytest.fixture
def banner(qtbot):
    made = Banner()
    qtbot.addWidget(made)
    return made


def sentences(banner):
    return [message.sentence for message in banner.messages()]


def test_a_sentence_stays_until_it_is_dismissed(banner, qtbot):
    banner.say(Message("Rosa is here already.", Tone.ATTENTION))
    assert banner.isVisible()
    qtbot.mouseClick(banner.findChild(QPushButton, "shell.dismiss"), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_the_same_sentence_is_not_said_twice(banner):
    for _ in range(3):
        banner.say(Message("No connection."))
    assert sentences(banner) == ["No connection."]


def test_the_newest_stands_on_top_and_the_oldest_gives_way(banner):
    for word in ("one", "two", "three", "four"):
        banner.say(Message(word))
    assert sentences(banner) == ["four", "three", "two"]


def test_what_can_be_done_about_it_is_one_button(banner, qtbot):
    done = []
    banner.say(Message("7 wait to be matched.", action="Look", act=lambda: done.append("looked")))
    action = next(part for part in banner.findChildren(QPushButton) if part.text() == "Look")
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    assert done == ["looked"]
    assert sentences(banner) == []


def test_good_news_gives_way_to_better_news_and_leaves_by_itself(qtbot):
    banner = Banner(good_news_stays_ms=1)
    qtbot.addWidget(banner)
    banner.say(Message("Not a DNI: scan it again.", Tone.ATTENTION))
    banner.say(Message("24 people on Zoom.", Tone.GOOD))
    banner.say(Message("Saved.", Tone.GOOD))
    assert sentences(banner) == ["Saved.", "Not a DNI: scan it again."]
    qtbot.waitUntil(lambda: sentences(banner) == ["Not a DNI: scan it again."])


def test_what_went_wrong_goes_when_it_goes_well_and_nothing_else_goes_with_it(banner):
    banner.say(Message("Zoom does not take this.", Tone.ATTENTION, topic="zoom"))
    banner.say(Message("Choose who it is first.", Tone.ATTENTION, topic="matching"))
    banner.say(Message("Two have this document.", Tone.ATTENTION))
    banner.settle("zoom")
    banner.settle("")
    assert sentences(banner) == ["Two have this document.", "Choose who it is first."]


def test_another_trouble_with_one_act_takes_the_place_of_the_first(banner):
    banner.say(Message("No connection.", Tone.ATTENTION, topic="zoom"))
    banner.say(Message("Zoom does not take this.", Tone.ATTENTION, topic="zoom"))
    assert sentences(banner) == ["Zoom does not take this."]
