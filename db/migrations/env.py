"""How Alembic is run: always on a connection that somebody hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from db.base import Moment
from db.registry import metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Writes our own column types into a migration as plain ones, so that it never imports the application."""
    if kind == "type" and isinstance(item, Moment):
        return "moment()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Leaves out what is made by hand beside the tables: the search index and its shadow tables."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_item,
    include_name=include_name,
    transaction_per_migration=False,
)
context.run_migrations()
