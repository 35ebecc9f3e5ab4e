"""The panel of a list of organisations that is taken in."""

from __future__ import annotations

from db.errors import Refused
from db.headings import SheetColumn
from db.organisations.intake import ImportedOrganisations, JudgedOrganisation
from db.organisations.rules import CHANGED, ERROR, NEW, SAME
from desktop import wording
from desktop.kit.intake import Columns, Count, IntakeColumn, IntakePanel, IntakeRow, Review
from desktop.kit.palette import Tone
from desktop.organisations.intake import ALL, KINDS, Judged
from desktop.organisations.words import field_words, verdict_word, why

_LOOKS = {
    NEW: ("plus", Tone.GOOD),
    CHANGED: ("pencil-outline", Tone.ONLINE),
    SAME: ("check", Tone.MUTED),
    ERROR: ("alert-circle-outline", Tone.BAD),
}


class OrganisationsIntakePanel(IntakePanel):
    """The same panel as the roll's, with other words."""

    def show_file(self, name: str, columns: tuple[SheetColumn, ...]) -> None:
        """The columns of the file."""
        lines = tuple(IntakeColumn(one.title, one.field or "", one.samples) for one in columns)
        words = self.tr("{name}. Say what each column holds; what is left out is not taken in.").format(name=name)
        self.show_columns(self.tr("Take in organisations"), words, Columns(lines, tuple(field_words())))

    def show_no(self, no: Refused) -> None:
        """Why the columns do not do."""
        self.show_refusal(wording.sentence(no.code, no.facts))

    def show_judged(self, judged: Judged) -> None:
        """What would come of it."""
        counts = [Count(ALL, self.tr("All lines"), "", Tone.PLAIN, len(judged.rows))]
        counts += [Count(kind, verdict_word(kind), *_LOOKS[kind], len(judged.of(kind))) for kind in KINDS]
        told = ""
        if judged.ignored:
            told = self.tr("Columns left out: {columns}").format(columns=", ".join(judged.ignored))
        rows, number = judged.of(judged.kind), len(judged.of(NEW)) + len(judged.of(CHANGED))
        shown = Review(
            counts=tuple(counts),
            rows=tuple(map(_row, rows[: judged.most])),
            kind=judged.kind,
            many=len(rows),
            accept=self.tr("Take in %n organisations", "", number),
            can_accept=number > 0,
            told=told,
        )
        words = self.tr("{name}. Nothing is written yet.").format(name=judged.name)
        self.show_review(self.tr("What would come of the list"), words, shown)

    def show_end(self, name: str, done: ImportedOrganisations) -> None:
        """What came of it."""
        numbers = {NEW: done.new, CHANGED: done.changed, SAME: done.same, ERROR: done.errors}
        counts = [Count(kind, verdict_word(kind), *_LOOKS[kind], number) for kind, number in numbers.items()]
        self.show_done(self.tr("List taken in"), name, self.tr("The list is taken in."), counts, whole=True)

    def go_back(self) -> None:
        """Back to the list."""
        self.over.emit()


def _row(row: JudgedOrganisation) -> IntakeRow:
    return IntakeRow(row.number, row.name, verdict_word(row.kind), _LOOKS[row.kind][1], why(row))
