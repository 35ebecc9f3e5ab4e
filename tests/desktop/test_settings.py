"""Taste is kept, damaged files cost nothing, and nothing about neighbours is in it."""

from __future__ import annotations

import json

from desktop.settings import Settings, Taste


def test_what_was_chosen_is_there_at_the_next_start(tmp_path):
    Settings(tmp_path / "home" / "settings.json").change(dark=True, scale=1.5, facilitator="Rosa Peña")
    taste = Settings(tmp_path / "home" / "settings.json").taste
    assert (taste.dark, taste.scale, taste.facilitator) == (True, 1.5, "Rosa Peña")


def test_a_damaged_file_means_the_usual_settings(tmp_path):
    path = tmp_path / "settings.json"
    for damaged in ("{", "[]", '"x"', "\x00"):
        path.write_text(damaged, encoding="utf-8")
        assert Settings(path).taste == Taste()


def test_values_that_do_not_fit_are_left_out_and_the_others_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"dark": "yes", "scale": 7, "locale": "en", "unheard_of": 1}), encoding="utf-8")
    assert Settings(path).taste == Taste(locale="en")


def test_only_a_real_change_is_told(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    told: list[Taste] = []
    settings.follow(told.append)
    settings.change(dark=False)
    settings.change(dark=True)
    assert [taste.dark for taste in told] == [True]


def test_a_disk_that_takes_nothing_costs_the_setting_and_not_the_evening(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.change(dark=True)
    assert settings.taste.dark
