"""What was changed while Word kept track of it, accepted: a paper that is signed shows one text, and no draft of it."""

from __future__ import annotations

from docx.oxml.ns import qn

from desktop.paper.wordml import Element

_CAME = {qn("w:ins"), qn("w:moveTo")}
_WENT = {qn("w:del"), qn("w:moveFrom")}
# A change of looks keeps the old ones inside; where a stretch was moved, its ends are marked beside it.
_NOTED = tuple(
    qn(f"w:{name}")
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange",
        "tcPrChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "cellIns", "cellMerge",
    )
)  # fmt: skip


def accept(story: Element) -> None:
    """Accepts every tracked change of a body, a header or a footer, in place, as Word does on "Accept all"."""
    for row in [one for one in story.iter(qn("w:tr")) if one.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None]:
        _take_out(row)
    for cell in [one for one in story.iter(qn("w:tc")) if one.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is not None]:
        _take_out(cell)
    for table in [one for one in story.iter(qn("w:tbl")) if one.find(f".//{qn('w:tr')}") is None]:
        _take_out(table)
    _join_paragraphs(story)
    for mark in list(story.iter(*_CAME, *_WENT)):
        if mark.tag in _CAME:
            _unwrap(mark)
        else:
            _take_out(mark)
    for note in list(story.iter(*_NOTED)):
        _take_out(note)


def _join_paragraphs(story: Element) -> None:
    """Where the end of a paragraph was deleted, what is left of it begins the next one."""
    for paragraph in list(story.iter(qn("w:p"))):
        ends = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if ends is None or all(ends.find(tag) is None for tag in _WENT):
            continue
        following = paragraph.getnext()
        if following is None or following.tag != qn("w:p"):
            continue  # Word keeps the last one of a cell, and one before a table
        at = 1 if len(following) and following[0].tag == qn("w:pPr") else 0
        for place, one in enumerate(one for one in list(paragraph) if one.tag != qn("w:pPr")):
            following.insert(at + place, one)
        _take_out(paragraph)


def _unwrap(mark: Element) -> None:
    for one in list(mark):
        mark.addprevious(one)
    _take_out(mark)


def _take_out(element: Element) -> None:
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)
