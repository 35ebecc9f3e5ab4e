"""The draft as it will be read, on the screen: the same blocks as the Word file, as rich text for a sheet of paper.

Paper is white in the dark look too: what is shown is a document, not a part of the window.
"""

from __future__ import annotations

from html import escape
from itertools import zip_longest

from desktop.minutes.blocks import (
    Acta,
    Bar,
    Block,
    Column,
    Content,
    Header,
    Pairs,
    Paragraph,
    Signatures,
    Sum,
    Table,
    Title,
)
from desktop.paper.sheet import Cell, Span
from desktop.paper.text import legible

INK, MUTED, ACCENT, NAVY, PALE, LINE, BAD = (
    "#172033", "#5B6780", "#1F5EAB", "#12233D", "#EEF3FA", "#D5DEEA", "#B3332C",
)  # fmt: skip

ROWS = 120  # of a table on the screen; the Word file holds all of them

PARAGRAPHS = {
    "lead": "margin-top:14px; margin-bottom:8px; line-height:135%;",
    "body": "margin-top:0px; margin-bottom:8px; line-height:125%;",
    "note": "margin-top:0px; margin-bottom:6px; margin-left:16px; line-height:125%;",
    "meta": f"margin-top:2px; margin-bottom:6px; color:{MUTED}; font-size:small;",
    "notice": f"margin-top:4px; margin-bottom:10px; color:{BAD}; font-weight:600;",
}


def render(acta: Acta, more: str = "") -> str:
    """The acta as the HTML that Qt's rich text understands; every value stands in it as plain text.

    With `more` ("… and {n} more rows") a table shows its first rows only and says how many there are: laying out a
    thousand people would hold up the window for more than a second, each time somebody arrives.
    """
    head = {key: str(acta.fields[key]) for key in ("authority", "district", "centre", "address")}
    place = " · ".join(_text(head[key]) for key in ("district", "centre") if head[key])
    parts = [
        f'<p style="margin:0px; color:{NAVY}; font-size:large; font-weight:600;">{_text(head["authority"])}</p>',
        f'<p style="margin:0px; color:{MUTED};">{place}</p>',
        f'<p style="margin:0px; color:{MUTED};">{_text(head["address"])}</p>' if head["address"] else "",
        _gap(),
        _ruler(ACCENT, 3),
    ]
    for block, after in zip_longest(acta.blocks, acta.blocks[1:]):
        parts.append(_block(block, more))
        if isinstance(block, Sum) and not isinstance(after, Sum):
            parts.append(_gap())  # a paragraph has no room above it, and would touch the figures
    return f'<div style="color:{INK};">{"".join(parts)}</div>'


def _text(value: str) -> str:
    return escape(legible(value)).replace("\n", "<br>").replace("\t", "&nbsp;&nbsp;&nbsp;&nbsp;")


def _muted(value: str) -> str:
    return f'<font color="{MUTED}">{_text(value)}</font>'


def _ruler(color: str, height: int) -> str:
    # Qt's rich text knows no border of a paragraph: a table of one thin cell is its ruler.
    cell = f'<td bgcolor="{color}" style="font-size:{height}px; line-height:{height}px;">&nbsp;</td>'
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{cell}</tr></table>'


def _block(block: Block, more: str) -> str:
    match block:
        case Title(text, subtitle, notice):
            return (
                f'<h1 style="margin-top:14px; margin-bottom:0px; color:{NAVY};">{_text(text)}</h1>'
                f'<p style="margin-top:0px; margin-bottom:4px; color:{MUTED}; font-size:large;">{_text(subtitle)}</p>'
                + (f'<p style="{PARAGRAPHS["notice"]}">{_text(notice)}</p>{_gap()}' if notice else "")
            )
        case Header(text, 1):
            heading = f'<h2 style="margin-top:24px; margin-bottom:4px; color:{NAVY};">{_text(text)}</h2>'
            return f"{heading}{_ruler(ACCENT, 1)}{_gap()}"
        case Header(text, _):
            return f'<h3 style="margin-top:14px; margin-bottom:0px; color:{ACCENT};">{_text(text)}</h3>{_gap()}'
        case Paragraph(spans, style):
            return _paragraph(spans, style)
        case Pairs(_, rows):
            return _rows([_row([_cell(_muted(label), "22%"), _cell(_text(value), "78%")]) for label, value in rows])
        case Sum():
            return _total(block)
        case Table():
            return _table(block, more)
        case Signatures():
            return _signatures(block)


