"""Whose numbers the page shows, in one line, and what this laptop cannot know."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.insights.series import Whose

translate = QCoreApplication.translate


def told(whose: Whose, zone: ZoneInfo, today: date | None) -> str:
    """The line; empty where this laptop knows all there is to know. `today`: in the city; None: the day is told."""
    if whose.at is not None:
        return _of_city(whose, zone, today)
    lacks = _lacks(whose)
    if not lacks:
        return ""
    said = translate("Insights", "Of this laptop: {lacks}.").format(lacks="; ".join(lacks))
    if whose.asking:
        said += " " + translate("Insights", "The city's database is being asked.")
    elif whose.trouble:
        said += " " + _trouble(whose)
    return said


def _of_city(whose: Whose, zone: ZoneInfo, today: date | None) -> str:
    assert whose.at is not None
    at = whose.at.astimezone(zone)
    if at.date() == today:
        said = translate("Insights", "From the city's database, today at {hour}.").format(hour=f"{at:%H:%M}")
    else:
        when = f"{at:%d/%m/%Y %H:%M}"
        said = translate("Insights", "From the city's database, of {when}.").format(when=when)
    if whose.trouble:
        return f"{said} {_trouble(whose)}"
    return said


def _lacks(whose: Whose) -> list[str]:
    lacks = []
    if whose.district_alone:
        lacks.append(
            translate("Insights", "without age or quarter of whoever lives in another district")
            if whose.ages
            else translate("Insights", "without ages, nor the quarter of whoever lives in another district")
        )
        lacks.append(translate("Insights", "“new” means for the first time in the district"))
    elif not whose.ages:
        lacks.append(translate("Insights", "without ages"))
    return lacks


def _trouble(whose: Whose) -> str:
    if whose.trouble == "server_unreachable":
        return translate("Insights", "Now there is no connection to it.")
    if whose.trouble in ("server_busy", "server_trouble"):
        return translate("Insights", "Now it does not answer.")
    return translate("Insights", "Now it lets nobody in: see “Sharing”.")
