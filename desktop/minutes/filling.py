"""Filling a template that a secretary may have edited in Word: fields inside a line, whole parts in lines of their own.

docxtpl joins the names that Word cut in pieces and fills them, with three of its habits changed: values are escaped (a
"<" in a name would cut the document off), templates run in a sandbox, and a field nobody knows is an error with its
place instead of a blank. Parts are not written by it: it leaves a mark, and the elements are put there afterwards, so
that a thousand people cost what a thousand rows cost.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from rapidfuzz import process

from db.errors import Refused
from desktop.paper.text import legible
from desktop.paper.wordml import Element

Maker = Callable[[str], list[Element]]
# docxtpl reads "{_{" in a finished text as an escaped "{{" and turns it into one: one of the letters that Unicode keeps
# for such uses inside a program, and that no value holds, is put between, and taken out again afterwards.
_APART = tuple(map(chr, range(0xFDD0, 0xFDF0)))
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAMES_MADE = re.compile(r"\{%-?\s*(?:tr|tc|p|r)?\s*(?:for\s+([\w\s,]+?)\s+in\b|set\s+([\w\s,]+?)\s*=)")
_KIND = re.compile(r"^(\{[\{%#])(?:tr|tc|p|r)\s")
_SHOWN = 60  # letters of a line that are enough to find it
_WHILE_FILLING = (
    TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError, RecursionError,
    etree.LxmlError,
)  # fmt: skip


class _Sandbox(SandboxedEnvironment):
    """A template may choose and repeat words. It may not reach the program, nor fill the memory with a product."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, _: Any, operator: str, __: Any, ___: Any) -> Any:
        raise SecurityError(operator)


def fill(path: Path, values: Mapping[str, str | int | bool], parts: Collection[str], maker: Maker) -> WordDocument:
    """The template filled: `values` stand inside lines, each of `parts` alone in its own, where `maker` makes it.

    Raises Refused: minutes_template_unreadable, minutes_template_syntax, minutes_template_field,
    minutes_template_part_not_alone; each says in which file, and where in it.
    """
    template = _opened(path)
    sandbox = _Sandbox(autoescape=True, undefined=StrictUndefined)
    _look_through(template, sandbox, {*values, *parts}, path.name)
    mark = secrets.token_hex(8)
    typed = "".join(value for value in values.values() if isinstance(value, str))
    apart = next((letter for letter in _APART if letter not in typed), "")
    context: dict[str, str | int | bool] = {
        name: _kept(value, apart) if isinstance(value, str) else value for name, value in values.items()
    }
    context.update({name: f"{mark}:{name}:" for name in parts})
    try:
        template.render(context, sandbox)
    except _WHILE_FILLING as error:
        raise Refused("minutes_template_syntax", file=path.name, where=_where(error)) from error
    document: WordDocument = template.docx
    for story in _stories(template):
        for words in story.iter(qn("w:t")):
            if apart and words.text and apart in words.text:
                words.text = words.text.replace(apart, "")
        _put_parts(story, mark, maker, path.name, body=story is document.element)
    return document


def _opened(path: Path) -> DocxTemplate:
    try:
        template = DocxTemplate(str(path))
        template.init_docx()
    except (OSError, BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.LxmlError) as error:
        raise Refused("minutes_template_unreadable", file=path.name) from error
    return template


def _kept(value: str, apart: str) -> str:
    return re.sub(r"(?<=[{%}])_|_(?=[{%}])", f"{apart}_{apart}", legible(value))


def _stories(template: DocxTemplate) -> Iterator[Element]:
    """The body, and every header and footer. docxtpl puts new parts in their place, which sections do not know of."""
    yield template.docx.element
    for relation in template.docx.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield relation.target_part.element


def _text_of(paragraph: Element) -> str:
    return "".join(word.text or "" for word in paragraph.iter(qn("w:t")))


def _look_through(template: DocxTemplate, sandbox: _Sandbox, known: set[str], file: str) -> None:
    """Looks at each line by itself first, because the engine would only tell the place in the bare XML."""
    lines = [_text_of(one) for story in _stories(template) for one in story.iter(qn("w:p"))]
    made = {
        name.strip() for text in lines for told in _NAMES_MADE.findall(text) for name in (told[0] or told[1]).split(",")
    }
    known = {*known, *made, *sandbox.globals, "loop"}
    for text in lines:
        without = _TAG.sub("", text)
        if any(sign in without for sign in ("{{", "}}", "{%", "%}")):
            raise Refused("minutes_template_syntax", file=file, where=_short(text))
        for tag in _TAG.findall(text):
            for name in sorted(_names_in(tag, sandbox, file, text) - known):
                near = process.extractOne(name, known, score_cutoff=60)
                raise Refused(
                    "minutes_template_field",
                    file=file,
                    field=name,
                    where=_short(text),
                    near=near[0] if near else "",
                )


def _names_in(tag: str, sandbox: _Sandbox, file: str, line: str) -> set[str]:
    if tag.startswith("{{"):
        inside = _KIND.sub(r"\1 ", tag)
    else:
        condition = re.match(r"\{%-?\s*(?:tr|tc|p|r)?\s*(?:if|elif)\s+(.*?)-?%\}", tag, re.DOTALL)
        if condition is None:
            return set()
        inside = "{{ " + condition[1] + " }}"
    # Word makes quotation marks round by itself; docxtpl makes them straight again.
    for rounded, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        inside = inside.replace(rounded, straight)
    try:
        return meta.find_undeclared_variables(sandbox.parse(inside))
    except TemplateSyntaxError as error:
        raise Refused("minutes_template_syntax", file=file, where=_short(line)) from error


def _where(error: Exception) -> str:
    """The first line with a mark in it near to where the engine stopped."""
    context = getattr(error, "docx_context", None)
    lines = [line.strip() for line in context or () if "{" in line]
    return _short(lines[0]) if lines else "…"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _put_parts(story: Element, mark: str, maker: Maker, file: str, *, body: bool) -> None:
    for paragraph in list(story.iter(qn("w:p"))):
        text = _text_of(paragraph)
        if mark not in text:
            continue
        found = re.fullmatch(rf"\s*{mark}:(\w+):\s*", text)
        holder = paragraph.getparent()
        if found is None or not body or holder.tag not in (qn("w:body"), qn("w:sdtContent")):
            name = re.search(rf"{mark}:(\w+):", text)
            line = re.sub(rf"{mark}:(\w+):", r"{{ \1 }}", text)
            raise Refused(
                "minutes_template_part_not_alone", file=file, field=name[1] if name else "", where=_short(line)
            )
        for element in maker(found[1]):
            paragraph.addprevious(element)
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:  # a section ends here: only the words go
            for run in paragraph.findall(qn("w:r")):
                paragraph.remove(run)
        else:
            holder.remove(paragraph)
