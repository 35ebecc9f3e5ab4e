"""The public page of a period: HTML with its charts inside, readable aloud, by keyboard, on a telephone and on paper.

Nothing on it comes from elsewhere and nothing runs: it can be put on any server, or opened from a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from db.places.city import City
from desktop.insights.figure_words import ABOUT, PROTECTION, TITLES, say
from desktop.paper.web import whole
from desktop.paper.words import load
from desktop.reports.charts import district_chart
from desktop.reports.districts import district_rows
from desktop.reports.drawing import Drawing
from desktop.reports.gathering import Told, ordered
from desktop.reports.report import SHOWN_ELSEWHERE, measured, named, shown, under
from desktop.reports.said_charts import every_chart
from desktop.reports.summary import sentences


def page(told: Told, city: City, files: Sequence[str]) -> str:
    """The whole page; `files` are the names of the files beside it. Only what is public may be put on it."""
    words = load()
    w, o = words["report"], words["open_data"]
    summary = "".join(f"<li>{escape(one)}</li>" for one in sentences(told, words, city.topic_name))
    parts = [_section(w["short"], f"<ul>{summary}</ul>")]
    if told.value("sittings"):
        rows = [(named(one), shown(one, one.value, w["hidden"])) for one in ordered(told.now)
                if one.figure.name not in SHOWN_ELSEWHERE and (one.value or one.hidden)]  # fmt: skip
        parts.append(_section(o["figures"], _table(o["figures"], (w["figure"], w["now"]), rows)))
        for one in every_chart(told, words, city.topic_name):
            note = f"<p>{escape(one.note)}</p>" if one.note else ""
            parts.append(_section(one.heading, _charted(one.drawn, one.header, one.rows, o["as_table"]) + note))
        parts += _districts(told, words["report"], o["as_table"])
    parts.append(_section(w["method"], _method(told, w, o)))
    links = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in files)
    parts.append(_section(o["files"], f"<p>{escape(o['files_lead'])}</p><ul>{links}</ul>"))
    title = f"{w['title']}, {under(told, words)}"
    return whole(
        title,
        words.language,
        w["title"],
        under(told, words),
        "".join(parts),
        o["by"].format(who=city.authority),
    )


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>\n{body}</section>\n"


def _charted(drawn: Drawing, header: Sequence[str], rows: Iterable[Sequence[str]], as_table: str) -> str:
    return (
        f'<figure><div class="wide">{drawn.svg}</div><div class="narrow">{drawn.narrow}</div></figure>'
        f"<details><summary>{escape(as_table)}: {escape(drawn.title)}</summary>"
        f"{_table(drawn.title, header, rows)}</details>"
    )


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col"{_right(place)}>{escape(one)}</th>' for place, one in enumerate(header))
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f'<td class="n">{escape(one)}</td>' for one in row[1:])
        + "</tr>"
        for row in rows
    )  # fmt: skip
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _right(place: int) -> str:
    return ' class="n"' if place else ""


def _districts(told: Told, w: dict[str, str], as_table: str) -> list[str]:
    drawn = district_chart(told, load())
    if drawn is None:
        return []
    return [_section(w["districts"], _charted(drawn, *district_rows(told, w), as_table) + f"<p>{w['whole_note']}</p>")]


def _method(told: Told, w: dict[str, str], o: dict[str, str]) -> str:
    about = "".join(
        f"<dt>{escape(say(TITLES, one.figure.name))}</dt><dd>{escape(say(ABOUT, one.figure.name))}</dd>"
        for one in filter(measured, ordered(told.now))
    )
    return (
        f"<p>{escape(w['method_lead'])}</p><p>{escape(w['method_guard'])}</p>"
        f"<p>{escape(say(PROTECTION, 'protected'))} {escape(say(PROTECTION, 'unprotected'))}</p>"
        f"<details><summary>{escape(o['each'])}</summary><dl>{about}</dl></details>"
    )
