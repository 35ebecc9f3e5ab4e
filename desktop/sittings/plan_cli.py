"""The plan without a window: a sitting or a series, the seven days, setting right, calling off, taking back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.carrying import begin_with, carry_over
from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.places.queries import neighbourhood_named
from db.sittings.calendar import series_days
from db.sittings.planning import cancel, change_evening, hold_after_all, plan_evenings, remove_planned, undo_plan
from db.sittings.queries import councils, resolve_sitting
from desktop.console import LATEST, SOONEST, console, moment_of
from desktop.sittings.plan_shown import PlanFacts, Proposal, WeekRow
from desktop.sittings.planning import plan_facts, week_shown
from desktop.sittings.week_file import week_file
from desktop.sittings.when import hour_of
from desktop.sittings.words import MODES_AS_TYPED, clash_words, day_words, month_title, undone_words

translate = QCoreApplication.translate
_RHYTHMS = {"semanal": "weekly", "quincenal": "fortnightly", "mensual": "monthly"}
_KINDS = {"barrial": "neighbourhood", "interdistrital": "inter_district", "tematico": "thematic"}


def register(group: typer.Typer) -> None:
    """Adds `cabildo sitting plan`, `series`, `week`, `change`, `cancel` and `undo`."""
    told_of = _options()
    _register_plan(group, told_of)
    _register_series(group, told_of)
    _register_changing(group)
    _register_calling_off(group)
    _register_week(group)


def _options() -> dict[str, Any]:
    """What can be said of a sitting that is planned, alone or in a series."""
    told = {
        "council": translate("cli", "Name of the council."),
        "title": translate("cli", "Title of the sitting; its month by itself."),
        "at": translate("cli", "When it starts, as 2026-11-22T19:00; by itself as its last sittings propose."),
        "mode": translate("cli", "in_person, virtual or hybrid."),
        "place": translate("cli", "Where; by itself as last time, or the centre."),
        "facilitator": translate("cli", "Who facilitates; by itself as last time."),
        "district": translate("cli", "Code or name; this desk's by itself."),
        "zoom": translate("cli", "Number of the Zoom meeting."),
        "kind": translate("cli", "neighbourhood, inter_district or thematic."),
        "minutes": translate("cli", "How long it lasts; by itself as last time."),
        "quarter": translate("cli", "A quarter of the council; once or several times."),
        "topic": translate("cli", "A topic of the council; once or several times."),
        "agenda": translate("cli", "Begin with the items that are on every agenda."),
        "every": translate("cli", "weekly, fortnightly or monthly (the same weekday)."),
        "times": translate("cli", "How many sittings."),
        "skip": translate("cli", "A day on which it does not meet, as 2026-12-24."),
        "keep": translate("cli", "A holiday on which it meets, as 2026-12-08."),
    }
    return {name: typer.Option(f"--{name}", help=words) for name, words in told.items()}


def _register_plan(group: typer.Typer, told_of: dict[str, Any]) -> None:
    @group.command("plan", help=translate("cli", "Plans a sitting; a council nobody knows yet is made."))
    def plan(
        ctx: typer.Context,
        council: Annotated[str, told_of["council"]],
        title: Annotated[str, told_of["title"]] = "",
        at: Annotated[str, told_of["at"]] = "",
        mode: Annotated[str, told_of["mode"]] = "",
        place: Annotated[str, told_of["place"]] = "",
        facilitator: Annotated[str, told_of["facilitator"]] = "",
        district: Annotated[str, told_of["district"]] = "",
        zoom: Annotated[str, told_of["zoom"]] = "",
        kind: Annotated[str, told_of["kind"]] = "neighbourhood",
        minutes: Annotated[int, told_of["minutes"]] = 0,
        quarter: Annotated[list[str] | None, told_of["quarter"]] = None,
        topic: Annotated[list[str] | None, told_of["topic"]] = None,
        *,
        agenda: Annotated[bool, told_of["agenda"]] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            told = _Told(opened, council, district)
            evenings = [(told.starts(at), title)]
            facts = {**told.facts(mode, place, zoom, kind, minutes), **told.led_by(facilitator)}
            made, carried = told.plan(evenings, facts, quarter or (), topic or (), with_agenda=agenda)
        lines = [translate("cli", "Planned: {id}").format(id=made[0])]
        if carried:
            lines.append(translate("cli", "Items postponed last time, now first: {count}").format(count=carried))
        console(ctx).answer({"id": made[0], "carried": carried}, lines)


def _register_series(group: typer.Typer, told_of: dict[str, Any]) -> None:
    @group.command("series", help=translate("cli", "Plans several sittings; national holidays are left out."))
    def series(
        ctx: typer.Context,
        council: Annotated[str, told_of["council"]],
        every: Annotated[str, told_of["every"]],
        times: Annotated[int, told_of["times"]],
        title: Annotated[str, told_of["title"]] = "",
        at: Annotated[str, told_of["at"]] = "",
        mode: Annotated[str, told_of["mode"]] = "",
        place: Annotated[str, told_of["place"]] = "",
        facilitator: Annotated[str, told_of["facilitator"]] = "",
        district: Annotated[str, told_of["district"]] = "",
        zoom: Annotated[str, told_of["zoom"]] = "",
        kind: Annotated[str, told_of["kind"]] = "neighbourhood",
        minutes: Annotated[int, told_of["minutes"]] = 0,
        quarter: Annotated[list[str] | None, told_of["quarter"]] = None,
        topic: Annotated[list[str] | None, told_of["topic"]] = None,
        skip: Annotated[list[str] | None, told_of["skip"]] = None,
        keep: Annotated[list[str] | None, told_of["keep"]] = None,
        *,
        agenda: Annotated[bool, told_of["agenda"]] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            told = _Told(opened, council, district)
            start = told.starts(at).astimezone(opened.city.zone)
            days = series_days(
                start.date(), rhythm=_RHYTHMS.get(fold(every), every), times=times,
                holidays=told.known.holidays, kept=[_day(one) for one in keep or ()],
            )  # fmt: skip
            left_out = {_day(one) for one in skip or ()}
            evenings = [
                (datetime.combine(one.day, start.time(), opened.city.zone), title)
                for one in days
                if not one.holiday and one.day not in left_out
            ]
            facts = {**told.facts(mode, place, zoom, kind, minutes), **told.led_by(facilitator)}
            made, carried = told.plan(evenings, facts, quarter or (), topic or (), with_agenda=agenda)
        passed = {one.day.isoformat(): one.holiday for one in days if one.holiday}
        lines = [f"{one}  {day_words(at.date())} {at:%H:%M}" for one, (at, _) in zip(made, evenings, strict=True)]
        lines += [
            translate("cli", "left out: {day}, {holiday}").format(day=day_words(date.fromisoformat(day)), holiday=name)
            for day, name in passed.items()
        ]
        console(ctx).answer({"ids": list(made), "carried": carried, "holidays": passed}, lines)


class _Told:
    """A council as a person named it, with what its last sittings propose."""

    def __init__(self, opened: Opened, council: str, district: str) -> None:
        self._opened, self._council = opened, council
        self._district = opened.city.district(district).id if district else None
        now = opened.store.clock.now().astimezone(opened.city.zone)
        self.known: PlanFacts = opened.store.ask(plan_facts, now=now, city=opened.city)
        every = opened.store.ask(councils, district_id=self._district)
        found = next((one for one in every if fold(one.name) == fold(council)), None)
        self._id = found.id if found else None
        self._proposal = self.known.proposals.get(self._id or "", Proposal(now.date()))

    def starts(self, at: str) -> datetime:
        """When it starts: as told, or as proposed. Raises Refused: as `moment_of`; sitting_hour_missing."""
        if at:
            return moment_of(at, self._opened.city)
        hour = hour_of(self._proposal.hour)
        if hour is None:
            raise Refused("sitting_hour_missing", council=self._council)
        return datetime.combine(self._proposal.day, hour, self._opened.city.zone)

    def facts(self, mode: str, place: str, zoom: str, kind: str, minutes: int) -> dict[str, Any]:
        """What was said, and where nothing was, what the last sitting says."""
        last = self._proposal
        return {
            "council": self._council,
            "council_id": self._id,
            "mode": MODES_AS_TYPED.get(fold(mode), mode) or last.mode,
            "place": place or last.place,
            "zoom_number": zoom or last.zoom_number,
            "length_minutes": minutes or last.length,
            "kind": _KINDS.get(fold(kind), kind),
            "district_id": self._district,
        }

    def led_by(self, facilitator: str) -> dict[str, str]:
        """Who facilitates: as told, or whoever did last time."""
        return {"facilitator": facilitator or self._proposal.facilitator}

    def plan(
        self,
        evenings: Sequence[tuple[datetime, str]],
        facts: dict[str, Any],
        quarters: Sequence[str],
        topics: Sequence[str],
        *,
        with_agenda: bool,
    ) -> tuple[tuple[str, ...], int]:
        """Plans them; answers their ids, and how many postponed items are on the first agenda."""
        store = self._opened.store
        about: dict[str, Any] = {}
        if quarters:
            about["neighbourhood_ids"] = [store.ask(neighbourhood_named, name=one).id for one in quarters]
        if topics:
            about["topics"] = topics
        titled = [(at, title or month_title(at.astimezone(self._opened.city.zone).date())) for at, title in evenings]
        made = store.do(plan_evenings, evenings=titled, facts=facts, about=about).outcome
        carried = store.do(carry_over, sitting_id=made[0]).outcome
        usual = [one.id for one in self._proposal.items if one.usual]
        for one in made if with_agenda and usual else ():
            store.do(begin_with, sitting_id=one, item_ids=usual)
        return made, carried


def _which() -> tuple[Any, Any]:
    return (
        typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it.")),
        typer.Option("--following", help=translate("cli", "And all that follow in its series.")),
    )


def _register_changing(group: typer.Typer) -> None:
    sitting, following_ = _which()

    @group.command("change", help=translate("cli", "Sets right what was planned; what is not given stays."))
    def change(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        title: Annotated[str | None, typer.Option("--title", help=translate("cli", "Title of the sitting."))] = None,
        at: Annotated[str, typer.Option("--at", help=translate("cli", "When it starts, as 2026-11-22T19:00."))] = "",
        place: Annotated[str | None, typer.Option("--place", help=translate("cli", "Where."))] = None,
        facilitator: Annotated[
            str | None, typer.Option("--facilitator", help=translate("cli", "Who facilitates."))
        ] = None,
        mode: Annotated[
            str | None, typer.Option("--mode", help=translate("cli", "in_person, virtual or hybrid."))
        ] = None,
        zoom: Annotated[
            str | None, typer.Option("--zoom", help=translate("cli", "Number of the Zoom meeting."))
        ] = None,
        minutes: Annotated[
            int | None, typer.Option("--minutes", help=translate("cli", "How long it is meant to last."))
        ] = None,
        *,
        following: Annotated[bool, following_] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = {
                "title": title,
                "starts_at": moment_of(at, opened.city) if at else None,
                "place": place,
                "facilitator": facilitator,
                "mode": None if mode is None else MODES_AS_TYPED.get(fold(mode), mode),
                "zoom_number": zoom,
                "length_minutes": minutes,
            }
            facts = {name: value for name, value in told.items() if value is not None}
            number = opened.store.do(
                change_evening, sitting_id=found, zone=opened.city.zone, facts=facts, following=following
            ).outcome
        words = translate("cli", "Sittings changed: {count}.").format(count=number)
        console(ctx).answer({"id": found, "changed": number}, [words])


def _register_calling_off(group: typer.Typer) -> None:
    sitting, following_ = _which()
    mistake = typer.Option("--mistake", help=translate("cli", "It was planned by mistake: take it off the calendar."))
    after_all = typer.Option("--held", help=translate("cli", "A cancelled sitting is held after all."))

    @group.command("cancel", help=translate("cli", "A sitting will not be held; its agenda waits for the next."))
    def call_off(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        *,
        following: Annotated[bool, following_] = False,
        by_mistake: Annotated[bool, mistake] = False,
        held: Annotated[bool, after_all] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            number = 1
            if held:
                opened.store.do(hold_after_all, sitting_id=found)
            else:
                command = remove_planned if by_mistake else cancel
                number = opened.store.do(command, sitting_id=found, following=following).outcome
            state = "removed" if by_mistake else "planned" if held else "cancelled"
        words = {
            "removed": translate("cli", "Sittings taken off the calendar: {count}.").format(count=number),
            "planned": translate("cli", "The sitting is held after all."),
            "cancelled": translate("cli", "Sittings cancelled: {count}.").format(count=number),
        }
        console(ctx).answer({"id": found, "state": state, "sittings": number}, [words[state]])

    @group.command("undo", help=translate("cli", "Takes back the last thing that was planned, changed or called off."))
    def undo(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            done = opened.store.do(undo_plan).outcome
        rows = [row_id for noun, row_id in done.rows if noun == "sitting"]
        console(ctx).answer({"undone": done.verb, "sittings": rows}, [undone_words(done.verb)])


def _register_week(group: typer.Typer) -> None:
    first_ = typer.Option("--from", help=translate("cli", "The first of the days, as 2026-11-22; today by itself."))
    out_ = typer.Option("--out", metavar="FILE", help=translate("cli", "As a .docx, .pdf, .txt, .html or .ics file."))
    public_ = typer.Option("--public", help=translate("cli", "For anybody: without links and numbers of Zoom."))
    district_ = typer.Option("--district", help=translate("cli", "Code or name; the whole city by itself."))
    force_ = typer.Option("--force", help=translate("cli", "Writes over a file that is there."))

    @group.command("week", help=translate("cli", "The sittings of seven days, and those that fall on each other."))
    def week(
        ctx: typer.Context,
        first: Annotated[str, first_] = "",
        out: Annotated[str, out_] = "",
        district: Annotated[str, district_] = "",
        *,
        public: Annotated[bool, public_] = False,
        force: Annotated[bool, force_] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            today = opened.store.clock.now().astimezone(opened.city.zone).date()
            start = _day(first) if first else today
            shown = opened.store.ask(week_shown, first=start, today=today, city=opened.city)
            written = week_file(opened, start, out, district, public=public, force=force) if out else ""
        data = {
            "from": start.isoformat(),
            "until": (start + timedelta(days=6)).isoformat(),
            "sittings": [_sitting(row) for row in shown.rows if row.card],
            "holidays": {row.day.isoformat(): row.holiday for row in shown.rows if row.holiday},
        }
        lines = [_line(row) for row in shown.rows]
        if written:
            data["path"], lines = written, [translate("cli", "Written to {path}.").format(path=written)]
        console(ctx).answer(data, lines)


def _sitting(row: WeekRow) -> dict[str, Any]:
    assert row.card is not None
    return {
        "id": row.card.id,
        "council": row.card.council,
        "title": row.card.title,
        "starts_at": row.card.starts_at,
        "place": row.card.place,
        "facilitator": row.card.facilitator,
        "state": "cancelled" if row.card.cancelled else row.card.state,
        "clashes": [{"with": council, "why": why} for council, why in row.clashes],
    }


def _line(row: WeekRow) -> str:
    day = day_words(row.day) if row.begins else ""
    if row.card is None or row.at is None:
        return f"{day:<12} {row.holiday or '-'}"
    called_off = translate("cli", "  (cancelled)") if row.card.cancelled else ""
    clash = "".join(f"  ! {clash_words(why, council)}" for council, why in row.clashes)
    return f"{day:<12} {row.at:%H:%M}  {row.card.council}: {row.card.title}{called_off}{clash}"


def _day(text: str) -> date:
    try:
        told = date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("time_unreadable", text=text) from None
    if not SOONEST <= told.year <= LATEST:
        raise Refused("time_unreadable", text=text)
    return told
