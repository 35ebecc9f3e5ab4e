"""The words of the figures: the title of each, what it says exactly, and its unit."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

CONTEXT = "Figures"

TITLES: dict[str, object] = {
    "sittings": QT_TRANSLATE_NOOP("Figures", "Sittings"),
    "attendances": QT_TRANSLATE_NOOP("Figures", "Attendances"),
    "unnamed": QT_TRANSLATE_NOOP("Figures", "Unnamed in the room"),
    "online_share": QT_TRANSLATE_NOOP("Figures", "Share online"),
    "people_per_sitting": QT_TRANSLATE_NOOP("Figures", "People per sitting"),
    "time_present": QT_TRANSLATE_NOOP("Figures", "Time present"),
    "when": QT_TRANSLATE_NOOP("Figures", "Weekday and hour"),
    "turns": QT_TRANSLATE_NOOP("Figures", "Turns to speak"),
    "turn_minutes": QT_TRANSLATE_NOOP("Figures", "Minutes of speaking"),
    "minutes_pending": QT_TRANSLATE_NOOP("Figures", "Minutes pending"),
    "stream_views": QT_TRANSLATE_NOOP("Figures", "Views of the stream"),
    "people": QT_TRANSLATE_NOOP("Figures", "People"),
    "new": QT_TRANSLATE_NOOP("Figures", "New people"),
    "returning": QT_TRANSLATE_NOOP("Figures", "People who had come before"),
    "new_in_council": QT_TRANSLATE_NOOP("Figures", "First time at the council"),
    "ages": QT_TRANSLATE_NOOP("Figures", "Ages"),
    "genders": QT_TRANSLATE_NOOP("Figures", "Gender"),
    "age_gender": QT_TRANSLATE_NOOP("Figures", "Age and gender"),
    "quarters": QT_TRANSLATE_NOOP("Figures", "Quarter of residence"),
    "quarters_reached": QT_TRANSLATE_NOOP("Figures", "Quarters reached"),
    "unorganised": QT_TRANSLATE_NOOP("Figures", "People without an organisation"),
    "organisations": QT_TRANSLATE_NOOP("Figures", "Organisations"),
    "issues": QT_TRANSLATE_NOOP("Figures", "What was asked for"),
    "proposals": QT_TRANSLATE_NOOP("Figures", "Proposals"),
    "complaints": QT_TRANSLATE_NOOP("Figures", "Complaints"),
    "questions": QT_TRANSLATE_NOOP("Figures", "Questions"),
    "topics": QT_TRANSLATE_NOOP("Figures", "Topics"),
    "departments": QT_TRANSLATE_NOOP("Figures", "Departments"),
    "issue_states": QT_TRANSLATE_NOOP("Figures", "What became of it"),
    "commitments": QT_TRANSLATE_NOOP("Figures", "Commitments"),
    "answered_share": QT_TRANSLATE_NOOP("Figures", "Share answered"),
    "answer_days": QT_TRANSLATE_NOOP("Figures", "Days until the answer"),
    "kept": QT_TRANSLATE_NOOP("Figures", "Commitments kept"),
    "open": QT_TRANSLATE_NOOP("Figures", "Commitments open"),
    "broken": QT_TRANSLATE_NOOP("Figures", "Commitments broken"),
    "overdue": QT_TRANSLATE_NOOP("Figures", "Commitments overdue"),
    "kept_share": QT_TRANSLATE_NOOP("Figures", "Share of commitments kept"),
    "often": QT_TRANSLATE_NOOP("Figures", "How often people come"),
    "regulars": QT_TRANSLATE_NOOP("Figures", "Regulars"),
    "retention": QT_TRANSLATE_NOOP("Figures", "Who came back"),
    "voice_of_women": QT_TRANSLATE_NOOP("Figures", "Voice of women"),
    "sheets": QT_TRANSLATE_NOOP("Figures", "Sheets of the perception survey"),
    "listened": QT_TRANSLATE_NOOP("Figures", "Felt listened to"),
    "listened_share": QT_TRANSLATE_NOOP("Figures", "Share who felt listened to"),
    "clear": QT_TRANSLATE_NOOP("Figures", "Understood what was explained"),
    "clear_share": QT_TRANSLATE_NOOP("Figures", "Share who understood"),
    "useful": QT_TRANSLATE_NOOP("Figures", "Believe it will be of use"),
    "useful_share": QT_TRANSLATE_NOOP("Figures", "Share who believe it will be of use"),
    "next_time": QT_TRANSLATE_NOOP("Figures", "How they would come the next time"),
    "heard_by": QT_TRANSLATE_NOOP("Figures", "How they heard of the sitting"),
    "invited": QT_TRANSLATE_NOOP("Figures", "Invitations by name, and what came of them"),
    "told_in_groups": QT_TRANSLATE_NOOP("Figures", "People in the groups that were told"),
    "would_come": QT_TRANSLATE_NOOP("Figures", "How households would take part"),
    "internet": QT_TRANSLATE_NOOP("Figures", "Internet of households"),
    "help_needed": QT_TRANSLATE_NOOP("Figures", "Help needed to connect"),
}

ABOUT: dict[str, object] = {
    "sittings": QT_TRANSLATE_NOOP("Figures", "Sittings held or being held. Planned and cancelled ones do not count."),
    "attendances": QT_TRANSLATE_NOOP("Figures", "One person at one sitting. Whoever came by both ways counts once."),
    "unnamed": QT_TRANSLATE_NOOP("Figures", "Heads in the room that told no name. They are in no count of people."),
    "online_share": QT_TRANSLATE_NOOP("Figures", "Attendances by Zoom or telephone, at least in part, of all of them."),
    "people_per_sitting": QT_TRANSLATE_NOOP("Figures", "Mean of identified people at a sitting."),
    "time_present": QT_TRANSLATE_NOOP(
        "Figures", "Mean of minutes a person was present, by whichever way, where it is known when she left."
    ),
    "when": QT_TRANSLATE_NOOP("Figures", "Attendances by the weekday and the hour at which the sitting began."),
    "turns": QT_TRANSLATE_NOOP("Figures", "How often somebody had the floor, by gender and way."),
    "turn_minutes": QT_TRANSLATE_NOOP("Figures", "How long somebody had the floor, by gender and way."),
    "minutes_pending": QT_TRANSLATE_NOOP("Figures", "Closed sittings whose minutes have not become a document yet."),
    "stream_views": QT_TRANSLATE_NOOP("Figures", "Views of the stream, over the sittings of which they were noted."),
    "people": QT_TRANSLATE_NOOP("Figures", "Different people. Whoever came to several sittings counts once."),
    "new": QT_TRANSLATE_NOOP("Figures", "People whose first sitting ever, of any council, is one of these."),
    "returning": QT_TRANSLATE_NOOP("Figures", "People who had been at a sitting of any council before."),
    "new_in_council": QT_TRANSLATE_NOOP("Figures", "Attendances that were a person's first at that council."),
    "ages": QT_TRANSLATE_NOOP("Figures", "People by age on the day of the first of these sittings they were at."),
    "genders": QT_TRANSLATE_NOOP("Figures", "People by the gender they told."),
    "age_gender": QT_TRANSLATE_NOOP("Figures", "People by age and gender."),
    "quarters": QT_TRANSLATE_NOOP("Figures", "People by the quarter they live in."),
    "quarters_reached": QT_TRANSLATE_NOOP("Figures", "Quarters from which at least one person came."),
    "unorganised": QT_TRANSLATE_NOOP(
        "Figures", "People who belong to no organisation: the first aim of the programme."
    ),
    "organisations": QT_TRANSLATE_NOOP("Figures", "People by the organisation they belong to."),
    "issues": QT_TRANSLATE_NOOP("Figures", "Proposals, complaints and questions heard at the sittings."),
    "proposals": QT_TRANSLATE_NOOP("Figures", "Proposals, of all that was asked for."),
    "complaints": QT_TRANSLATE_NOOP("Figures", "Complaints, of all that was asked for."),
    "questions": QT_TRANSLATE_NOOP("Figures", "Questions, of all that was asked for."),
    "topics": QT_TRANSLATE_NOOP("Figures", "What was asked for, by topic and kind."),
    "departments": QT_TRANSLATE_NOOP("Figures", "What was asked for, by the department that has to see to it."),
    "issue_states": QT_TRANSLATE_NOOP("Figures", "What was asked for, by what became of it."),
    "commitments": QT_TRANSLATE_NOOP("Figures", "Promises made at the sittings, by what became of them."),
    "answered_share": QT_TRANSLATE_NOOP("Figures", "What was answered or settled, of all that was asked for."),
    "answer_days": QT_TRANSLATE_NOOP("Figures", "Mean of days from the sitting to the answer."),
    "kept": QT_TRANSLATE_NOOP("Figures", "Promises that were kept, of all."),
    "open": QT_TRANSLATE_NOOP("Figures", "Promises that wait, overdue ones among them, of all."),
    "broken": QT_TRANSLATE_NOOP("Figures", "Promises that were broken, of all."),
    "overdue": QT_TRANSLATE_NOOP("Figures", "Promises past their day, of those that wait."),
    "kept_share": QT_TRANSLATE_NOOP("Figures", "Promises kept, of those kept, broken or overdue."),
    "often": QT_TRANSLATE_NOOP(
        "Figures", "People by how many of these sittings they were at; the last is six or more."
    ),
    "regulars": QT_TRANSLATE_NOOP("Figures", "People who were at four or more of these sittings."),
    "retention": QT_TRANSLATE_NOOP(
        "Figures", "Of the new people of each month (or year), how many were at two, three or more sittings since."
    ),
    "voice_of_women": QT_TRANSLATE_NOOP(
        "Figures",
        "Share of women in the turns over their share in the people; 1 is that they speak as much as they come.",
    ),
    "sheets": QT_TRANSLATE_NOOP("Figures", "Sheets without a name, by the way they came in: paper, tablet, Zoom poll."),
    "listened": QT_TRANSLATE_NOOP("Figures", "Sheets by whether people felt listened to, of those that ask it."),
    "listened_share": QT_TRANSLATE_NOOP("Figures", "Sheets that say “yes, they listened”, of those that ask it."),
    "clear": QT_TRANSLATE_NOOP("Figures", "Sheets by whether what was explained was understood, of those that ask it."),
    "clear_share": QT_TRANSLATE_NOOP("Figures", "Sheets that say “yes, it was understood”, of those that ask it."),
    "useful": QT_TRANSLATE_NOOP("Figures", "Sheets by whether it will be of use to the quarter, of those that ask it."),
    "useful_share": QT_TRANSLATE_NOOP("Figures", "Sheets that say “yes, it will be of use”, of those that ask it."),
    "next_time": QT_TRANSLATE_NOOP(
        "Figures", "Sheets by how whoever was there would take part the next time, of those that ask it."
    ),
    "heard_by": QT_TRANSLATE_NOOP(
        "Figures", "Sheets that say by which channel people heard of the sitting; of several, each counts."
    ),
    "invited": QT_TRANSLATE_NOOP(
        "Figures",
        "People who were told of a sitting by name, each once at each, by channel and by whether they came for the "
        "first time, came as before or did not come. Without data: came, and nobody noted an invitation.",
    ),
    "told_in_groups": QT_TRANSLATE_NOOP(
        "Figures", "How many people the groups have that were told of a sitting, by channel, where it was noted."
    ),
    "would_come": QT_TRANSLATE_NOOP(
        "Figures", "Households by quarter and by how they would take part: in person, by internet, either way, not."
    ),
    "internet": QT_TRANSLATE_NOOP(
        "Figures", "Households that say by what they are on the internet; of several ways, each counts."
    ),
    "help_needed": QT_TRANSLATE_NOOP("Figures", "Households by whether they need help to connect."),
}

PROTECTION: dict[str, object] = {
    "protected": QT_TRANSLATE_NOOP(
        "Figures",
        "Not published are counts of 1 to 4 people, sheets or households, and whatever else it takes that none "
        "of these can be worked out: from the sums of the same table, from a part and its whole, from a mean, and from "
        "what this laptop published before of months inside a year, districts inside the city and periods "
        "that overlap.",
    ),
    "unprotected": QT_TRANSLATE_NOOP(
        "Figures",
        "Not protected against: numbers published from other laptops, tables made at the terminal for oneself, the "
        "difference between a number and the same number after a correction, counts of several cells of a table "
        "together across publications, and what somebody knows who was there.",
    ),
}

UNITS: dict[str, object] = {
    "sittings": QT_TRANSLATE_NOOP("Figures", "sittings"),
    "attendances": QT_TRANSLATE_NOOP("Figures", "attendances"),
    "heads": QT_TRANSLATE_NOOP("Figures", "heads"),
    "share": QT_TRANSLATE_NOOP("Figures", "share from 0 to 1"),
    "ratio": QT_TRANSLATE_NOOP("Figures", "ratio"),
    "people": QT_TRANSLATE_NOOP("Figures", "people"),
    "minutes": QT_TRANSLATE_NOOP("Figures", "minutes"),
    "turns": QT_TRANSLATE_NOOP("Figures", "turns"),
    "views": QT_TRANSLATE_NOOP("Figures", "views"),
    "quarters": QT_TRANSLATE_NOOP("Figures", "quarters"),
    "issues": QT_TRANSLATE_NOOP("Figures", "issues"),
    "commitments": QT_TRANSLATE_NOOP("Figures", "commitments"),
    "days": QT_TRANSLATE_NOOP("Figures", "days"),
    "sheets": QT_TRANSLATE_NOOP("Figures", "sheets"),
    "households": QT_TRANSLATE_NOOP("Figures", "households"),
    "invitations": QT_TRANSLATE_NOOP("Figures", "invitations"),
    "people_told": QT_TRANSLATE_NOOP("Figures", "people in groups"),
}


def say(of: dict[str, object], code: str) -> str:
    """The words of a code in the language of the screens; a code nobody knows stays itself."""
    source = of.get(code)
    return code if source is None else QCoreApplication.translate(CONTEXT, str(source))
