"""The panel of a roll that is taken in: the words of its columns, its verdicts, and between what a person decides."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from db.errors import Refused
from db.residents.roll_file import Sheet
from db.residents.roll_import import Imported
from db.residents.roll_judging import Candidate, JudgedRow
from db.residents.roll_rules import CHANGED, DOUBTFUL, ERROR, NEW, SAME
from desktop import wording
from desktop.kit.intake import Columns, Count, IntakeColumn, IntakePanel, IntakeRow, Review
from desktop.kit.palette import Tone
from desktop.residents.intake import ALL, AS_NEW, KINDS, SKIP, TO_LOOK_AT, Judged
from desktop.residents.roll_words import field_words, kind_word, line_words, why
from desktop.residents.words import document_written

_LOOKS = {
    NEW: ("account-plus", Tone.GOOD),
    CHANGED: ("account-edit", Tone.ONLINE),
    SAME: ("account-check", Tone.MUTED),
    DOUBTFUL: ("account-question", Tone.ATTENTION),
    ERROR: ("alert-circle-outline", Tone.BAD),
}


class RollIntake(IntakePanel):
    """Everything by keyboard: Tab through the columns, Enter goes on, arrows through the lines."""

    def show_file(self, name: str, sheet: Sheet) -> None:
        """The columns of the file."""
        columns = tuple(IntakeColumn(one.title, one.field or "", one.samples) for one in sheet.columns)
        words = self.tr(
            "{name}, %n lines. Say what each column holds; what is left out is not taken in.", "", sheet.rows
        )
        shown = Columns(columns, tuple(field_words()), sheet.sheets, sheet.name, sheet.rows)
        self.show_columns(self.tr("Take in a list"), words.format(name=name), shown)

    def show_no(self, no: Refused) -> None:
        """Why the columns do not do."""
        if no.code == "roll_columns":
            words = self.tr("Say which column holds: {missing}.").format(missing=no.facts.get("missing", ""))
            self.show_refusal(words)
        else:
            self.show_refusal(wording.sentence(no.code, no.facts))

    def show_way(self, done: int, total: int, *, writing: bool) -> None:
        """How far it is."""
        words = self.tr("Writing the people down…") if writing else self.tr("Looking through the lines…")
        self.show_progress(words, done, total, writing=writing)

    def show_judged(self, judged: Judged) -> None:
        """What would come of it."""
        kinds = [Count(TO_LOOK_AT, self.tr("To look at"), "", Tone.PLAIN, judged.many(TO_LOOK_AT))]
        kinds += [Count(kind, kind_word(kind), *_LOOKS[kind], judged.many(kind)) for kind in KINDS]
        kinds.append(Count(ALL, self.tr("All lines"), "", Tone.PLAIN, judged.many(ALL)))
        told = ""
        if judged.ignored:
            told = self.tr("Columns left out: {columns}").format(columns=", ".join(judged.ignored))
        number = judged.to_write
        accept = self.tr("Take in %n people", "", number).replace(str(number), QLocale().toString(number))
        shown = Review(
            counts=tuple(kinds),
            rows=tuple(self._row(row, judged) for row in judged.looked_at()),
            kind=judged.kind,
            many=judged.many(judged.kind),
            accept=accept,
            can_accept=number > 0,
            told=told,
        )
        words = self.tr("{name}. Nothing is written yet.").format(name=judged.name)
        self.show_review(self.tr("What would come of the list"), words, shown)

    def show_end(self, name: str, done: Imported, *, whole: bool) -> None:
        """What came of it."""
        numbers = {NEW: done.new, CHANGED: done.changed, SAME: done.same, DOUBTFUL: done.doubtful, ERROR: done.errors}
        counts = [Count(kind, kind_word(kind), *_LOOKS[kind], number) for kind, number in numbers.items()]
        if whole:
            words = self.tr("The list is taken in.")
        else:
            words = self.tr("It was stopped. What is in stays in; take the same file in again to go on from there.")
        self.show_done(self.tr("List taken in"), name, words, counts, whole=whole)

    def go_back(self) -> None:
        """Back to the list."""
        self.over.emit()

    def _row(self, row: JudgedRow, judged: Judged) -> IntakeRow:
        said = judged.decisions.get(row.number, "")
        word, tone = kind_word(row.kind), _LOOKS[row.kind][1]
        if said == SKIP:
            word, tone = self.tr("left out"), Tone.MUTED
        elif said == AS_NEW:
            word, tone = kind_word(NEW), Tone.GOOD
        elif said:
            word, tone = self.tr("is this one"), Tone.ONLINE
        alike = judged.many(row.kind) if row.kind in (CHANGED, DOUBTFUL) and said in ("", AS_NEW, SKIP) else 0
        reason = why(row)
        if row.number in judged.doubted and (told := line_words(judged.doubted[row.number].fields)):
            reason = "\n".join((reason, self.tr("The line says: {told}").format(told=told)))
        return IntakeRow(row.number, row.name, word, tone, reason, self._choices(row), said, alike)

    def _choices(self, row: JudgedRow) -> tuple[tuple[str, str], ...]:
        if row.kind == CHANGED:
            return ("", self.tr("Take the changes")), (SKIP, self.tr("Leave her as she is"))
        if row.kind != DOUBTFUL:
            return ()
        hers = tuple((one.resident_id, self._candidate(one)) for one in row.people if one.resident_id)
        return ("", self.tr("Leave it out")), (AS_NEW, self.tr("Somebody else: write her down")), *hers

    def _candidate(self, one: Candidate) -> str:
        born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else ""
        told = " · ".join(filter(None, (document_written(one.document), born, one.phone)))
        return self.tr("It is {name} ({told})").format(name=one.name, told=told or self.tr("no data"))