def _paragraph(spans: tuple[Span, ...], style: str) -> str:
    told = []
    for span in spans:
        words = _text(span.text)
        words = f"<b>{words}</b>" if span.strong else words
        told.append(_muted(span.text) if span.muted else words)
    return f'<p style="{PARAGRAPHS[style]}">{"".join(told)}</p>'


def _gap() -> str:
    return '<p style="margin:0px; font-size:6px;">&nbsp;</p>'


def _rows(rows: list[str]) -> str:
    """Rows with a hairline between them, which Qt draws from the colour behind the cells."""
    return f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>{_gap()}'


def _row(cells: list[str], ground: str = "") -> str:
    fill = f' bgcolor="{ground}"' if ground else ""
    return f"<tr{fill}>{''.join(cells)}</tr>"


def _cell(html: str, width: str = "", *, right: bool = False, head: bool = False) -> str:
    side = ' align="right"' if right else ""
    tag = "th" if head else "td"
    line = f"border-bottom:1px solid {LINE}; padding:4px 7px 4px 7px; text-align:{'right' if right else 'left'};"
    return f'<{tag} width="{width}"{side} valign="top" style="{line}">{html}</{tag}>'


def _width(column: Column) -> str:
    return f"{round(column.share * 100)}%"


def _table(block: Table, more: str) -> str:
    left = len(block.rows) - ROWS if more else 0
    shown = block.rows[:ROWS] if left > 0 else block.rows
    head = [
        _cell(f'<font color="{NAVY}">{_text(column.title)}</font>', _width(column), right=column.number, head=True)
        for column in block.columns
    ]
    rows = [
        _row(
            [
                _cell(_content(content), _width(column), right=column.number)
                for content, column in zip(row, block.columns, strict=True)
            ]
        )
        for row in shown
    ]
    told = _rows([_row(head, PALE), *rows])
    return told + (f'<p style="{PARAGRAPHS["meta"]}">{_text(more.format(n=left))}</p>' if left > 0 else "")


def _content(content: Content) -> str:
    if isinstance(content, Bar):
        return _bar(content)
    if isinstance(content, Cell):
        under = f"<br>{_muted(content.under)}" if content.under else ""
        return _text(content.text) + under
    return _text(content)


def _bar(bar: Bar) -> str:
    share = round(max(min(bar.share, 1.0), 0.0) * 100)
    if not share:
        return "&nbsp;"
    full = f'<td width="{share}%" bgcolor="{ACCENT}" style="font-size:9px;">&nbsp;</td>'
    rest = f'<td width="{100 - share}%" style="font-size:9px;">&nbsp;</td>' if share < 100 else ""
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{full}{rest}</tr></table>'


def _total(block: Sum) -> str:
    width = f"{100 // len(block.terms)}%"
    cells = []
    for term in block.terms:
        sign = _muted(f"{term.sign} ") if term.sign else ""
        cells.append(
            f'<td width="{width}" bgcolor="{PALE}" style="padding:7px 10px 7px 10px;">'
            f'{_muted(term.label)}<br><span style="font-size:x-large; font-weight:600; color:{NAVY};">'
            f"{sign}{term.value}</span></td>"
        )
    return f'<table width="100%" cellspacing="4" cellpadding="0"><tr>{"".join(cells)}</tr></table>'


def _signatures(block: Signatures) -> str:
    rows = []
    for number in range(0, len(block.places), 2):
        two = [*block.places[number : number + 2], ("", "")][:2]
        rows.append(_row([_place(name, role) for name, role in two]))
    return f'<table width="100%" cellspacing="14" cellpadding="0">{"".join(rows)}</table>'


def _place(name: str, role: str) -> str:
    if not role:
        return '<td width="50%">&nbsp;</td>'
    words = f"{_text(name)}<br>{_muted(role)}"
    return f'<td width="50%" align="center"><p>&nbsp;<br>&nbsp;</p>{_ruler(MUTED, 1)}<p align="center">{words}</p></td>'
