"""The city's map from the terminal: `cabildo places import|show|match|inhabitants|forget`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.issues.points import known_places
from db.places.city_map import CityMap, read_map
from db.places.doubts import Doubts, doubts
from db.places.drawing import AreaCard, joined_areas, map_areas, standing
from db.places.inhabitants_file import read_inhabitants
from db.places.mapping import count_inhabitants, decide_area, forget_map, take_in_map
from db.places.queries import neighbourhood_named, neighbourhoods
from db.places.rules import sure_quarter
from desktop.console import console, group
from desktop.lists import read_bytes
from desktop.places.file import read_file
from desktop.places.words import doubt_lines, found_lines, joined_names

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    places = group(app, "places", translate("cli", "The map of the city: its quarters, drawn, and who lives there."))
    _register_import(places)
    _register_match(places)
    lists = typer.Argument(help=translate("cli", "CSV or workbook with the columns barrio and habitantes."))

    @places.command("inhabitants", help=translate("cli", "Takes in how many people live in each quarter."))
    def inhabitants(ctx: typer.Context, path: Annotated[Path, lists]) -> None:
        raw = read_bytes(path)
        with console(ctx).opened() as opened:
            told = read_inhabitants(raw, _names(opened), opened.store.ask(joined_areas))
            changed = opened.store.do(count_inhabitants, inhabitants=told.inhabitants, together=told.together).outcome
        counted = len(told.inhabitants) + len(told.together)
        lines = [translate("cli", "Quarters counted: {count}; changed: {changed}.").format(
            count=counted, changed=changed
        )]  # fmt: skip
        lines += [translate("cli", "No quarter of that name: {name}").format(name=name) for name in told.unknown]
        lines += [translate("cli", "No number of inhabitants: {name}").format(name=name) for name in told.unreadable]
        data = {
            "counted": counted,
            "changed": changed,
            "unknown": list(told.unknown),
            "unreadable": list(told.unreadable),
        }
        console(ctx).answer(data, lines)

    @places.command("show", help=translate("cli", "Lists the areas of the map and the quarters they are."))
    def show(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            data, lines = _standing(opened)
        console(ctx).answer(data, lines)

    @places.command("forget", help=translate("cli", "Takes the map off; what was decided stays for the next one."))
    def forget(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            opened.store.do(forget_map)
        console(ctx).answer({"forgotten": True}, [translate("cli", "The quarters are not drawn any more.")])


def _register_import(places: typer.Typer) -> None:
    file = typer.Argument(help=translate("cli", "The map: GeoJSON, GML, or a shapefile packed as ZIP."))
    name_ = typer.Option("--name-field", help=translate("cli", "The field with the names of the quarters."))
    heads_ = typer.Option("--inhabitants-field", help=translate("cli", "The field with how many people live there."))
    crs_ = typer.Option("--crs", help=translate("cli", "The projection, like EPSG:22185, where the file is silent."))
    anyway_ = typer.Option("--anyway", help=translate("cli", "Also a map that seems to be of another city."))
    look = typer.Option("--preview", help=translate("cli", "Tells what was found, and writes nothing."))

    @places.command("import", help=translate("cli", "Takes the map of the city's quarters in."))
    def import_file(
        ctx: typer.Context,
        path: Annotated[Path, file],
        *,
        name_field: Annotated[str | None, name_] = None,
        inhabitants_field: Annotated[str | None, heads_] = None,
        crs: Annotated[str | None, crs_] = None,
        preview: Annotated[bool, look] = False,
        anyway: Annotated[bool, anyway_] = False,
    ) -> None:
        raw = read_file(path)
        with console(ctx).opened() as opened:
            usual = opened.city.map_coordinates
            found = read_map(raw, name_field=name_field, inhabitants_field=inhabitants_field, crs=crs, usual_crs=usual)
            against = _doubts(opened, found)
            if preview:
                data, lines = _would_be(opened, found)
                lines += doubt_lines(against)
            else:
                if against.any and not anyway:
                    raise Refused("map_of_elsewhere", why=" ".join(doubt_lines(against)))
                opened.store.do(take_in_map, areas=found.areas)
                data, lines = _standing(opened)
        data |= {"few_known": against.few, "kilometres_away": against.far}
        console(ctx).answer({"preview": preview, **_found(found), **data}, [*found_lines(found), *lines])


def _register_match(places: typer.Typer) -> None:
    area_ = typer.Argument(help=translate("cli", "The area, by its name on the map."))
    quarters_ = typer.Argument(help=translate("cli", "The quarters it is, by name; none: it is no quarter of ours."))
    open_ = typer.Option("--open", help=translate("cli", "Undecided again."))

    @places.command("match", help=translate("cli", "Decides which quarters an area of the map is."))
    def match(
        ctx: typer.Context,
        area: Annotated[str, area_],
        quarters: Annotated[list[str] | None, quarters_] = None,
        *,
        undecided: Annotated[bool, open_] = False,
    ) -> None:
        if undecided and quarters:
            raise Refused("area_both")
        with console(ctx).opened() as opened:
            mine = opened.store.identity.district_id
            ids = [
                opened.store.ask(neighbourhood_named, name=one, district_id=mine).id
                for one in quarters or ()
                if one.strip()
            ]
            opened.store.do(decide_area, area=fold(area), quarter_ids=None if undecided else ids)
            names = _names(opened)
            (card,) = (one for one in opened.store.ask(map_areas) if one.key == fold(area))
        console(ctx).answer(_card(card, names), [_line(card, names)])


def _names(opened: Opened) -> dict[str, str]:
    return {one.id: one.name for one in opened.store.ask(neighbourhoods)}


def _doubts(opened: Opened, found: CityMap) -> Doubts:
    middle = opened.city.map_middle
    return doubts(found, _names(opened), (middle,) if middle else opened.store.ask(known_places))


def _found(found: CityMap) -> dict[str, Any]:
    return {
        "kind": found.kind, "coordinates": found.coordinates, "fields": list(found.fields),
        "name_field": found.name_field, "inhabitants_field": found.inhabitants_field,
        "areas": len(found.areas), "joined": found.joined,
        "nameless": found.nameless, "shapeless": found.shapeless, "centre": list(found.centre),
    }  # fmt: skip


def _would_be(opened: Opened, found: CityMap) -> tuple[dict[str, Any], list[str]]:
    """Which areas would find their quarter by themselves."""
    names = _names(opened)
    told = [(area.name, sure_quarter(area.name, names)) for area in found.areas]
    known = sum(quarter is not None for _, quarter in told)
    lines = [
        translate("cli", "Known by name: {known} of {areas}. Nothing was written.").format(
            known=known, areas=len(found.areas)
        ),
        *(translate("cli", "To be decided: {name}").format(name=name) for name, quarter in told if quarter is None),
    ]
    matches = [{"area": name, "quarter": names.get(quarter or "")} for name, quarter in told]
    return {"known": known, "matches": matches}, lines


def _standing(opened: Opened) -> tuple[dict[str, Any], list[str]]:
    now, cards, names = opened.store.ask(standing), opened.store.ask(map_areas), _names(opened)
    sums = translate(
        "cli", "Quarters drawn: {drawn} of {quarters}; with inhabitants: {counted}; to be decided: {waiting}."
    )
    lines = [sums.format(drawn=now.drawn, quarters=now.quarters, counted=now.counted, waiting=now.waiting)]
    data = {
        "quarters": now.quarters, "drawn": now.drawn, "counted": now.counted, "waiting": now.waiting,
        "matches": [_card(one, names) for one in cards],
    }  # fmt: skip
    return data, [*lines, *(_line(one, names) for one in cards)]


def _card(one: AreaCard, names: dict[str, str]) -> dict[str, Any]:
    return {
        "area": one.name,
        "inhabitants": one.inhabitants,
        "quarters": None if one.quarter_ids is None else [names.get(quarter, "?") for quarter in one.quarter_ids],
        "likely": [
            {"quarters": [names.get(quarter, "?") for quarter in likely.quarter_ids], "score": likely.score}
            for likely in one.likely
        ],
    }


def _line(one: AreaCard, names: dict[str, str]) -> str:
    if one.quarter_ids is None:
        likely = "; ".join(joined_names(likely.quarter_ids, names) for likely in one.likely)
        return translate("cli", "{area}: to be decided ({likely})").format(area=one.name, likely=likely or "–")
    told = joined_names(one.quarter_ids, names) or translate("cli", "no quarter of ours")
    return f"{one.name}: {told}"
