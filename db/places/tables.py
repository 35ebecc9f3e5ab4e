"""Tables of places: districts and neighbourhoods."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local, Row


class District(Row):
    """One of the city's decentralised areas, with its municipal centre."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    centre: Mapped[str]
    address: Mapped[str | None]
    position: Mapped[int]


class Neighbourhood(Row):
    """A quarter inside a district; its polygon when the city has given one, and how many people live there.

    `polygon` is a GeoJSON MultiPolygon in WGS84, with two members of our own: `areas`, the names that the city's map
    gives to what was drawn, and `inhabitants`, of those areas together, where its file told them. Quarters that the map
    draws as one («La Cerámica y Cuyo») have the same polygon.
    """

    __tablename__ = "neighbourhood"

    district_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str]
    folded: Mapped[str]
    polygon: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    inhabitants: Mapped[int | None]


class MapArea(Local):
    """An area of the city's map as its file has it, by its folded name, on the laptop that took the file in.

    `neighbourhood_ids` are the quarters it is: None while nobody has decided, an empty list for none of ours. What is
    decided stays when another file comes; without an `outline` the area is not in the file of now.
    """

    __tablename__ = "map_area"

    folded: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    inhabitants: Mapped[int | None]
    neighbourhood_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
