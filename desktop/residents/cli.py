"""The roll from the terminal: take a list in, hand it out, look somebody up, read and correct her card."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.duplicates.effective import effective
from db.duplicates.queries import resolve_resident
from db.errors import Refused
from db.home import Opened
from db.organisations.near import near_names
from db.places.queries import neighbourhood_named
from db.residents.commands import correct, give_consent, name_guardian, take_back_consent
from db.residents.export_file import ExportFile
from db.residents.listing import organisation_names
from db.residents.queries import ResidentCard
from db.residents.roll_export import Place, Plan, export_portion, plan_export
from db.residents.search import Found, search
from desktop.console import console, group
from desktop.residents import cli_import
from desktop.residents.roll_words import field_word, value_word
from desktop.residents.words import erased_words

translate = QCoreApplication.translate
_SHOWN = (
    "family_name", "given_names", "chosen_name", "document", "birth_date", "age_band", "gender", "phone", "email",
    "street", "street_number", "neighbourhood", "district", "organisation", "organisation_role", "note",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    roll = group(app, "residents", translate("cli", "The roll of neighbours."))
    words = typer.Argument(help=translate("cli", "Part of a name, a document, a telephone, an organisation."))
    whom = typer.Argument(metavar="RID", help=translate("cli", "The identifier of a neighbour, or its beginning."))
    cli_import.register(roll)
    _register_export(roll)
    _register_correct(roll)
    _register_consent(roll)

    @roll.command("search", help=translate("cli", "Looks somebody up on the roll."))
    def look_up(ctx: typer.Context, text: Annotated[list[str], words]) -> None:
        with console(ctx).opened() as opened:
            mine = opened.store.identity.district_id
            found = opened.store.ask(search, text=" ".join(text), district_id=mine)
        console(ctx).answer({"residents": [_found(one) for one in found]}, _found_lines(found))

    @roll.command("show", help=translate("cli", "Tells what the roll says of somebody."))
    def show(ctx: typer.Context, rid: Annotated[str, whom]) -> None:
        with console(ctx).opened() as opened:
            told = _card(opened, rid)
        console(ctx).answer(_told(told), _card_lines(told, opened.city.zone))


def _write(opened: Opened, plan: Plan, path: Path) -> int:
    """In portions: another program on the same record has its turn between them."""
    with ExportFile(path, plan) as file:
        place: Place | None = Place()
        while place is not None:
            portion = opened.store.ask(export_portion, plan=plan, place=place)
            file.add(portion)
            place = portion.next
        while file.write_some():
            pass
        return file.finish()


def _register_export(roll: typer.Typer) -> None:
    out = typer.Option("--out", help=translate("cli", "The file to write: its name ends in .csv or .xlsx."))
    text = typer.Option("--search", help=translate("cli", "Only those whom these letters find."))
    district = typer.Option("--district", help=translate("cli", "Only those of a district, by name or code."))
    quarter = typer.Option("--neighbourhood", help=translate("cli", "Only those of a quarter, by name."))
    over = typer.Option("--force", help=translate("cli", "Write over the file that is there."))

    @roll.command("export", help=translate("cli", "Writes the roll to a CSV or a workbook."))
    def export(
        ctx: typer.Context,
        path: Annotated[Path, out],
        letters: Annotated[str, text] = "",
        district_name: Annotated[str | None, district] = None,
        quarter_name: Annotated[str | None, quarter] = None,
        force: Annotated[bool, over] = False,
    ) -> None:
        if path.exists() and not force:
            raise Refused("paper_file_exists", path=str(path))
        with console(ctx).opened() as opened:
            district_id = opened.city.district(district_name).id if district_name else None
            quarter_id = _quarter(opened, quarter_name, district_id) if quarter_name else None
            plan = opened.store.ask(
                plan_export, text=letters, district_id=district_id, neighbourhood_id=quarter_id
            )  # fmt: skip
            people = _write(opened, plan, path)
        words = translate("cli", "Neighbours: {people}. Written to {path}")
        console(ctx).answer({"people": people, "path": str(path)}, [words.format(people=people, path=path)])


def _register_correct(roll: typer.Typer) -> None:
    whom = typer.Argument(metavar="RID", help=translate("cli", "The identifier of a neighbour, or its beginning."))

    def field(name: str) -> Any:
        return typer.Option(f"--{name.replace('_', '-')}", help=field_word(name))

    text = str | None

    @roll.command("correct", help=translate("cli", 'Puts right what the roll says of somebody; "" empties a field.'))
    def put_right(
        ctx: typer.Context,
        rid: Annotated[str, whom],
        family_name: Annotated[text, field("family_name")] = None,
        given_names: Annotated[text, field("given_names")] = None,
        chosen_name: Annotated[text, field("chosen_name")] = None,
        document: Annotated[text, field("document")] = None,
        birth_date: Annotated[text, field("birth_date")] = None,
        gender: Annotated[text, field("gender")] = None,
        phone: Annotated[text, field("phone")] = None,
        email: Annotated[text, field("email")] = None,
        street: Annotated[text, field("street")] = None,
        street_number: Annotated[text, field("street_number")] = None,
        neighbourhood: Annotated[text, field("neighbourhood")] = None,
        organisation: Annotated[text, field("organisation")] = None,
        organisation_role: Annotated[text, field("organisation_role")] = None,
        note: Annotated[text, field("note")] = None,
    ) -> None:
        told = {name: value for name, value in locals().items() if name in _SHOWN and value is not None}
        if not told:
            raise Refused("nothing_to_correct")
        with console(ctx).opened() as opened:
            resident_id = opened.store.ask(resolve_resident, text=rid)
            if organisation:
                _one_of_the_list(opened, organisation)
            if neighbourhood is not None:
                del told["neighbourhood"]
                told["neighbourhood_id"] = _quarter(opened, neighbourhood) if neighbourhood else ""
                told["district_id"] = ""
            opened.store.do(correct, resident_id=resident_id, phone_prefix=opened.city.phone_prefix, **told)
            card = _card(opened, resident_id)
        console(ctx).answer(_told(card), _card_lines(card, opened.city.zone))


def _register_consent(roll: typer.Typer) -> None:
    whom = typer.Argument(metavar="RID", help=translate("cli", "The identifier of a neighbour, or its beginning."))
    other = typer.Option("--by", metavar="RID", help=translate("cli", "Who agrees for her, where she is not of age."))
    taken = typer.Option("--take-back", help=translate("cli", "She does not agree any more."))

    @roll.command("consent", help=translate("cli", "Notes that somebody agrees that her data be kept, or no more."))
    def consent(
        ctx: typer.Context,
        rid: Annotated[str, whom],
        by: Annotated[str | None, other] = None,
        take_back: Annotated[bool, taken] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            store = opened.store
            resident_id = store.ask(resolve_resident, text=rid)
            by_id = store.ask(resolve_resident, text=by) if by else None
            if take_back:
                store.do(take_back_consent, resident_id=resident_id)
            else:
                if by_id:
                    store.do(name_guardian, resident_id=resident_id, guardian_id=by_id)
                store.do(give_consent, resident_id=resident_id, by_id=by_id)
            card = _card(opened, resident_id)
        said = translate("cli", "{name}: consent noted.")
        if take_back:
            said = translate("cli", "{name}: consent taken back.")
        console(ctx).answer(
            {"resident": card.id, "consented": card.consent_at is not None}, [said.format(name=card.name)]
        )


def _card(opened: Opened, rid: str) -> ResidentCard:
    resident_id = opened.store.ask(resolve_resident, text=rid)
    return opened.store.ask(effective, resident_id=resident_id).card


def _one_of_the_list(opened: Opened, organisation: str) -> None:
    """A name like one of the list is a slip rather than one more. Raises Refused: organisation_near."""
    known = opened.store.ask(organisation_names)
    if near := near_names(organisation, [name for _, name in known]):
        raise Refused("organisation_near", name=organisation, near=", ".join(f"«{one}»" for one in near))


def _quarter(opened: Opened, name: str, district_id: str | None = None) -> str:
    mine = district_id or opened.store.identity.district_id
    return opened.store.ask(neighbourhood_named, name=name, district_id=mine).id


def _told(card: ResidentCard) -> dict[str, Any]:
    consent = {"consent_at": card.consent_at, "consent_text": card.consent_text}
    aliases = [{"kind": one.kind, "value": one.value} for one in card.aliases]
    shown = {name: getattr(card, name) for name in _SHOWN}
    return {"id": card.id, **shown, **consent, "aliases": aliases, "erased_at": card.erased_at}


def _card_lines(card: ResidentCard, zone: tzinfo) -> list[str]:
    line = translate("cli", "{field}: {value}")
    told = [(name, getattr(card, name)) for name in _SHOWN]
    erased = [erased_words(card.erased_at.astimezone(zone))] if card.erased_at else []
    return [
        card.id,
        *erased,
        *(line.format(field=field_word(name), value=value_word(name, value)) for name, value in told if value),
    ]


def _found(one: Found) -> dict[str, Any]:
    return {
        "id": one.id,
        "family_name": one.family_name,
        "given_names": one.given_names,
        "chosen_name": one.chosen_name,
        "document": one.document,
        "phone": one.phone,
        "neighbourhood": one.neighbourhood,
        "organisation": one.organisation,
    }


def _found_lines(found: tuple[Found, ...]) -> list[str]:
    if not found:
        return [translate("cli", "Nobody on the roll is called so.")]
    return [
        "  ".join(filter(None, (one.id, f"{one.family_name}, {one.given_names}", one.document, one.neighbourhood)))
        for one in found
    ]
