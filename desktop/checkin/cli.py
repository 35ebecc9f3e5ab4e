"""The door from the terminal: `cabildo checkin ID` with one thing that happens there."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.checkin.commands import (
    CheckedIn,
    bring,
    check_in,
    check_in_document,
    come_back,
    count_unnamed,
    enrol_scan,
    leave,
    note_consent,
    walk_in,
)
from db.checkin.keying import sign_in
from db.checkin.line import read_line
from db.checkin.queries import Stay, presences
from db.checkin.undo import undo
from db.duplicates.queries import resolve_resident
from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.places.queries import neighbourhoods
from db.residents.name_order import sure_names
from db.residents.persons import rows_of
from db.residents.queries import card
from db.sittings.queries import resolve_sitting, sitting_card
from db.work import Store
from desktop.checkin.cards import Told
from desktop.checkin.words import told_words
from desktop.console import console, moment_of

translate = QCoreApplication.translate
Said = tuple[dict[str, Any], str]
# More than a hall holds is a slip of the finger, and would stand in the figures of the evening.
MOST = 999


def register(app: typer.Typer) -> None:
    """Adds the command of this room."""
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    scan = typer.Option("--scan", help=translate("cli", "What the scanner read from the card."))
    document = typer.Option("--document", help=translate("cli", "The document number of somebody on the roll."))
    resident = typer.Option("--resident", help=translate("cli", "The id of somebody on the roll."))
    name = typer.Option("--walk-in", help=translate("cli", 'Somebody new, in one line: "Rosa Pérez 30111222".'))
    leaves = typer.Option("--leave", help=translate("cli", "The id of somebody who leaves the room."))
    back = typer.Option("--back", help=translate("cli", "The id of somebody who had left and is in the room again."))
    agrees = typer.Option("--consent", help=translate("cli", "The id of somebody who agrees that her data be kept."))
    unnamed = typer.Option(
        "--unnamed", min=-MOST, max=MOST,
        help=translate("cli", "So many more (or fewer: -1) in the room without a name."),
    )  # fmt: skip
    last = typer.Option("--undo", help=translate("cli", "Takes back what this desk did last at this door."))
    party = typer.Option("--with", min=0, max=MOST, help=translate("cli", "So many came with her and told no name."))
    late = typer.Option(
        "--afterwards", help=translate("cli", "With --resident, of a closed sitting: she was there at that hour.")
    )
    other = typer.Option("--another", help=translate("cli", "With --walk-in: not the one of that name who is here."))

    @app.command("checkin", help=translate("cli", "What happens at the door: exactly one thing at a time."))
    def checkin(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        scanned: Annotated[str | None, scan] = None,
        number: Annotated[str | None, document] = None,
        resident_id: Annotated[str | None, resident] = None,
        new_name: Annotated[str | None, name] = None,
        leaving: Annotated[str | None, leaves] = None,
        returning: Annotated[str | None, back] = None,
        agreeing: Annotated[str | None, agrees] = None,
        more: Annotated[int | None, unnamed] = None,
        take_back: Annotated[bool, last] = False,
        companions: Annotated[int, party] = 0,
        another: Annotated[bool, other] = False,
        at: Annotated[str, late] = "",
    ) -> None:
        way, words = _the_one(
            scan=scanned, document=number, resident=resident_id, walk_in=new_name, leave=leaving, back=returning,
            consent=agreeing, unnamed=more, undo=take_back or None,
        )  # fmt: skip
        if (companions and way in _ACTS) or (another and way != "walk_in") or (at and way != "resident"):
            raise Refused("checkin_one_way")
        with console(ctx).opened() as opened:
            data, line = _does(
                opened, sitting_id, way, words, partial(_arrive, companions=companions, another=another), at
            )
        console(ctx).answer(data, [line])


def _does(opened: Opened, sitting: str, way: str, words: Any, arrive: Callable[..., Said], at: str) -> Said:
    """The one thing that happens; an arrival is `arrive`'s, unless it is told afterwards with its hour."""
    store: Store = opened.store
    found = store.ask(resolve_sitting, text=sitting)
    if way in _BY_ID:
        words = store.ask(resolve_resident, text=words)
    if at:
        return _afterwards(opened, found, str(words), at)
    return _ACTS[way](store, found, words) if way in _ACTS else arrive(opened, found, way, str(words))


def _the_one(**told: str | int | None) -> tuple[str, Any]:
    """The one thing that was told. Raises Refused: checkin_one_way."""
    given = [(way, words) for way, words in told.items() if words is not None]
    if len(given) != 1:
        raise Refused("checkin_one_way")
    return given[0]


def _arrive(opened: Opened, sitting_id: str, way: str, words: str, companions: int, another: bool) -> Said:
    store = opened.store
    if way == "walk_in":
        done, brought = _walks_in(opened, sitting_id, words, another)
    else:
        done, brought = _arrival(store, sitting_id, way, words), 0
    if companions:
        store.do(bring, presence_id=done.presence_id, step=companions)
    name = store.ask(card, resident_id=done.resident_id).name
    data = {"resident": done.resident_id, "way": done.way, "already": done.already, "new": done.new}
    if companions or brought:
        data["with"] = companions + brought
    return data, _line(done, name)


