"""All pages of an answer of Zoom, or an error: never some of them in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.errors import Refused, Unavailable

PAGE = 300
"""The most that Zoom gives at once."""
_MOST_PAGES = 100
_BEGINNINGS = 3

Ask = Callable[[str], dict[str, Any]]


def walk(ask: Ask, items: str) -> list[dict[str, Any]]:
    """Every item of every page. `ask` is handed the token of the next page, "" for the first.

    A token lives for a quarter of an hour; when it has expired, everything is read again from the first page, for pages
    of two readings may overlap. Raises Unavailable: zoom_pages_endless, when they do not end or a token comes twice;
    zoom_trouble, when the tokens expire again and again; and what `ask` raises.
    """
    for _ in range(_BEGINNINGS):
        try:
            return _once(ask, items)
        except Refused as no:
            if no.code != "zoom_page_expired":
                raise
    raise Unavailable("zoom_trouble", status=400)


def _once(ask: Ask, items: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token, seen = "", {""}
    for _ in range(_MOST_PAGES):
        page = ask(token)
        told = page.get(items)
        found += [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        token = str(page.get("next_page_token") or "")
        if not token:
            return found
        if token in seen:
            break
        seen.add(token)
    raise Unavailable("zoom_pages_endless")
