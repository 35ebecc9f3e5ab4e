"""Which column of a roll is which: the words that offices write over them."""

from __future__ import annotations

from collections.abc import Sequence

from db.folding import words
from db.headings import Spellings

# What a column may be taken as. `full_name` is as it is spoken, `listed_name` begins with the family name; `address` is
# street and number in one.
FIELDS = (
    "family_name", "given_names", "listed_name", "full_name", "chosen_name", "document", "cuil", "birth_date",
    "age_band", "gender", "phone", "email", "address", "street", "street_number", "neighbourhood", "district",
    "organisation", "organisation_role", "note",
)  # fmt: skip
# What a roll cannot be without, and what stands in for it.
NEEDED = ("family_name", "given_names")
WHOLE_NAMES = ("full_name", "listed_name")

SPELLINGS: Spellings = {
    "family_name": ("apellido", "apellidos", "apellido s", "ape", "surname", "last name"),
    "given_names": (
        "nombres", "nombre", "nombre s", "nombre de pila", "nombres de pila", "primer nombre", "nom", "first name",
        "name",
    ),
    "listed_name": (
        "apellido y nombre", "apellido y nombres", "apellidos y nombres", "apellido nombre", "apellido nombres",
        "apellidos y nombre", "apellido s y nombre s", "apellido s nombre s", "apynom", "apenom", "ape y nom",
        "apellido y nombre completo", "apellido y nombres completos", "vecino", "vecina",
    ),
    "full_name": (
        "nombre completo", "nombre y apellido", "nombres y apellidos", "nombre y apellidos", "nombres y apellido",
        "nombre apellido", "nomyape", "nom y ape", "full name", "participante",
    ),
    "chosen_name": (
        "nombre elegido", "nombre autopercibido", "nombre social", "nombre de uso", "apodo",
    ),
    "document": (
        "documento", "dni", "d n i", "nro documento", "numero documento", "numero de documento", "nro de documento",
        "nro doc", "num doc", "num documento", "n documento", "n de documento", "no documento", "doc", "documento nro",
        "documento numero", "dni nro", "nro dni", "numero dni", "numero de dni", "nro de dni", "n dni", "dni numero",
        "no de documento", "no doc", "no dni", "l e", "l c", "dni le lc", "dni lc le", "le lc dni", "lc", "le",
        "documento de identidad", "nro documento identidad", "cedula", "cedula de identidad", "ci",
    ),
    "cuil": ("cuil", "cuit", "cuil cuit", "cuit cuil", "nro cuil", "nro cuit", "numero de cuil", "n cuil"),
    "birth_date": (
        "fecha nacimiento", "fecha de nacimiento", "nacimiento", "fec nac", "fec nacimiento", "fecha nac",
        "fecha de nac", "f nacimiento", "f nac", "f de nac", "f de nacimiento", "fnac", "fechanac", "fechanacimiento",
        "nacido", "nacida", "nacido el", "fecha nacim", "fec nacim", "fn", "birth date", "date of birth",
    ),
    "age_band": ("franja de edad", "franja edad", "franja etaria", "rango etario", "rango de edad", "grupo etario"),
    "gender": ("genero", "sexo", "genero autopercibido", "identidad de genero", "sex", "gender"),
    "phone": (
        "telefono", "telefonos", "celular", "tel", "cel", "movil", "telefono celular", "tel celular", "tel cel",
        "telefono movil", "celular telefono", "telefono fijo", "tel fijo", "nro telefono", "numero de telefono",
        "nro de telefono", "nro de celular", "numero de celular", "nro celular", "telefono de contacto",
        "tel de contacto", "tel contacto", "telefono contacto", "whatsapp", "wsp", "wpp", "whats app",
        "telefono whatsapp", "contacto telefonico", "phone",
    ),
    "email": (
        "correo", "email", "e mail", "mail", "correo electronico", "direccion de correo", "casilla de correo",
        "direccion de correo electronico", "dir correo", "mail de contacto", "email address",
    ),
    "address": ("domicilio", "direccion", "domicilio particular", "dom", "direccion particular", "domicilio completo"),
    "street": ("calle", "nombre de calle", "nombre calle", "domicilio calle", "calle domicilio"),
    "street_number": (
        "altura", "numero", "nro", "n", "num", "numero de calle", "altura calle", "nro puerta", "numero de puerta",
        "nro calle", "domicilio numero", "domicilio nro", "domicilio altura",
    ),
    "neighbourhood": ("barrio", "nombre del barrio", "nombre de barrio", "barrio de residencia", "zona barrio"),
    "district": ("distrito", "cmd", "distrito municipal", "centro municipal de distrito", "centro municipal distrito"),
    "organisation": (
        "organizacion", "institucion", "vecinal", "entidad", "organizacion institucion", "institucion organizacion",
        "asociacion", "club", "organizacion a la que pertenece", "institucion a la que pertenece", "ong",
        "organizacion social", "representa a", "agrupacion",
    ),
    "organisation_role": (
        "rol", "cargo", "funcion", "rol en la organizacion", "cargo en la organizacion", "cargo en la institucion",
    ),
    "note": ("nota", "notas", "observacion", "observaciones", "obs", "comentario", "comentarios"),
}  # fmt: skip

_FIELD_OF = {spelling: field for field, told in SPELLINGS.items() for spelling in told}


def field_told(text: str) -> str:
    """The field that a person means by one of its own names or by what offices write over it; else the text itself."""
    return text if text in FIELDS else _FIELD_OF.get(" ".join(words(text)), text)


_BAND_WORDS = {
    "0 a 15": "0_15", "hasta 15": "0_15", "menos de 16": "0_15", "16 a 29": "16_29", "30 a 44": "30_44",
    "45 a 59": "45_59", "60 a 74": "60_74", "75 y mas": "75_plus", "75 o mas": "75_plus", "75": "75_plus",
    "mas de 75": "75_plus", "0 15": "0_15", "16 29": "16_29", "30 44": "30_44", "45 59": "45_59", "60 74": "60_74",
    "75 plus": "75_plus",
}  # fmt: skip


def band_told(text: str) -> str:
    """The code of an age band from the words of a cell ("60 a 74", "75 y más"); the text itself when it is none."""
    return _BAND_WORDS.get(" ".join(words(text)), text)


def missing(fields: Sequence[str | None]) -> tuple[str, ...]:
    """What a roll with these columns would lack: both names, or one column that holds them together."""
    if any(name in fields for name in WHOLE_NAMES):
        return ()
    return tuple(name for name in NEEDED if name not in fields)
