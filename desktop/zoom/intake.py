"""What stands between a file and the record, for the window and the terminal alike; plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from db.places.city import City
from db.sittings.queries import SittingCard
from db.zoom.files.report import Report

NEAR = timedelta(days=1)


def day_of(sitting: SittingCard, city: City) -> date:
    """The sitting's date where the city is."""
    return sitting.starts_at.astimezone(city.zone).date()


def other_day(report: Report, sitting: SittingCard, city: City) -> date | None:
    """The day that a report is of, when that is not the sitting's: somebody may have dropped last month's file."""
    begun = [row.joined_at for row in report.rows if row.joined_at]
    if report.meeting and report.meeting.started_at:
        begun.append(report.meeting.started_at)
    if not begun:
        return None
    day = min(begun).astimezone(city.zone).date()
    return day if abs(day - day_of(sitting, city)) > NEAR else None


def looks_like_a_report(path: Path) -> bool:
    """By its ending: what Zoom hands out, and what people make of it by opening it in a spreadsheet."""
    return path.suffix.casefold() in {".csv", ".txt", ".tsv", ".xlsx", ".xls"}
