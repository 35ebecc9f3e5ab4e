"""Rules of surveys: what a questionnaire is, and what counts as an answer to a question. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.contacts import clean_text
from db.errors import Refused
from db.folding import fold, words

SUBJECTS = ("perception", "connectivity", "other")
WAYS = ("paper", "tablet", "zoom", "visit", "call")
ONE, SEVERAL, NUMBER, TEXT = "one", "several", "number", "text"
KINDS = (ONE, SEVERAL, NUMBER, TEXT)
MOST_QUESTIONS, MOST_OPTIONS = 60, 30
_BIGGEST = 1_000_000
_YES, _NO = ("si", "s", "yes", "x", "1", "verdadero"), ("no", "n", "0", "falso")


def clean_definition(told: Mapping[str, Any]) -> dict[str, Any]:
    """A questionnaire as the record keeps it, from a file that a person wrote: code, name, subject, anonymous,
    questions. Raises Refused: survey_unnamed, survey_subject_unknown, and as `clean_questions`.
    """
    name, code = clean_text(str(told.get("name") or "")), "-".join(words(str(told.get("code") or "")))
    if not name or not code:
        raise Refused("survey_unnamed")
    subject = told.get("subject", "other")
    if subject not in SUBJECTS:
        raise Refused("survey_subject_unknown", subject=str(subject), known=", ".join(SUBJECTS))
    return {
        "code": code[:40],
        "name": name,
        "subject": subject,
        "anonymous": bool(told.get("anonymous", False)),
        "questions": clean_questions(told.get("questions") or ()),
    }


def clean_questions(told: Sequence[Any]) -> list[dict[str, Any]]:
    """The questions with a key, a text, a kind and their options, each key once.

    Raises Refused: survey_without_questions, survey_too_long, survey_question_unreadable (`number` counts from 1),
    survey_key_twice.
    """
    if not isinstance(told, Sequence) or isinstance(told, str) or not told:
        raise Refused("survey_without_questions")
    if len(told) > MOST_QUESTIONS:
        raise Refused("survey_too_long", most=MOST_QUESTIONS)
    questions = [_question(number, one) for number, one in enumerate(told, 1)]
    _each_once([one["key"] for one in questions])
    return questions


def _question(number: int, told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping):
        raise Refused("survey_question_unreadable", number=number)
    key, text = _key(told.get("key")), clean_text(str(told.get("text") or ""))
    kind = told.get("kind", ONE)
    if not key or not text or kind not in KINDS:
        raise Refused("survey_question_unreadable", number=number)
    question: dict[str, Any] = {"key": key, "text": text, "kind": kind, "options": []}
    if kind in (ONE, SEVERAL):
        options = told.get("options") or ()
        if not isinstance(options, Sequence) or isinstance(options, str) or not 2 <= len(options) <= MOST_OPTIONS:
            raise Refused("survey_question_unreadable", number=number)
        for option in options:
            choice = option if isinstance(option, Mapping) else {"key": option, "text": option}
            option_key, option_text = _key(choice.get("key")), clean_text(str(choice.get("text") or ""))
            if not option_key or not option_text:
                raise Refused("survey_question_unreadable", number=number)
            question["options"].append({"key": option_key, "text": option_text})
        _each_once([one["key"] for one in question["options"]])
    return question


def clean_answers(
    questions: Sequence[Mapping[str, Any]], told: Mapping[str, Any]
) -> tuple[dict[str, str | int | list[str]], str | None]:
    """What somebody answered, by the key of the question: codes and numbers, and beside them whatever was in words.

    An option is told by its key, its text or its number on the sheet; several are set apart by commas or semicolons,
    or come as a list. A question that was left empty is left out. Raises Refused: survey_question_unknown,
    survey_option_unknown, survey_number_unreadable, survey_one_answer, survey_empty (nothing was answered at all).
    """
    by_key = {one["key"]: one for one in questions}
    answers: dict[str, str | int | list[str]] = {}
    lines = []
    for key, value in told.items():
        question = by_key.get(key)
        if question is None:
            raise Refused("survey_question_unknown", question=key)
        parts = _parts(question, value)
        if not parts:
            continue
        if question["kind"] == TEXT:
            lines.append(f"{key}\t{parts[0]}")
        elif question["kind"] == NUMBER:
            answers[key] = _number(question, parts[0])
        else:
            chosen = list(dict.fromkeys(_option(question, part) for part in parts))
            if question["kind"] == ONE and len(chosen) > 1:
                raise Refused("survey_one_answer", question=question["text"])
            answers[key] = chosen if question["kind"] == SEVERAL else chosen[0]
    if not answers and not lines:
        raise Refused("survey_empty")
    return answers, "\n".join(lines) or None


def _parts(question: Mapping[str, Any], value: Any) -> list[str]:
    if isinstance(value, list | tuple | set | frozenset):
        told = [str(one) for one in value]
    elif question["kind"] == SEVERAL and value is not None:
        whole = str(value)
        # An option may have a comma of its own: the whole is looked at before it is cut.
        told = [whole] if _found(question, whole) else whole.replace(";", ",").split(",")
    else:
        told = [] if value is None else [str(value)]
    return [clean for one in told if (clean := clean_text(one))]


def _option(question: Mapping[str, Any], text: str) -> str:
    found = _found(question, text)
    if found is None:
        raise Refused("survey_option_unknown", question=question["text"], answer=text)
    return found


def _found(question: Mapping[str, Any], text: str) -> str | None:
    options = question["options"]
    folded = fold(text).strip()
    for option in options:
        if folded in (option["key"], fold(option["text"])):
            return str(option["key"])
    keys = [option["key"] for option in options]
    if {"yes", "no"} <= set(keys):
        if folded in _YES:
            return "yes"
        if folded in _NO:
            return "no"
    if folded.isdecimal() and 1 <= int(folded) <= len(options):
        return str(keys[int(folded) - 1])
    return None


def _number(question: Mapping[str, Any], text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise Refused("survey_number_unreadable", question=question["text"], answer=text) from None
    if not 0 <= number <= _BIGGEST:
        raise Refused("survey_number_unreadable", question=question["text"], answer=text)
    return number


def known_way(way: str) -> str:
    """One of WAYS. Raises Refused: survey_way_unknown."""
    if way not in WAYS:
        raise Refused("survey_way_unknown", way=way, known=", ".join(WAYS))
    return way


def _key(told: Any) -> str:
    return "_".join(words(str(told if told is not None else "")))[:40]


def _each_once(keys: Sequence[str]) -> None:
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise Refused("survey_key_twice", key=twice)
