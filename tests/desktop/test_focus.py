"""Everybody looks at the same sitting."""

from __future__ import annotations

from desktop.focus import Focus


def test_followers_are_told_once_per_change():
    focus = Focus()
    told: list[str | None] = []
    focus.follow(told.append)
    for sitting_id in ("a", "a", "b", None):
        focus.choose(sitting_id)
    assert told == ["a", "b", None]
    assert focus.sitting_id is None
