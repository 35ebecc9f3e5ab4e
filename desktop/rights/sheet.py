"""Her file as a sheet of paper: every chapter of it in words, for Word and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from db.places.city import City
from db.rights import told
from desktop.paper.sheet import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Points,
    Sheet,
    Space,
    Table,
    Title,
)  # fmt: skip
from desktop.paper.words import Words, load

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INSIDE = frozenset({"group_key", "reasons", "remembered", "evidence", "emptied", "point"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def person_sheet(file: told.PersonFile, city: City, *, now: datetime) -> Sheet:
    """The whole file, with the frame of the law round it."""
    return _Writer(file, city, now).sheet()


class _Writer:
    def __init__(self, file: told.PersonFile, city: City, now: datetime) -> None:
        self._file, self._city = file, city
        self._words: Words = load()
        self._own: dict[str, Any] = self._words["person_file"]
        self._now = now.astimezone(city.zone)

    def sheet(self) -> Sheet:
        own, name = self._own, self._file.name or self._own["nameless"]
        day = f"{self._now:%d/%m/%Y}"
        erased = any(row.erased_at for row in self._file.rows)
        return Sheet(
            title=own["file"].format(name=name),
            subject=own["subject"].format(name=name),
            author=self._city.authority,
            letterhead=tuple(one for one in (self._city.authority, self._city.authority_address) if one),
            footer=own["footer"].format(date=day),
            blocks=(
                Title(own["title"], under=name, notice=own["erased"] if erased else ""),
                Paragraph(own["lead"], style="lead"),
                Facts(self._frame()),
                *self._rows(),
                *self._chapter("consents", self._consents(), ("date", 0.3), ("version", 0.4), ("who", 0.3)),
                *self._chapter("names", self._names(), ("name", 0.4), ("kind", 0.2), ("source", 0.2), ("times", 0.2)),
                *self._chapter(
                    "stays", self._stays(), ("date", 0.14), ("sitting", 0.37), ("way", 0.12), ("from_to", 0.17),
                    ("source", 0.2),
                ),
                *self._chapter(
                    "turns", self._turns(), ("date", 0.14), ("sitting", 0.32), ("item", 0.37), ("from_to", 0.17)
                ),
                *self._chapter(
                    "issues", self._issues(), ("date", 0.14), ("kind", 0.14), ("text", 0.57), ("state", 0.15)
                ),
                *self._chapter(
                    "commitments", self._commitments(), ("date", 0.14), ("text", 0.53), ("due", 0.15), ("state", 0.18)
                ),
                *self._chapter(
                    "connections", self._connections(), ("date", 0.14), ("told_as", 0.32), ("contact", 0.34),
                    ("from_to", 0.2),
                ),
                *self._from_zoom(),
                *self._chapter(
                    "judgements", self._judgements(), ("date", 0.14), ("sitting", 0.36), ("verdict", 0.26),
                    ("who", 0.24),
                ),
                *self._joined(),
                *self._bound(),
                *self._actas(),
                *self._handed(),
                *self._chapter(
                    "changes", self._changes(), ("when", 0.15), ("who", 0.14), ("about", 0.19), ("what", 0.52),
                    note=own["notes"]["history"],
                ),
                *self._rights(),
            ),
        )  # fmt: skip

    def _from_zoom(self) -> Iterable[Block]:
        yield from self._chapter(
            "registrations", self._registrations(), ("date", 0.14), ("told_as", 0.3), ("contact", 0.28),
            ("answers", 0.28),
        )  # fmt: skip
        yield from self._chapter("poll_answers", self._answers(), ("date", 0.14), ("question", 0.46), ("answers", 0.4))
        yield from self._chapter("said", self._said(), ("date", 0.14), ("way", 0.14), ("text", 0.72))

    def _frame(self) -> tuple[tuple[str, str], ...]:
        own = self._own
        facts = [(own["made_on"], self._moment(self._now)), (own["authority"], self._city.authority)]
        if self._city.authority_address:
            facts.append((own["address"], self._city.authority_address))
        if self._city.rights_contact:
            facts.append((own["contact"], self._city.rights_contact))
        return (*facts, (own["identifier"], self._file.resident_id))

    def _rows(self) -> Iterable[Block]:
        rows = self._file.rows
        yield self._heading("data")
        for number, row in enumerate(rows, 1):
            if len(rows) > 1:
                title = self._own["headings"]["row"].format(number=number, count=len(rows))
                yield Heading(title, level=2)
            yield Facts(tuple(self._data(row)))

    def _data(self, row: told.Data) -> Iterable[tuple[str, str]]:
        """Every field that says something; what is nobody's business of the reader's (identifiers) is not there."""
        fields = self._own["fields"]
        said: dict[str, str] = {
            "family_name": row.family_name, "given_names": row.given_names, "chosen_name": row.chosen_name or "",
            "document": self._grouped(row.document), "birth_date": self._day(row.birth_date),
            "age_band": self._code(row.age_band), "gender": self._code(row.gender), "phone": row.phone or "",
            "email": row.email or "", "street": row.street or "", "street_number": row.street_number or "",
            "neighbourhood_id": row.neighbourhood or "", "district_id": row.district or "",
            "organisation_id": row.organisation or "", "organisation_role": row.organisation_role or "",
            "note": row.note or "", "consent_at": self._moment(row.consent_at),
            "consent_text": row.consent_text or "", "written_at": self._moment(row.written_at),
            "erased_at": self._moment(row.erased_at), "removed_at": self._moment(row.removed_at),
        }  # fmt: skip
        yield from ((fields[name], value) for name, value in said.items() if value)
        if row.consent_by_another:
            yield fields["consent_by_id"], self._own["notes"]["consent_by_another"]
        if row.has_guardian:
            yield fields["guardian_id"], self._own["notes"]["has_guardian"]

    def _consents(self) -> Iterable[tuple[str | Cell, ...]]:
        """Every time that consent was given or taken back, as the journal has it."""
        for change in self._file.changes:
            fields = dict(change.fields)
            if change.noun != "resident" or "consent_at" not in fields:
                continue
            given = fields["consent_at"]
            yield (
                self._moment(change.at),
                str(fields.get("consent_text") or "") if given else self._own["changes"]["removed"],
                change.actor,
            )

    def _names(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.names:
            yield (self._with_end(one.value, one.removed_at), self._code(one.kind), self._code(one.source),
                   str(one.times_confirmed))  # fmt: skip

    def _stays(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.stays:
            source = self._with_end(self._code(one.source), one.removed_at)
            yield (self._on(one.at), self._sitting(one.at, one.representing), self._code(one.way),
                   self._from_to(one.arrived_at, one.left_at), source)  # fmt: skip

    def _turns(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.turns:
            yield (self._on(one.at), self._sitting(one.at), self._with_end(one.item, one.removed_at),
                   self._from_to(one.started_at, one.ended_at))  # fmt: skip

    def _issues(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.issues:
            text = Cell(one.text, one.place or "") if one.removed_at is None else self._with_end(
                one.text, one.removed_at)  # fmt: skip
            yield self._on(one.at), self._code(one.kind), text, self._code(one.state)

    def _commitments(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.commitments:
            yield (self._on(one.at), self._with_end(one.text, one.removed_at), self._day(one.due_on),
                   self._code(one.state))  # fmt: skip

    def _connections(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.connections:
            shared = self._own["notes"]["connection_of_several"].format(count=one.others) if one.others else ""
            names = one.name if not one.original_name else f"{one.name} ({one.original_name})"
            under = ", ".join(filter(None, (shared, self._end(one.removed_at))))
            contact = ", ".join(filter(None, (one.email, one.phone, one.registrant_id)))
            yield (self._on(one.at), Cell(names, under), contact,
                   self._from_to(one.joined_at, one.left_at) or f"{one.minutes or 0} min")  # fmt: skip

    def _registrations(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.registrations:
            told = ", ".join(filter(None, (self._grouped(one.document), one.quarter, one.organisation)))
            contact = ", ".join(filter(None, (one.email, one.phone)))
            name = Cell(one.name, ", ".join(filter(None, (self._code(one.status), self._end(one.removed_at)))))
            yield self._on(one.at), name, contact, "; ".join(filter(None, (told, *one.answers)))

    def _answers(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.answers:
            yield self._on(one.at), one.question, self._with_end(one.answers, one.removed_at)

    def _said(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.said:
            way = self._own["said_aloud" if one.aloud else "said_in_chat"]
            yield self._on(one.at), way, self._with_end(one.text, one.removed_at)

    def _judgements(self) -> Iterable[tuple[str | Cell, ...]]:
        for one in self._file.judgements:
            who = one.decided_by or self._own["notes"]["program"]
            verdict = self._code(one.verdict if one.hers else "rejected")
            yield self._on(one.at), self._sitting(one.at), self._with_end(verdict, one.removed_at), who

    def _joined(self) -> Iterable[Block]:
        notes = self._own["notes"]
        lines = []
        for one in self._file.merges:
            what = notes["apart" if one.apart else "merged"]
            undone = notes["undone"].format(date=self._moment(one.undone_at)) if one.undone_at else ""
            why = "" if one.apart else self._code(one.why)
            by = notes["by"].format(who=one.decided_by)
            lines.append("; ".join(filter(None, (what, why, by, undone))) + ".")
        if lines:
            yield self._heading("merges")
            yield Points(tuple(lines), numbered=False)

    def _bound(self) -> Iterable[Block]:
        notes, bound = self._own["notes"], self._file.bound
        counts = {"guardian_of": bound.guardian_of, "agreed_for": bound.agreed_for, "brought": bound.brought}
        lines = tuple(f"{notes[name].format(count=count)}." for name, count in counts.items() if count)
        if lines:
            yield self._heading("bound")
            yield Points(lines, numbered=False)

    def _actas(self) -> Iterable[Block]:
        if not (places := self._file.sittings):
            return
        none = self._own["notes"]["no_acta"]
        yield from self._chapter(
            "actas",
            ((self._on(one), self._sitting(one), ", ".join(one.actas) or none) for one in places),
            ("date", 0.2), ("sitting", 0.6), ("acta", 0.2), note=self._own["notes"]["actas"],
        )  # fmt: skip

    def _handed(self) -> Iterable[Block]:
        notes, every = self._own["notes"], self._file.changes
        told_at = sorted(one.told_at for one in every if one.told_at)
        yield self._heading("handed")
        if not told_at:
            yield Paragraph(notes["never_handed"])
            return
        facts = {"first": self._moment(told_at[0]), "last": self._moment(told_at[-1])}
        yield Paragraph(notes["handed"].format(told=len(told_at), all=len(every), **facts))
        if left := len(every) - len(told_at):
            yield Paragraph(notes["handed_partly"].format(left=left))

    def _changes(self) -> Iterable[tuple[str | Cell, ...]]:
        words, nouns = self._own["changes"], self._own["nouns"]
        for one in self._file.changes:
            fields = dict(one.fields)
            kind = "made" if one.made else "removed" if fields.get("removed_at") else "changed"
            told_at = words["told_at"].format(date=self._moment(one.told_at)) if one.told_at else ""
            written = [
                f"{self._field(name)}: {self._value(value)}" for name, value in one.fields if _is_read(name, value)
            ]
            written += [f"{self._field(name)}: {words['sealed']}" for name in one.sealed]
            yield (self._moment(one.at), one.actor, Cell(f"{nouns[one.noun]}: {words[kind]}", told_at),
                   "; ".join(written))  # fmt: skip

    def _rights(self) -> Iterable[Block]:
        rights, city = self._own["rights"], self._city
        contact = city.rights_contact or city.authority_address or ""
        yield self._heading("rights")
        yield Points(tuple(rights["sentences"]))
        yield Paragraph(rights["where"].format(authority=city.authority, contact=contact).replace(", .", "."))
        yield Paragraph(rights["authority"], style="note", keep=True)
        yield Space(8.0)
        yield Lines((("", f"{rights['received']}. {rights['received_role']}"),
                     ("", rights["handed_over"].format(authority=city.authority))))  # fmt: skip

    def _heading(self, chapter: str) -> Heading:
        return Heading(self._own["headings"][chapter])

    def _chapter(
        self, chapter: str, lines: Iterable[tuple[str | Cell, ...]], *columns: tuple[str, float], note: str = ""
    ) -> Sequence[Block]:
        """A heading and its table; of what there is nothing it is said so, for that too is an answer."""
        heading, rows = self._heading(chapter), tuple(lines)
        before = (Paragraph(note, style="note", keep=True),) if note else ()
        if not rows:
            return heading, Paragraph(self._own["none"])
        titles = tuple(Column(self._own["columns"][name], share) for name, share in columns)
        return heading, *before, Table(heading.text, titles, rows)

    def _field(self, name: str) -> str:
        return str(self._own["fields"].get(name, name))

    def _value(self, value: Any) -> str:
        if value in (None, ""):
            return str(self._own["changes"]["emptied"])
        if isinstance(value, bool):
            return str(self._own["yes" if value else "no"])
        text = str(value)
        if _MOMENT.fullmatch(text):
            return self._moment(datetime.fromisoformat(text))
        return self._day(date.fromisoformat(text)) if _DAY.fullmatch(text) else self._code(text)

    def _code(self, code: str | None) -> str:
        return str(self._own["codes"].get(code, code)) if code else ""

    def _on(self, place: told.Place) -> str:
        return self._day(place.starts_at.astimezone(self._city.zone).date()) if place.council else ""

    def _sitting(self, place: told.Place, representing: str | None = None) -> Cell:
        if not place.council:
            return Cell(self._own["unknown_sitting"])
        return Cell(place.council, ", ".join(filter(None, (place.title, representing))))

    def _from_to(self, begin: datetime | None, end: datetime | None) -> str:
        if begin is None:
            return ""
        zone = self._city.zone
        until = f"{end.astimezone(zone):%H:%M}" if end else self._own["open_end"]
        return f"{begin.astimezone(zone):%H:%M} – {until}"

    def _with_end(self, text: str, removed_at: datetime | None) -> str | Cell:
        return Cell(text, self._end(removed_at)) if removed_at else text

    def _end(self, removed_at: datetime | None) -> str:
        return self._own["withdrawn"].format(date=self._moment(removed_at)) if removed_at else ""

    def _moment(self, moment: datetime | None) -> str:
        return self._words.moment(moment.astimezone(self._city.zone)) if moment else ""

    def _day(self, day: date | None) -> str:
        return f"{day:%d/%m/%Y}" if day else ""

    def _grouped(self, document: str | None) -> str:
        return re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", document) if document else ""


def _is_read(field: str, value: Any) -> bool:
    """Whether a field means something to whoever reads: identifiers, keys and lists stand in the JSON alone."""
    if field in _INSIDE or isinstance(value, list | dict):
        return False
    return not _IDENTIFIER.fullmatch(str(value)) and not (value is None and field.endswith(("_id", "_ids")))
