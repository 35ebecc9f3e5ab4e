"""Where the record speaks of a person: which columns point to her, which hold her data, which may name her.

Every column of every journalled table that could do so stands in one of these lists; a test fails when a new one does
not. So nobody adds a place that her file forgets, or that an erasure leaves behind.
"""

from __future__ import annotations

# Columns that point to a resident: what they are to her. Her file shows the rows of all of them.
POINTERS: dict[tuple[str, str], str] = {
    ("alias", "resident_id"): "another name she is known by",
    ("commitment", "responsible_id"): "what she is responsible for",
    ("erasure", "resident_id"): "that her data was erased",
    ("invitation", "resident_id"): "that she was told of a sitting",
    ("issue", "raised_by_id"): "what she raised",
    ("kept_apart", "first_id"): "that she is not somebody who looks like her",
    ("kept_apart", "second_id"): "that she is not somebody who looks like her",
    ("match", "enrolled_id"): "that a decision wrote her on the roll",
    ("match", "rejected_ids"): "that a connection is not hers",
    ("match", "resident_ids"): "that a connection is hers",
    ("merge", "absorbed_id"): "which rows of the roll are her",
    ("merge", "kept_id"): "which rows of the roll are her",
    ("presence", "came_with_id"): "who came with her, and with whom she came",
    ("presence", "resident_id"): "when she was there",
    ("reply", "resident_id"): "what she answered to a survey",
    ("resident", "consent_by_id"): "who agreed for her, and for whom she agreed",
    ("resident", "guardian_id"): "who answers for her, and for whom she answers",
    ("turn", "resident_id"): "when she spoke",
}

# Columns that hold identifiers of something else, or a list of such: nobody is found through them.
OF_NO_PERSON: dict[str, str] = {
    "call_id": "a call", "council_id": "a council", "department_id": "a department", "district_id": "a district",
    "dispatch_id": "a list that was sent", "handout_id": "what Zoom handed out",
    "issue_id": "an issue", "issue_ids": "issues",
    "item_id": "an item of the agenda", "match_id": "a match", "neighbourhood_id": "a quarter",
    "minutes_id": "a version of minutes", "paper_id": "a paper of minutes",
    "neighbourhood_ids": "quarters", "organisation_id": "an organisation", "participant_ids": "lines of a call",
    "registrant_id": "Zoom's own number of a registration, emptied with the line",
    "questionnaire_id": "a questionnaire",
    "replaced_by_id": "another file of Zoom",
    "series_id": "sittings that were planned together",
    "representing_id": "an organisation", "settled_in_id": "a sitting", "sitting_id": "a sitting",
    "zoom_user_id": "Zoom's own number of a person, emptied with the line",
}  # fmt: skip

# What is emptied in a row that is about her alone. Her quarter, gender and band of age stay, for they are figures.
HERS: dict[str, tuple[str, ...]] = {
    "resident": (
        "family_name", "given_names", "chosen_name", "document", "birth_date", "phone", "email", "street",
        "street_number", "organisation_id", "organisation_role", "guardian_id", "consent_by_id", "note",
    ),
    "alias": ("value",),
    "participant": ("name", "original_name", "email", "registrant_id", "zoom_user_id", "phone", "breakout"),
    "match": ("group_key", "reasons", "remembered"),
    "invitation": ("note",),
    "reply": ("words",),
    "registrant": (
        "email", "family_name", "given_names", "phone", "document", "quarter", "organisation", "registrant_id",
        "answers",
    ),
    "poll_answer": ("name", "email"),
    "chat_line": ("author", "text"),
    "transcript_line": ("speaker", "text"),
}  # fmt: skip
# Of somebody who was never at a sitting no figure tells; nothing has to stay.
ONLY_FOR_FIGURES = ("age_band", "gender", "neighbourhood_id")

