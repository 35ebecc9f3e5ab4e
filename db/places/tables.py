"""Tables of places: districts and neighbourhoods."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class District(Row):
    """One of the city's decentralised areas, with its municipal centre."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    centre: Mapped[str]
    address: Mapped[str | None]
    position: Mapped[int]


class Neighbourhood(Row):
    """A quarter inside a district; its polygon (GeoJSON) when the city has given one."""

    __tablename__ = "neighbourhood"

    district_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str]
    folded: Mapped[str]
    polygon: Mapped[dict[str, Any] | None] = mapped_column(JSON)
