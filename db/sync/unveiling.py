"""What was veiled to this desk when it got an entry, and is told to it now: its role at the server is another one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

from db.base import canonical
from db.journal import commitment

# Three of the columns of an entry, as the file keeps them.
_KEPT = text("SELECT fields, salts, sealed FROM entry WHERE city_id = :city AND desk_id = :desk AND desk_seq = :seq")
_WRITTEN = text(
    "UPDATE entry SET fields = :fields, salts = :salts, sealed = :sealed "
    "WHERE city_id = :city AND desk_id = :desk AND desk_seq = :seq"
)
_ERASED = text(
    "SELECT 1 FROM erasure e, json_each(e.emptied) one, json_each(one.value, '$.fields') field "
    "WHERE one.value ->> 'noun' = :noun AND one.value ->> 'row_id' = :row AND field.value = :field LIMIT 1"
)


def unveil(connection: Connection, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Puts into entries that are here the values that the server shows now and that only their commitments were told
    of before; answers the entries that tell more by it.

    Only a value that fits its commitment is taken, and nothing that an erasure known here took out.
    """
    return [told for told in entries if _unveil(connection, told)]


def _unveil(connection: Connection, told: dict[str, Any]) -> bool:
    key = {"city": told["city_id"], "desk": told["desk_id"], "seq": told["desk_seq"]}
    row = connection.execute(_KEPT, key).one_or_none()
    if row is None:
        return False
    fields, salts, sealed = (json.loads(value) for value in row)
    shown = [name for name in sealed if _fits(told, name, sealed[name]) and not _is_erased(connection, told, name)]
    for name in shown:
        fields[name], salts[name] = told["fields"][name], told["salts"][name]
        del sealed[name]
    if shown:
        values = {"fields": canonical(fields), "salts": canonical(salts), "sealed": canonical(sealed)}
        connection.execute(_WRITTEN, {**key, **values})
    return bool(shown)


def _fits(told: dict[str, Any], name: str, seal: str) -> bool:
    salt = told["salts"].get(name)
    return name in told["fields"] and isinstance(salt, str) and commitment(salt, name, told["fields"][name]) == seal


def _is_erased(connection: Connection, told: dict[str, Any], name: str) -> bool:
    place = {"noun": told["noun"], "row": told["row_id"], "field": name}
    return connection.execute(_ERASED, place).first() is not None