# Free text of others, or of nobody in particular, that may name her: it is searched, shown, and blotted out by hand.
FREE_TEXT: dict[str, tuple[str, ...]] = {
    "alias": ("value",),
    "call": ("topic", "file_name"),
    "chat_line": ("author", "text"),
    "commitment": ("text", "outcome", "due_reason"),
    "council": ("name",),
    "dispatch": ("sent_to",),
    "experience": ("title", "done", "partners", "took", "photo_shows"),
    "handout": ("topic", "file_name"),
    "invitation": ("audience", "note"),
    "issue": ("text", "place", "answer", "answered_by"),
    "item": ("title", "presenter", "notes"),
    "minutes": ("document_name",),
    "minutes_paper": ("name",),
    "minutes_signature": ("signer", "issuer"),
    "organisation": ("name", "contact", "phone", "email"),
    "participant": ("name", "original_name", "email", "phone", "breakout"),
    "poll_answer": ("poll", "question", "answers", "name", "email"),
    "registrant": ("email", "family_name", "given_names", "phone", "document", "organisation", "answers"),
    "reply": ("words",),
    "resident": ("note", "organisation_role"),
    "sitting": ("title", "place", "facilitator"),
    "transcript_line": ("speaker", "text"),
}
# Columns of others that may hold the very value of hers: a telephone of a whole household.
SAME_VALUE: dict[str, tuple[str, ...]] = {"resident": ("phone", "email")}
# Names by which everything else is found: what has to change in them is changed where they are kept.
NOT_BLOTTED = frozenset({("council", "name"), ("organisation", "name"), ("sitting", "title"), ("call", "file_name"),
                         ("handout", "file_name"), ("minutes", "document_name"),
                         ("minutes_paper", "name")})  # fmt: skip

# Names of bodies, no person's, which a head's figures show anyway (db/sync/sql/7_figures.sql): a chart without the
# names of its councils tells her nothing. A club's own contact, telephone and mail stay a neighbour's. The title and
# the place of a sitting, the topic of a call, the name of a Word file stay veiled too: somebody types them, and
# "Homenaje a Rosa Peña" or "casa de los Peña" names a neighbour; no figure needs them.
NAMES_OF_BODIES = frozenset({("council", "name"), ("organisation", "name")})

# Text and lists that are codes, figures or names of places, written by the program or chosen from a list.
NEVER_NAMES: dict[str, tuple[str, ...]] = {
    "alias": ("kind", "source"),
    "call": ("source", "sha256", "uuid", "zoom_number"),
    "commitment": ("responsible_kind", "state"),
    "council": ("kind", "topics"),
    "district": ("code", "name", "centre", "address"),
    "erasure": ("decided_by", "emptied"),
    "experience": ("topic", "photo"),
    "handout": ("kind", "source", "sha256", "uuid", "zoom_number"),
    "invitation": ("channel", "result"),
    "issue": ("kind", "topic", "way", "point", "state", "source"),
    "item": ("position", "outcome", "carried_from"),
    "kept_apart": ("decided_by",),
    "match": ("verdict", "decided_by"),
    "merge": ("why", "evidence", "decided_by"),
    "minutes": ("language", "made_from", "document_sha256", "state", "signatories"),
    "minutes_paper": ("kind", "sha256", "source_sha256", "kept_by"),
    "minutes_signature": ("field", "kind"),
    "neighbourhood": ("name", "folded", "polygon", "inhabitants"),
    "organisation": ("folded", "kind"),
    "presence": ("way", "source"),
    "questionnaire": ("code", "name", "subject", "questions"),
    "registrant": ("status",),
    "reply": ("way", "answers"),
    "resident": ("age_band", "gender", "consent_text"),
    "settlement": ("noun", "row_id", "register", "lost_desk", "decided_by"),
    "sitting": (
        "mode",
        "zoom_number",
        "join_link",
        "registration_link",
        "stream_link",
        "state",
        "held_by",
        "facts_hash",
        "closed_knowing",
    ),
    "turn": ("way",),
}


def tells_who() -> frozenset[tuple[str, str]]:
    """Noun and field of whatever tells who somebody is, or may: it may be erased by law, and but for the names of
    bodies no head is told it. A name in other letters (`folded`) is a name."""
    listed = {
        (noun, field) for some in (HERS, FREE_TEXT, SAME_VALUE) for noun, fields in some.items() for field in fields
    }
    return frozenset(listed | {(noun, "folded") for noun, field in listed if field == "name"})


def veiled_to_heads() -> frozenset[tuple[str, str]]:
    """Of these, what no head is told, on no laptop."""
    return tells_who() - NAMES_OF_BODIES - {(noun, "folded") for noun, _ in NAMES_OF_BODIES}
