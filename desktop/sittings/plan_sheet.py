"""Planning a sitting or a series in a form that proposes everything, and setting one right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QLineEdit, QWidget

from db.errors import Refused
from db.folding import fold
from db.sittings.calendar import MOST_TIMES, USUAL_MINUTES, Slot, clashes, series_days
from db.sittings.queries import SittingCard
from db.sittings.rules import known_zoom_number
from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.kit.checks import Checks
from desktop.kit.dialogs import Sheet, ask_form, shown
from desktop.kit.fields import Choice, Form, Number
from desktop.kit.palette import Tone
from desktop.kit.picker import Picker
from desktop.kit.several import Several
from desktop.kit.surfaces import Columns, label, scrolled
from desktop.sittings.plan_shown import PlanFacts, Planned, Proposal
from desktop.sittings.when import When
from desktop.sittings.words import KINDS, clash_words, day_words, kind_word, mode_word, month_title

translate = QCoreApplication.translate
MODES = ("hybrid", "in_person", "virtual")
_ONCE, _TIMES = "once", 6


class PlanSheet(Sheet):
    """On the left what is planned, on the right what repeats and what the last sitting brings along."""

    def __init__(self, parent: QWidget, facts: PlanFacts, day: date | None) -> None:
        super().__init__(
            parent, translate("SittingSheets", "Plan a sitting"), accept=translate("SittingSheets", "Plan")
        )
        self._facts, self._day = facts, day
        self._proposal = Proposal(day or facts.today)
        self._titled = ""
        self.form, self.more = Form(), Form()
        self._build_council()
        self._build_evening()
        self._build_series()
        self._build_last()
        columns = Columns(self.form, self.more, narrow=720)
        self.setMinimumWidth(theme.px(460))
        self.body.addWidget(scrolled(columns))
        room = parent.screen().availableGeometry()
        self.resize(min(theme.px(980), room.width() * 9 // 10), min(theme.px(690), room.height() * 9 // 10))
        self.form.lead_to(self.cancel)
        if len(facts.councils) == 1:
            self.council.set_value(facts.councils[0].id)
        self._propose()

    def planned(self) -> Planned | None:
        """What was filled in; None when the hour is none."""
        at = self.when.value()
        days = self._days()
        if at is None or not days:
            return None
        title = self.title.text().strip()
        of_month = title == self._titled and len(days) > 1
        return Planned(
            title=title,
            titles=tuple(month_title(day) if of_month else title for day in days),
            council=self.council.text().strip(),
            council_id=self.council.value(),
            days=tuple(datetime.combine(day, at.time()) for day in days),
            length=self.when.length.value(),
            place=self.place.text().strip(),
            facilitator=self.facilitator.text().strip(),
            mode=self.mode.value(),
            zoom_number=self.zoom.text().strip(),
            kind=self.kind.value(),
            quarters=tuple(self.quarters.value()),
            topics=tuple(self.topics.value()),
            item_ids=tuple(self.items.value()),
        )

    def agree(self) -> None:
        wrong = wrong_in({**self.form.values(), **self.more.values()})
        if not self._days():
            wrong["when"] = translate("SittingSheets", "Choose at least one day.")
        if self.form.show_errors(wrong):
            self.accept()

    def _build_council(self) -> None:
        facts, hint = self._facts, translate("SittingSheets", "Name of the council, known or new")
        self.council = Picker(hint, glyph="account-group-outline")
        self.council.setObjectName("sittings.plan.council")
        self.council.set_options([(one.id, one.name) for one in facts.councils])
        self.council.picked.connect(lambda _: self._propose())
        self.council.textEdited.connect(lambda _: self._propose())
        self.kind = Choice([(one, kind_word(one)) for one in KINDS])
        self.form.add("council", translate("SittingSheets", "Council"), self.council)
        self.form.add("kind", translate("SittingSheets", "Kind of council"), self.kind)

    def _build_evening(self) -> None:
        self.title, self.place, self.zoom, self.facilitator = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setObjectName("sittings.plan.title")
        self.place.setPlaceholderText(self._facts.centre or translate("SittingSheets", "The centre of the district"))
        self.when = When(self._proposal.day, "", 0)
        self.mode = Segmented([(one, mode_word(one)) for one in MODES])
        self.clash = label("", "small", Tone.ATTENTION, wrap=True)
        self.clash.setObjectName("sittings.plan.clash")
        self.form.add("title", translate("SittingSheets", "Title"), self.title)
        self.form.add("when", translate("SittingSheets", "Day, hour and how long"), self.when)
        self.form.add("place", translate("SittingSheets", "Place"), self.place)
        self.form.add("facilitator", translate("SittingSheets", "Who facilitates"), self.facilitator)
        self.form.add("mode", translate("SittingSheets", "Mode"), self.mode)
        self.form.add("zoom", translate("SittingSheets", "Number of the Zoom meeting"), self.zoom)
        self.form.layout().addWidget(self.clash)  # type: ignore[union-attr]
        self.form.layout().addStretch(1)  # type: ignore[union-attr,attr-defined]
        self.when.changed.connect(self._day_said)
        self.place.textChanged.connect(lambda _: self._show_clashes())
        self.mode.chosen.connect(lambda _: self._show_clashes())

    def _build_series(self) -> None:
        self.repeats = Choice([
            (_ONCE, translate("SittingSheets", "It does not repeat")),
            ("weekly", translate("SittingSheets", "Every week")),
            ("fortnightly", translate("SittingSheets", "Every two weeks")),
            ("monthly", translate("SittingSheets", "Every month, the same weekday")),
        ])  # fmt: skip
        self.repeats.setObjectName("sittings.plan.repeats")
        self.times = Number(MOST_TIMES, translate("SittingSheets", "times"), least=2)
        self.times.setValue(_TIMES)
        self.days = Checks(across=2)
        self.more.add("repeats", translate("SittingSheets", "Repeats"), self.repeats)
        self.more.add("times", translate("SittingSheets", "How often"), self.times)
        self.more.add("days", translate("SittingSheets", "Days: untick those on which it does not meet"), self.days)
        self.repeats.currentIndexChanged.connect(lambda _: self._show_days())
        self.times.valueChanged.connect(lambda _: self._show_days())
        self.days.changed.connect(self._show_clashes)

    def _build_last(self) -> None:
        facts, take_out = self._facts, translate("SittingSheets", "Take {what} out")
        self.items, self.brought = Checks(), label("", "small", wrap=True)
        self.more.add("items", translate("SittingSheets", "Begin with items of the last agenda"), self.items)
        self.more.layout().addWidget(self.brought)  # type: ignore[union-attr]
        self.quarters = Several(translate("SittingSheets", "A quarter…"), take_out, "map-marker-outline")
        self.quarters.set_options(facts.quarters)
        self.topics = Several(translate("SittingSheets", "A topic…"), take_out, "tag-outline", free=True)
        self.topics.set_options([(topic, topic) for topic in facts.topics])
        self.more.add("quarters", translate("SittingSheets", "Quarters of the council"), self.quarters)
        self.more.add("topics", translate("SittingSheets", "Topics of the council"), self.topics)
        self.more.layout().addStretch(1)  # type: ignore[union-attr,attr-defined]

    def _propose(self) -> None:
        """A council was chosen, or none is: everything that its last sitting tells is filled in."""
        key = self.council.value()
        known = next((one for one in self._facts.councils if one.id == key), None)
        self.form.set_shown("kind", known is None)
        told = self._facts.proposals.get(key, Proposal(self._facts.today))
        self._proposal = told
        if known is not None:
            self.place.setText(told.place)
            self.facilitator.setText(told.facilitator)
            self.mode.set_value(told.mode)
            self.zoom.setText(told.zoom_number)
            self.quarters.set_value(known.neighbourhood_ids)
            self.topics.set_value(known.topics)
        self.when.put(self._day or told.day, told.hour, told.length)
        self.items.show_options([
            (one.id, f"{one.title}  {one.minutes}'" if one.minutes else one.title, one.usual) for one in told.items
        ])  # fmt: skip
        self.more.set_shown("items", bool(told.items))
        self.brought.setText("\n".join(_brought(told)))
        self.brought.setVisible(bool(self.brought.text()))
        self._day_said()

    def _day_said(self) -> None:
        if self.title.text().strip() == self._titled:
            self._titled = month_title(self.when.date())
            self.title.setText(self._titled)
        self._show_days()

    def _show_days(self) -> None:
        several = self.repeats.value() != _ONCE
        self.more.set_shown("times", several)
        self.more.set_shown("days", several)
        if several:
            told = series_days(
                self.when.date(),
                rhythm=self.repeats.value(),
                times=self.times.value(),
                holidays=self._facts.holidays,
            )
            self.days.show_options([
                (one.day.isoformat(), day_words(one.day) + (f" · {one.holiday}" if one.holiday else ""),
                 not one.holiday)
                for one in told
            ])  # fmt: skip
        self._show_clashes()

    def _days(self) -> list[date]:
        if self.repeats.value() == _ONCE:
            return [self.when.date()]
        return [date.fromisoformat(one) for one in self.days.value()]

    def _show_clashes(self) -> None:
        """Said while one can still choose: another evening at that hour, or a holiday."""
        at = self.when.value()
        words: list[str] = []
        if at is not None:
            words = [said for day in self._days() for said in self._told_of(day, at)]
            holiday = self._facts.holidays.get(self.when.date())
            if holiday and self.repeats.value() == _ONCE:
                words.insert(0, translate("SittingSheets", "It is a holiday: {name}.").format(name=holiday))
        self.clash.setText("\n".join(words[:4]))
        self.clash.setVisible(bool(words))

    def _told_of(self, day: date, at: datetime) -> list[str]:
        facts = self._facts
        council = next((one for one in facts.councils if one.id == self.council.value()), None)
        zone = facts.zone
        mine = Slot(
            "",
            datetime.combine(day, at.time(), zone),
            self.when.length.value() or USUAL_MINUTES,
            self.place.text().strip() or facts.centre,
            council.district_id if council else facts.district_id,
            self.mode.value(),
        )
        near = [one for one in facts.slots if abs(one.starts_at - mine.starts_at) < timedelta(days=1)]
        return [
            f"{day_words(day)}: " + clash_words(clash.why, facts.councils_of.get(clash.other_id, ""))
            for clash in clashes([mine, *near]).get("", ())
        ]


async def plan_sheet(parent: QWidget, facts: PlanFacts, day: date | None) -> Planned | None:
    """Plans a sitting or a series; None when the person went back."""
    sheet = PlanSheet(parent, facts, day)
    told: list[Planned | None] = []
    sheet.accepted.connect(lambda: told.append(sheet.planned()))
    return told[0] if await shown(sheet) and told else None


async def change_sheet(
    parent: QWidget, facts: PlanFacts, card: SittingCard, at: datetime, later: int
) -> Planned | None:
    """Sets right what was planned; None when the person went back."""
    title, place, zoom = QLineEdit(card.title), QLineEdit(card.place), QLineEdit(card.zoom_number or "")
    title.setObjectName("sittings.plan.title")
    facilitator = QLineEdit(card.facilitator)
    when = When(at.date(), f"{at:%H:%M}", card.length_minutes or 0)
    mode = Segmented([(one, mode_word(one)) for one in MODES])
    mode.set_value(card.mode)
    form = Form()
    form.add("title", translate("SittingSheets", "Title"), title)
    form.add("when", translate("SittingSheets", "Day, hour and how long"), when)
    form.add("place", translate("SittingSheets", "Place"), place)
    form.add("facilitator", translate("SittingSheets", "Who facilitates"), facilitator)
    form.add("mode", translate("SittingSheets", "Mode"), mode)
    form.add("zoom", translate("SittingSheets", "Number of the Zoom meeting"), zoom)
    which = which_of_series(later)
    if later:
        form.add("which", translate("SittingSheets", "It is one of a series"), which)
    heading = translate("SittingSheets", "Change the sitting")
    values = await ask_form(parent, heading, form, translate("SittingSheets", "Save"), wrong_in)
    day = when.value()
    if values is None or day is None:
        return None
    return Planned(
        title=str(values["title"]),
        council=card.council,
        council_id=card.council_id,
        days=(day,),
        place=str(values["place"]),
        facilitator=str(values["facilitator"]),
        mode=str(values["mode"]),
        zoom_number=str(values["zoom"]),
        length=when.length.value(),
        following=which.value() == "following",
    )


def which_of_series(later: int) -> Segmented:
    """This one alone, or with those that follow in its series."""
    all_of_them = translate("SittingSheets", "This one and all that follow ({count})").format(count=later)
    return Segmented([("one", translate("SittingSheets", "Only this one")), ("following", all_of_them)])


def wrong_in(values: Mapping[str, object]) -> dict[str, str]:
    """A sentence for each field that is wrong."""
    wrong = {}
    if "council" in values and not fold(str(values["council"] or "")):
        wrong["council"] = translate("SittingSheets", "Say which council meets.")
    if not values["title"]:
        wrong["title"] = translate("SittingSheets", "Give it a title.")
    if values["when"] is None:
        wrong["when"] = translate("SittingSheets", "Write the hour like 19:00.")
    try:
        known_zoom_number(str(values.get("zoom") or ""))
    except Refused:
        wrong["zoom"] = translate("SittingSheets", "A number of 9 to 11 digits, like 912 3456 7890.")
    return wrong


def _brought(told: Proposal) -> list[str]:
    """What comes along by itself."""
    lines = []
    if told.last is not None:
        day = QLocale().toString(QDate(told.last.year, told.last.month, told.last.day), "d MMM yyyy")
        lines.append(translate("SittingSheets", "Proposed from the sitting of {day}.").format(day=day))
    if told.postponed:
        postponed = translate("SittingSheets", "Postponed then, first on this agenda: {items}.")
        lines.append(postponed.format(items="; ".join(told.postponed)))
    if told.promised:
        lines.append(translate("SittingSheets", "Open commitments:"))
        lines += [f"  · {one}" for one in told.promised[:5]]
        if len(told.promised) > 5:
            lines.append("  " + translate("SittingSheets", "and {count} more").format(count=len(told.promised) - 5))
    return lines
