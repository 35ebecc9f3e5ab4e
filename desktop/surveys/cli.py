"""Surveys from the terminal: `cabildo survey list|define|print|reply|import|results|sheets|remove|retire`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.places.queries import neighbourhood_named
from db.sittings.queries import SittingCard, resolve_sitting, sitting_card
from db.surveys.commands import define, reply, retire, take_in_replies, withdraw
from db.surveys.intake import placed
from db.surveys.queries import (
    Asked,
    QuestionnaireCard,
    QuestionResult,
    ReplyCard,
    questionnaires,
    replies,
    resolve_questionnaire,
    resolve_reply,
    results,
)
from db.surveys.replies_file import read_replies
from desktop import wording
from desktop.console import console, day_of, group
from desktop.lists import mapping_of, read_bytes
from desktop.questionnaires import from_file, shipped, unasked

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    surveys = group(app, "survey", translate("cli", "Surveys: what people were asked, and what they answered."))
    for part in (
        _register_questionnaires,
        _register_print,
        _register_reply,
        _register_import,
        _register_results,
        _register_sheets,
    ):
        part(surveys)


def _which() -> Any:
    return typer.Argument(metavar="SURVEY", help=translate("cli", "The questionnaire: its code or its name."))


def _sitting() -> Any:
    return typer.Option("--sitting", help=translate("cli", "The sitting: its id, or the first characters of it."))


def _register_questionnaires(surveys: typer.Typer) -> None:
    file = typer.Argument(help=translate("cli", "A file of a questionnaire (TOML)."))

    @surveys.command("list", help=translate("cli", "Lists the questionnaires, with how many answered each."))
    def list_them(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(questionnaires)
        more = [one for code, one in shipped().items() if code not in {card.code for card in found}]
        data = [_told(one) for one in found]
        ready = [{"code": one["code"], "name": one["name"]} for one in more]
        unasked = translate("cli", "{code}  {name}  (comes with Cabildo, not asked yet)")
        console(ctx).answer(
            {"surveys": data, "shipped": ready},
            [*map(_line, found), *(unasked.format(code=one["code"], name=one["name"]) for one in more)],
        )

    @surveys.command("define", help=translate("cli", "Takes in a questionnaire that the city wrote itself."))
    def define_it(ctx: typer.Context, path: Annotated[Path, file]) -> None:
        with console(ctx).opened() as opened:
            made = opened.store.do(define, definition=from_file(path)).outcome
        console(ctx).answer({"id": made}, [translate("cli", "It can be asked now.")])

    @surveys.command("retire", help=translate("cli", "Asks a questionnaire no more; its answers stay."))
    def retire_it(ctx: typer.Context, survey: Annotated[str, _which()]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_questionnaire, text=survey)
            opened.store.do(retire, questionnaire_id=found)
        console(ctx).answer({"id": found}, [translate("cli", "It is asked no more. Its answers stay.")])


def _register_print(surveys: typer.Typer) -> None:
    out_ = typer.Option("--out", metavar="FILE", help=translate("cli", "A .docx or .pdf file, or a folder."))
    force_ = typer.Option("--force", help=translate("cli", "Writes over a file that is there."))

    @surveys.command("print", help=translate("cli", "The questionnaire for people to fill in on paper."))
    def print_it(
        ctx: typer.Context,
        survey: Annotated[str, _which()],
        out: Annotated[Path, out_],
        sitting: Annotated[str, _sitting()] = "",
        *,
        force: Annotated[bool, force_] = False,
    ) -> None:
        from desktop.paper.saving import produce
        from desktop.surveys.paper import file_words, questionnaire_sheet

        with console(ctx).opened() as opened:
            card = _card(opened, survey)
            held = opened.store.ask(_sitting_named, text=sitting) if sitting else None
            sheet, name = questionnaire_sheet(card, held, opened.city), file_words(card, held, opened.city)
        path = produce(sheet, out, name=name, force=force)
        console(ctx).answer({"path": str(path)}, [translate("cli", "Written to {path}.").format(path=path)])


def _sitting_named(session: Session, *, text: str) -> SittingCard:
    return sitting_card(session, sitting_id=resolve_sitting(session, text=text))


def _way() -> Any:
    return typer.Option("--way", help=translate("cli", "How it was answered: paper, tablet, zoom, visit or call."))


def _on() -> Any:
    return typer.Option("--on", help=translate("cli", "The day, as 2026-12-15 or 15/12/2026; without it, today."))


def _register_reply(surveys: typer.Typer) -> None:
    said = typer.Option("--answer", "-a", help=translate("cli", 'An answer, as "question=answer"; once a question.'))
    quarter = typer.Option("--neighbourhood", help=translate("cli", "The quarter of whoever answered."))

    @surveys.command("reply", help=translate("cli", "Writes down what one person, or one household, answered."))
    def reply_one(
        ctx: typer.Context,
        survey: Annotated[str, _which()],
        answers: Annotated[list[str], said],
        way: Annotated[str, _way()] = "paper",
        sitting: Annotated[str, _sitting()] = "",
        neighbourhood: Annotated[str, quarter] = "",
        day: Annotated[str, _on()] = "",
    ) -> None:
        with console(ctx).opened() as opened:
            made = opened.store.do(
                reply,
                questionnaire_id=_found(opened, survey),
                told=mapping_of(answers),
                way=way,
                answered_on=day_of(day, opened),
                sitting_id=opened.store.ask(resolve_sitting, text=sitting) if sitting else None,
                neighbourhood_id=_quarter(opened, neighbourhood),
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_import(surveys: typer.Typer) -> None:
    table = typer.Argument(help=translate("cli", "The table of answers: CSV, or a workbook of Excel or LibreOffice."))

    @surveys.command("import", help=translate("cli", "Takes in a table of answers, one sheet a line."))
    def import_file(
        ctx: typer.Context,
        survey: Annotated[str, _which()],
        path: Annotated[Path, table],
        way: Annotated[str, _way()] = "paper",
        sitting: Annotated[str, _sitting()] = "",
        day: Annotated[str, _on()] = "",
    ) -> None:
        raw = read_bytes(path)
        with console(ctx).opened() as opened:
            found = _found(opened, survey)
            card = next(one for one in opened.store.ask(questionnaires) if one.id == found)
            read = read_replies(raw, card.questions)
            mine = opened.store.identity.district_id
            lines, unplaced = opened.store.ask(placed, lines=read.lines, district_id=mine)
            taken = opened.store.do(
                take_in_replies,
                questionnaire_id=found,
                lines=lines,
                way=way,
                answered_on=day_of(day, opened),
                sitting_id=opened.store.ask(resolve_sitting, text=sitting) if sitting else None,
            ).outcome
        refused = sorted((*unplaced, *taken.refused), key=lambda pair: pair[0])
        console(ctx).answer(
            {
                "written": taken.written,
                "same": taken.same,
                "refused": [{"line": number, "reason": no.code} for number, no in refused],
                "ignored_columns": list(read.ignored_columns),
            },
            [
                translate("cli", "Written down: {count}, there already: {same}").format(
                    count=taken.written, same=taken.same
                ),
                *_sentences(refused),
            ],
        )


def _register_results(surveys: typer.Typer) -> None:
    since_ = typer.Option("--from", help=translate("cli", "From this day on."))
    until_ = typer.Option("--to", help=translate("cli", "Up to this day."))

    @surveys.command("results", help=translate("cli", "How each question was answered, with who said nothing."))
    def show(
        ctx: typer.Context,
        survey: Annotated[str, _which()],
        sitting: Annotated[str, _sitting()] = "",
        since: Annotated[str, since_] = "",
        until: Annotated[str, until_] = "",
    ) -> None:
        with console(ctx).opened() as opened:
            asked = Asked(
                since=day_of(since, opened) if since else None,
                until=day_of(until, opened) if until else None,
                sitting_id=opened.store.ask(resolve_sitting, text=sitting) if sitting else None,
            )
            found = opened.store.ask(results, questionnaire_id=_found(opened, survey), asked=asked)
        console(ctx).answer(
            {"questions": [_result(one) for one in found]}, [line for one in found for line in _result_lines(one)]
        )


def _register_sheets(surveys: typer.Typer) -> None:
    which = typer.Argument(metavar="SHEET", help=translate("cli", "The sheet: its id, or the beginning or end of it."))

    @surveys.command("sheets", help=translate("cli", "Lists the sheets that were typed, the latest first."))
    def list_sheets(
        ctx: typer.Context, survey: Annotated[str, _which()], sitting: Annotated[str, _sitting()] = ""
    ) -> None:
        with console(ctx).opened() as opened:
            asked = Asked(sitting_id=opened.store.ask(resolve_sitting, text=sitting) if sitting else None)
            found = opened.store.ask(replies, questionnaire_id=_found(opened, survey), asked=asked)
        console(ctx).answer({"sheets": [_sheet(one) for one in found]}, [_sheet_line(one) for one in found])

    @surveys.command("remove", help=translate("cli", "Takes out a sheet that was typed twice, or of another sitting."))
    def remove(ctx: typer.Context, sheet: Annotated[str, which]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_reply, text=sheet)
            opened.store.do(withdraw, reply_id=found)
        console(ctx).answer({"id": found}, [translate("cli", "The sheet was taken out.")])


def _sheet(one: ReplyCard) -> dict[str, Any]:
    return {
        "id": one.id, "on": one.answered_on, "way": one.way, "sitting": one.sitting_id,
        "neighbourhood": one.neighbourhood, "answers": dict(one.answers), "words": dict(one.words),
    }  # fmt: skip


def _sheet_line(one: ReplyCard) -> str:
    said = ", ".join(
        f"{key}={'+'.join(told) if isinstance(told, list) else told}" for key, told in one.answers.items()
    )  # fmt: skip
    return "  ".join(filter(None, (one.id, f"{one.answered_on:%d/%m/%Y}", one.way, one.neighbourhood, said)))


def _found(opened: Opened, text: str) -> str:
    """A questionnaire by what a person calls it; one that comes with Cabildo is written down when it is used."""
    try:
        return opened.store.ask(resolve_questionnaire, text=text)
    except Refused:
        definition = _shipped(text)
        if definition is None:
            raise
        return opened.store.do(define, definition=definition).outcome


def _card(opened: Opened, text: str) -> QuestionnaireCard:
    """The same without writing anything down: to print one is not to have asked it."""
    definition = _shipped(text)
    try:
        found = opened.store.ask(resolve_questionnaire, text=text)
    except Refused:
        if definition is None:
            raise
        return unasked(definition)
    return next(one for one in opened.store.ask(questionnaires) if one.id == found)


def _shipped(text: str) -> dict[str, Any] | None:
    told = fold(text).strip()
    return next((one for one in shipped().values() if told in (fold(one["code"]), fold(one["name"]))), None)


def _quarter(opened: Opened, name: str) -> str | None:
    if not name:
        return None
    return opened.store.ask(neighbourhood_named, name=name, district_id=opened.store.identity.district_id).id


def _sentences(refused: Sequence[tuple[int, Refused]]) -> list[str]:
    line = translate("cli", "Line {line}: {sentence}")
    return [line.format(line=number, sentence=wording.sentence(no.code, no.facts)) for number, no in refused]


def _told(one: QuestionnaireCard) -> dict[str, Any]:
    return {
        "id": one.id, "code": one.code, "name": one.name, "subject": one.subject, "anonymous": one.anonymous,
        "questions": list(one.questions), "replies": one.replies,
    }  # fmt: skip


def _line(one: QuestionnaireCard) -> str:
    replies = translate("cli", "answers: {count}").format(count=one.replies)
    return f"{one.code}  {one.name}  ({replies})"


def _result(one: QuestionResult) -> dict[str, Any]:
    return {
        "key": one.key, "text": one.text, "kind": one.kind, "replies": one.replies, "answered": one.answered,
        "no_data": one.no_data, "total": one.total, "words": list(one.words),
        "options": [{"key": option.key, "text": option.text, "count": option.count} for option in one.options],
    }  # fmt: skip


def _result_lines(one: QuestionResult) -> list[str]:
    heading = translate("cli", "{question} ({answered} of {replies} answered)")
    lines = [heading.format(question=one.text, answered=one.answered, replies=one.replies)]
    lines += [f"  {option.count:>5}  {option.text}" for option in one.options]
    if one.total is not None:
        lines.append(translate("cli", "  {total} in all").format(total=one.total))
    return [*lines, *(f"  – {said}" for said in one.words)]
