"""The data of a person: what her rows say, by which other names she is known, which rows are one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from db.duplicates.queries import MergeLine
from db.residents.queries import AliasLine, ResidentCard
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.surfaces import Row, label
from desktop.residents.lines import Lines, empty
from desktop.residents.reading import PersonShown
from desktop.residents.words import alias_word, document_written, field_titles, gender_word, why_merged

# Whoever is younger needs an adult who answers for her.
FULL_AGE = 18

Fact = Callable[[ResidentCard], str]


class Facts(QWidget):
    """Where the rows of a merged person say different things, both stand there: the one that speaks for her first."""

    alias_forgotten = Signal(str, str)
    merge_undone = Signal(str)
    chosen = Signal(str)
    guardian_wanted = Signal()

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__()
        self._zone = zone
        self._grid = theme.space(QGridLayout(), 8)
        self._grid.setColumnStretch(1, 1)
        self.aliases, self.merges = Lines(), Lines()
        whole = theme.space(QVBoxLayout(self), 14, (0, 4, 6, 4))
        whole.addLayout(self._grid)
        whole.addWidget(self.aliases)
        whole.addWidget(self.merges)
        whole.addStretch(1)

    def show_person(self, shown: PersonShown) -> None:
        """All of it."""
        empty(self._grid)
        self._show_facts(shown)
        self._show_guardian(shown)
        self.aliases.show_lines(
            self.tr("ALSO KNOWN AS"),
            [self._alias(one) for row in shown.rows for one in row.aliases],
        )
        self.merges.show_lines(self.tr("SEVERAL ROWS, ONE PERSON"), [self._merge(one) for one in shown.merges])

    def _show_facts(self, shown: PersonShown) -> None:
        titles = field_titles()
        written = self._written(shown)
        for name, fact in written.items():
            told = list(dict.fromkeys(filter(None, map(fact, shown.rows))))
            if name in ("note", "organisation_role", "other_names") and not told:
                continue
            title = self.tr("Also written down as") if name == "other_names" else titles.get(name, self.tr("Address"))
            self._add(title, "\n".join(told) or self.tr("no data"), muted=not told)

    def _written(self, shown: PersonShown) -> dict[str, Fact]:
        speaks = shown.card

        def born(row: ResidentCard) -> str:
            if row.birth_date is None:
                return ""
            day = f"{row.birth_date:%d/%m/%Y}"
            if row.birth_date != speaks.birth_date or shown.age is None:
                return day
            return self.tr("{day} · {age} years old").format(day=day, age=shown.age)

        return {
            "other_names": lambda row: row.name if row.name != speaks.name else "",
            "document": lambda row: document_written(row.document),
            "birth_date": born,
            "gender": lambda row: gender_word(row.gender) if row.gender else "",
            "phone": lambda row: row.phone or "",
            "email": lambda row: row.email or "",
            "address": lambda row: " ".join(filter(None, (row.street, row.street_number))),
            "neighbourhood_id": lambda row: " · ".join(filter(None, (row.neighbourhood, row.district))),
            "organisation_id": lambda row: row.organisation or "",
            "organisation_role": lambda row: row.organisation_role or "",
            "note": lambda row: row.note or "",
        }

    def _show_guardian(self, shown: PersonShown) -> None:
        person = shown.card
        minor = shown.age is not None and shown.age < FULL_AGE
        if not (person.guardian_id or minor):
            return
        words = self.tr("Somebody else") if person.guardian_id else self.tr("Say who answers")
        name = button(words, "account-supervisor-outline", "quiet")
        name.setObjectName("residents.guardian.name")
        name.clicked.connect(self.guardian_wanted)
        both = Row(name, None)
        if person.guardian_id:
            see = button(person.guardian or self.tr("no data"), kind="quiet", tip=self.tr("See her card"))
            see.setObjectName("residents.guardian")
            see.clicked.connect(lambda: self.chosen.emit(person.guardian_id))
            both = Row(see, name, None)
        line = self._grid.rowCount()
        self._grid.addWidget(label(field_titles()["guardian_id"], "muted"), line, 0)
        self._grid.addWidget(both, line, 1, Qt.AlignmentFlag.AlignLeft)

    def _add(self, title: str, words: str, *, muted: bool) -> None:
        line = self._grid.rowCount()
        self._grid.addWidget(label(title, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        told = label(words, "muted" if muted else "", wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(told, line, 1)

    def _alias(self, alias: AliasLine) -> tuple[str, str, QWidget]:
        words = self.tr("«{name}» {where}").format(name=alias.value, where=alias_word(alias.kind))
        forget = icon_button("close", self.tr("Forget «{name}»").format(name=alias.value))
        forget.clicked.connect(lambda: self.alias_forgotten.emit(alias.id, alias.value))
        return words, self.tr("confirmed %n times", "", alias.times_confirmed), forget

    def _merge(self, merge: MergeLine) -> tuple[str, str, QWidget]:
        words = self.tr("«{one}» is «{other}»").format(one=merge.absorbed, other=merge.kept)
        day = f"{merge.decided_at.astimezone(self._zone):%d/%m/%Y %H:%M}" if merge.decided_at else ""
        about = " · ".join(filter(None, (why_merged(merge.why), merge.decided_by, day)))
        undo = button(self.tr("They are two"), "call-split", "quiet")
        undo.setObjectName("residents.unmerge")
        undo.clicked.connect(lambda: self.merge_undone.emit(merge.id))
        return words, about, undo
