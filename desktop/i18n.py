"""The language of the screens: our own words, Qt's own, and how numbers and days are written."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop.paths import resources

log = logging.getLogger(__name__)

DEFAULT = "es_AR"
# Names of languages stand in their own language: a person finds hers even when lost in another. French and Portuguese
# are offered when resources/i18n says something in them.
LANGUAGES = {"es_AR": "Español (Argentina)", "en": "English"}


def install(application: QCoreApplication, locale: str = DEFAULT) -> bool:
    """Speak this language from now on; answers whether our words were found in it. May be called again."""
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.setParent(None)
    QLocale.setDefault(QLocale(locale))
    qt_words = QTranslator(application)
    if qt_words.load(QLocale(locale), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt_words)
    ours = QTranslator(application)
    found = ours.load(str(resources("i18n", f"desk_{locale}.qm")))
    if found:
        application.installTranslator(ours)
    else:
        log.warning("no words in %s: run `make setup`", locale)
    return found