def _arrival(store: Store, sitting_id: str, way: str, words: str) -> CheckedIn:
    if way == "scan":
        return store.do(enrol_scan, sitting_id=sitting_id, payload=words).outcome
    if way == "document":
        return store.do(check_in_document, sitting_id=sitting_id, document=words).outcome
    return store.do(check_in, sitting_id=sitting_id, resident_id=words).outcome


def _afterwards(opened: Opened, sitting_id: str, resident_id: str, at: str) -> Said:
    """Somebody who was there and was not written down: from that hour on, marked as noted after the closing."""
    hour, store = moment_of(at, opened.city), opened.store
    done = store.do(sign_in, sitting_id=sitting_id, signatures=((resident_id, False),), arrived_at=hour).outcome[0]
    name = store.ask(card, resident_id=done.arrival.resident_id).name
    told = done.arrival
    return {
        "resident": told.resident_id, "way": told.way, "already": told.already, "new": told.new, "at": hour,
    }, _line(told, name)  # fmt: skip


def _walks_in(opened: Opened, sitting_id: str, words: str, another: bool) -> tuple[CheckedIn, int]:
    """Somebody new by one line, read as the door reads it; and how many she brings by what the line says."""
    store = opened.store
    sitting = store.ask(sitting_card, sitting_id=sitting_id)
    quarters = {fold(one.name): one.id for one in store.ask(neighbourhoods, district_id=sitting.district_id)}
    told = read_line(words, quarters)
    names = store.ask(sure_names, line=told.name)
    done = store.do(
        walk_in,
        sitting_id=sitting_id,
        name=names.written,
        document=told.document or None,
        phone=told.phone or None,
        neighbourhood_id=told.neighbourhood_id or None,
        phone_prefix=opened.city.phone_prefix,
        companions=told.companions,
        another=another,
    )
    return done.outcome, told.companions


def _leaves(store: Store, sitting_id: str, resident_id: str) -> Said:
    stay = _stay(store, sitting_id, resident_id, here=True)
    store.do(leave, presence_id=stay.presence_id)
    return {"resident": stay.resident_id, "left": True}, _said("left", stay.name)


def _returns(store: Store, sitting_id: str, resident_id: str) -> Said:
    stay = _stay(store, sitting_id, resident_id, here=False)
    done = store.do(come_back, presence_id=stay.presence_id).outcome
    return {"resident": done.resident_id, "way": done.way, "already": done.already}, _said("back", stay.name)


def _agrees(store: Store, sitting_id: str, resident_id: str) -> Said:
    done = store.do(note_consent, sitting_id=sitting_id, resident_id=resident_id).outcome
    name = store.ask(card, resident_id=resident_id).name
    return {"resident": resident_id, "consented": done}, _said("consented" if done else "consented_before", name)


def _counts(store: Store, sitting_id: str, step: int) -> Said:
    done = store.do(count_unnamed, sitting_id=sitting_id, step=step).outcome
    return {"unnamed": done}, told_words(Told("unnamed", number=done))[0]


def _takes_back(store: Store, sitting_id: str, _: bool) -> Said:
    act = store.do(undo, sitting_id=sitting_id).outcome
    data = {"taken_back": act.kind, "resident": act.resident_id or None}
    return data, told_words(Told("taken_back", act.name, act=act.kind))[0]


_ACTS: dict[str, Callable[[Store, str, Any], Said]] = {
    "leave": _leaves,
    "back": _returns,
    "consent": _agrees,
    "unnamed": _counts,
    "undo": _takes_back,
}
_BY_ID = ("resident", "leave", "back", "consent")


def _stay(store: Store, sitting_id: str, resident_id: str, *, here: bool) -> Stay:
    """Her stay in the room: the open one, or the latest that ended. Raises Refused: presence_not_here, left_already."""
    rows = store.ask(rows_of, resident_id=resident_id)
    hers = [
        stay for stay in store.ask(presences, sitting_id=sitting_id) if stay.resident_id in rows and stay.way == "room"
    ]
    if not hers:
        raise Refused("presence_not_here")
    fit = [stay for stay in hers if (stay.left_at is None) is here]
    if not fit and here:
        raise Refused("left_already")
    return (fit or hers)[0]


def _said(kind: str, name: str) -> str:
    return told_words(Told(kind, name))[0]


def _line(done: CheckedIn, name: str) -> str:
    if done.namesake:
        return translate(
            "cli", "{name} is here already. If this is another person of that name, add --another."
        ).format(name=name)
    sentence = translate("cli", "{name} is present.")
    if done.already:
        sentence = translate("cli", "{name} is here already.")
    elif done.new:
        sentence = translate("cli", "{name} is present, for the first time.")
    said = sentence.format(name=name)
    if done.card_names:
        other = " ".join(reversed(done.card_names))
        said += " " + translate("cli", "Check the name: the card says {other}.").format(other=other)
    return said
