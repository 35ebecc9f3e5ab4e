"""Every code of the record has a sentence, and every sentence and label is said in the Spanish of Argentina."""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.wording import SENTENCES
from tests.house.tree import ROOT, calls, name_of, sources, where

SPANISH = ROOT / "resources" / "i18n" / "desk_es_AR.ts"
LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")
PLACE = re.compile(r"{(\w*)[^}]*}")


def raised() -> Iterator[tuple[str, ast.Call, Path]]:
    """Every code that is raised anywhere, with the call that raises it."""
    for path in sources("db", "desktop"):
        for call in calls(path):
            if name_of(call.func) in {"Refused", "Unavailable"} and call.args:
                said = [node.value for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
                yield from ((code, call, path) for code in said if isinstance(code, str))


def test_every_code_has_a_sentence() -> None:
    unworded = {f"{where(path, call)} {code}" for code, call, path in raised() if code not in SENTENCES}
    assert not unworded


def test_no_sentence_is_left_over() -> None:
    """A sentence whose code nobody says any more is a promise that nobody keeps."""
    spoken = {
        node.value
        for path in sources("db", "desktop")
        if "wording" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    left_over = sorted(set(SENTENCES) - spoken)
    assert not left_over


def test_every_fact_in_a_sentence_is_given_where_it_is_raised() -> None:
    missing = []
    for code, call, path in raised():
        given = {keyword.arg for keyword in call.keywords}
        asked = set(PLACE.findall(SENTENCES.get(code, "")))
        if None not in given and asked - given:
            missing.append(f"{where(path, call)} {code} does not give {sorted(asked - given)}")
    assert not missing


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ET.Element]]:
    """Every text of the screens as the sources have it now, with its Spanish, as (context, message)."""
    fresh = tmp_path_factory.mktemp("words") / "desk_es_AR.ts"
    shutil.copy(SPANISH, fresh)
    command = [str(LUPDATE), *map(str, sources("desktop")), "-ts", str(fresh), "-no-obsolete", "-locations", "none"]
    command += ["-target-language", "es_AR", "-source-language", "en"]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    found = ET.parse(fresh).getroot().iter("context")
    return [(context.findtext("name") or "", message) for context in found for message in context.iter("message")]


def spanish(message: ET.Element) -> list[str]:
    """What is said for a message: one text, or one for each number."""
    translation = message.find("translation")
    assert translation is not None
    forms = [form.text or "" for form in translation.iter("numerusform")]
    return forms or [translation.text or ""]


def told(context: str, message: ET.Element) -> str:
    return f"{context}: {message.findtext('source')}"


def test_every_text_is_said_in_spanish(messages: list[tuple[str, ET.Element]]) -> None:
    assert len(messages) > 100
    assert not [
        told(context, message)
        for context, message in messages
        if message.find("translation[@type]") is not None or not all(map(str.strip, spanish(message)))
    ]


def test_what_lupdate_overlooks_has_its_spanish_too() -> None:
    """It sees no text within an f-string and none that `translate` has with a number: these were shown in English."""
    messages = [*ET.parse(SPANISH).iter("message")]
    known = {message.findtext("source") for message in messages}
    counted = {message.findtext("source") for message in messages if message.get("numerus")}
    said = {
        text.value
        for path in sources("desktop")
        for call in calls(path)
        if (at := {"tr": 0, "translate": 1}.get(name_of(call.func))) is not None and len(call.args) > at
        for text in [call.args[at]]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert len(said) > 1000
    assert not said - known
    assert not {text for text in said if "%n" in text} - counted


def test_the_spanish_keeps_the_places_for_facts(messages: list[tuple[str, ET.Element]]) -> None:
    wrong = []
    for context, message in messages:
        wanted = sorted(PLACE.findall(message.findtext("source") or ""))
        # «una persona» may leave the number out; the other forms may not.
        many = spanish(message)[-1]
        if not many:
            continue  # not said yet, which another test tells
        if sorted(PLACE.findall(many)) != wanted or ("%n" in (message.findtext("source") or "")) != ("%n" in many):
            wrong.append(told(context, message))
    assert not wrong


def test_no_english_sentence_stands_in_for_spanish(messages: list[tuple[str, ET.Element]]) -> None:
    assert not [
        told(context, message)
        for context, message in messages
        if message.findtext("source") in spanish(message) and len(re.findall(r"[A-Za-z]{3,}", spanish(message)[0])) > 2
    ]


def test_the_spanish_says_vos(messages: list[tuple[str, ET.Element]]) -> None:
    """The desk speaks to the person as the city does: «elegí», never «elige», «tú» or «vosotros»."""
    elsewhere = re.compile(
        r"\b(tú|contigo|vosotros|puedes|tienes|quieres|debes|haz clic|pulsa|vuelve a|prueba de nuevo|"
        r"ordenador|fichero)\b",
        re.IGNORECASE,
    )
    assert not [said for _, message in messages for said in spanish(message) if elsewhere.search(said)]


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """lupdate finds `tr(f"...")`, and the program never does: facts are filled in after the translation."""
    wrong = []
    for path in sources("desktop"):
        for call in calls(path):
            position = {"tr": 0, "translate": 1}.get(name_of(call.func))
            if position is None or len(call.args) <= position:
                continue
            text = call.args[position]
            formatted = isinstance(text, ast.Call) and name_of(text.func) == "format"
            if formatted or isinstance(text, ast.JoinedStr | ast.BinOp):
                wrong.append(where(path, call))
    assert not wrong


def test_no_text_is_translated_inside_another() -> None:
    """lupdate does not look into an f-string: «no data» stood in English on the sheet of a survey."""
    wrong = []
    for path in sources("desktop"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            found = (one for one in inside if isinstance(one, ast.Call) and name_of(one.func) in ("tr", "translate"))
            wrong += [where(path, call) for call in found]
    assert not wrong


def test_two_numbers_have_two_forms(messages: list[tuple[str, ET.Element]]) -> None:
    counted = [(context, message) for context, message in messages if message.get("numerus") == "yes"]
    assert not [told(context, message) for context, message in counted if len(spanish(message)) != 2]
