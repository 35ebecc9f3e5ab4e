"""What can be done with places."""

from __future__ import annotations

from db.clock import named_id
from db.folding import fold
from db.places.city import City
from db.places.tables import District, Neighbourhood
from db.work import Work


def found_city(work: Work, *, city: City) -> None:
    """Writes down the districts and neighbourhoods of the city's file; what is there already stays as it is.

    Every desk of a city does this for itself and gives each place the same identifier.
    """
    for position, told in enumerate(city.districts):
        if work.session.get(District, told.id) is None:
            work.session.add(
                District(
                    id=told.id,
                    code=told.code,
                    name=told.name,
                    centre=told.centre,
                    address=told.address,
                    position=position,
                )
            )
        for name in told.neighbourhoods:
            place = named_id(city.id, "neighbourhood", told.code, fold(name))
            if work.session.get(Neighbourhood, place) is None:
                work.session.add(Neighbourhood(id=place, district_id=told.id, name=name, folded=fold(name)))
