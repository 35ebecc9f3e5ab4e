"""What Zoom heard, from the terminal: `cabildo zoom polls ID`, `chat ID`, `transcript ID`."""

from __future__ import annotations

from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.queries import items
from db.errors import Refused
from db.issues.from_chat import ChatCard, chat_beside_agenda, issue_from_chat, resolve_chat_line
from db.matching.survey import Question, survey
from db.sittings.queries import resolve_sitting
from db.zoom.handout_queries import WordsCard, transcript_lines
from db.zoom.handouts import discard_transcript
from db.zoom.spoken import transcripts, words_of_item
from desktop.console import console, group
from desktop.heard.words import SurveyWords, author_words, clock_of, words_text
from desktop.wording.issue_words import kind_word

translate = QCoreApplication.translate
# As a person speaks; the record has its own words.
KINDS_AS_TYPED = {"propuesta": "proposal", "reclamo": "complaint", "consulta": "question"}


def register(app: typer.Typer) -> None:
    """Adds to `cabildo zoom` what can be asked of the chat, the polls and the words of the recording."""
    zoom = group(app, "zoom", translate("cli", "What Zoom tells of a sitting."))
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")
    _register_polls(zoom, sitting)
    _register_chat(zoom, sitting)
    _register_words(zoom, sitting)


def _register_polls(zoom: typer.Typer, sitting: str) -> None:
    @zoom.command("polls", help=translate("cli", "The perception survey: what was answered in the polls of the call."))
    def polls(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = opened.store.ask(survey, sitting_id=found)
        lines = [line for one in told.questions for line in _question_lines(one, told.on_call)]
        answer = {"on_call": told.on_call, "questions": [_question(one) for one in told.questions]}
        console(ctx).answer(answer, lines or [translate("cli", "No poll has been taken in for this sitting.")])


def _register_chat(zoom: typer.Typer, sitting: str) -> None:
    line = translate("cli", "The message: the first characters of its id. With --kind it becomes an issue.")
    kind_help = translate("cli", "proposal, complaint or question.")

    @zoom.command("chat", help=translate("cli", "The chat beside the agenda; makes an issue of a message."))
    def chat(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        line_id: str = typer.Option("", "--issue", help=line),
        kind: str = typer.Option("proposal", "--kind", help=kind_help),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            if line_id:
                chosen = opened.store.ask(resolve_chat_line, sitting_id=found, text=line_id)
                asked = KINDS_AS_TYPED.get(kind.strip().casefold(), kind.strip())
                opened.store.do(issue_from_chat, chat_line_id=chosen, kind=asked)
            told = opened.store.ask(chat_beside_agenda, sitting_id=found)
            zone = opened.city.zone
        shown = [one for one in told if not line_id or one.id == chosen]
        lines = ["  ".join((one.id[:8], clock_of(one, zone), _item_words(one), _chat_words(one))) for one in shown]
        empty = [translate("cli", "No chat has been taken in for this sitting.")]
        console(ctx).answer({"messages": [_message(one) for one in shown]}, lines or empty)


def _register_words(zoom: typer.Typer, sitting: str) -> None:
    item_help = translate("cli", "Number of the item on the agenda; without it, all that was said.")
    away = translate("cli", "Takes the words out of the record for good.")

    @zoom.command("transcript", help=translate("cli", "The words of the recording, a help for the notes."))
    def transcript(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        number: int = typer.Option(0, "--item", help=item_help),
        discard: bool = typer.Option(False, "--discard", help=away),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            kept = opened.store.ask(transcripts, sitting_id=found)
            if not kept:
                raise Refused("transcript_missing")
            if discard:
                for one in kept:
                    opened.store.do(discard_transcript, handout_id=one.id)
                words: tuple[WordsCard, ...] = ()
            elif number:
                agenda = {one.number: one for one in opened.store.ask(items, sitting_id=found)}
                if number not in agenda:
                    raise Refused("item_unknown")
                now = opened.store.clock.now()
                words = opened.store.ask(words_of_item, item_id=agenda[number].id, now=now)
            else:
                words = opened.store.ask(transcript_lines, sitting_id=found)
            text = words_text(words, opened.city.zone)
        done = translate("cli", "The words of the recording are out of the record.")
        nothing = translate("cli", "Nothing was recorded while this item was on the table.")
        answer = {"discarded": discard, "words": [_spoken(one) for one in words]}
        console(ctx).answer(answer, [done if discard else text or nothing])


def _question(one: Question) -> dict[str, Any]:
    return {
        "poll": one.poll,
        "question": one.text,
        "answered": one.answered,
        "without_answer": one.silent,
        "anonymous": one.anonymous,
        "several_choices": one.several,
        "answers": [{"text": c.text, "count": c.count, "share": round(c.share, 4)} for c in one.choices],
    }


def _question_lines(one: Question, on_call: int) -> list[str]:
    choices = [f"    {c.count:>4}  {round(c.share * 100):>3} %  {c.text}" for c in one.choices]
    return [one.text, f"    ({SurveyWords().answered(one, on_call)})", *choices]


def _message(one: ChatCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": one.at,
        "exact": one.exact,
        "author": one.author,
        "resident": one.resident_id,
        "text": one.text,
        "item": one.item_id,
        "issue": one.issue_id,
        "kind": one.issue_kind or None,
    }


def _item_words(one: ChatCard) -> str:
    return f"[{one.item_number}]" if one.item_number else "[–]"


def _chat_words(one: ChatCard) -> str:
    made = f"  ✓ {kind_word(one.issue_kind)}" if one.issue_id else ""
    who = author_words(one)  # nobody's, where it was asked without a name or she was erased
    return f"{who}: {one.text}{made}" if who else f"{one.text}{made}"


def _spoken(one: WordsCard) -> dict[str, Any]:
    return {"at": one.at, "exact": one.exact, "who": one.who, "text": one.text}
