"""The screens speak the language that was chosen, and Qt's own words with them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop import i18n, wording
from desktop.wording import SENTENCES


def test_the_city_speaks_spanish(qapp):
    assert i18n.install(qapp, "es_AR")
    assert QCoreApplication.translate("Rail", "Matches") == "Correspondencias"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"


def test_going_from_one_language_to_another_leaves_nothing_behind(qapp):
    i18n.install(qapp, "es_AR")
    i18n.install(qapp, "en")
    assert QCoreApplication.translate("Rail", "Matches") == "Matches"


def test_facts_are_filled_in_after_translation(qapp):
    i18n.install(qapp, "es_AR")
    assert wording.sentence("passphrase_too_short", {"shortest": 8}) == (
        "La contraseña es muy corta: usá al menos 8 caracteres."
    )


def test_a_fact_that_is_missing_does_not_hide_the_sentence(qapp):
    assert "…" in wording.sentence("passphrase_too_short", {})


def test_a_code_without_words_is_told_as_one(qapp):
    assert "never_heard_of" in wording.sentence("never_heard_of")


def test_braces_in_what_a_person_typed_are_hers(qapp):
    assert "{x}" in wording.sentence("time_unreadable", {"text": "{x}"})


def test_every_sentence_can_be_filled_in():
    for code in SENTENCES:
        assert wording.sentence(code, {})
