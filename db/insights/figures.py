"""Every figure by its name: unit, what it is of, along which axes it falls apart, how it may be cut, and its measure.

Screen, Word report, open data and data dictionary are driven by `FIGURES`; there is no other way to a number. The four
families are those of the programme: process (what was held), result (who came, what was asked for), impact (what
became of it, who stays), perception (what people say of it).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.insights import measures as m
from db.insights import perceived as p
from db.insights.measures import Measured
from db.insights.reading import Reading

# A cut by these asks the same of a smaller scope; a cut by quarter asks it of the people of that quarter.
BY_SCOPE = ("district", "council", "mode", "month")
OF_PEOPLE = (*BY_SCOPE, "quarter")


@dataclass(frozen=True)
class Figure:
    """`of` names the denominator; `no_data` what is counted as without data ("" where nothing can be missing).

    `cuts`: how it may be cut. `sums`: its parts are disjoint and sum, with the ones without data, to the value.
    `persons`: it counts persons, so that small cells of it are guarded in whatever is published. `public`: it may
    be published at all: what could be held against another published figure, and tell of somebody, may not.
    """

    name: str
    family: str
    unit: str
    measure: Callable[[Reading], Measured]
    of: str = ""
    no_data: str = ""
    axes: tuple[str, ...] = ()
    cuts: tuple[str, ...] = BY_SCOPE
    sums: bool = True
    persons: bool = False
    public: bool = True


def _people(name: str, measure: Callable[[Reading], Measured], **more: object) -> Figure:
    facts = {"family": "result", "unit": "people", "of": "people", "cuts": OF_PEOPLE, "persons": True, **more}
    return Figure(name, measure=measure, **facts)  # type: ignore[arg-type]


def _felt(name: str, measure: Callable[[Reading], Measured]) -> Figure:
    return Figure(
        name, "perception", "sheets", measure, of="sheets_asked", no_data="no_answer", axes=("felt",), persons=True
    )


def _share_of_yes(name: str, measure: Callable[[Reading], Measured]) -> Figure:
    return Figure(name, "perception", "share", measure, of="sheets_asked", no_data="no_answer", sums=False)


FIGURES: tuple[Figure, ...] = (
    # process: what was held
    Figure("sittings", "process", "sittings", m.sittings, axes=("mode",)),
    Figure("attendances", "process", "attendances", m.attendances, axes=("way",), persons=True),
    Figure("unnamed", "process", "heads", m.unnamed, of="attendances_and_unnamed"),
    Figure("online_share", "process", "share", m.online_share, of="attendances"),
    Figure("people_per_sitting", "process", "people", m.people_per_sitting, of="sittings", sums=False),
    Figure("time_present", "process", "minutes", m.time_present, of="attendances_timed", no_data="attendances_untimed",
           sums=False),
    Figure("when", "process", "attendances", m.when, axes=("weekday", "hour"), of="attendances", persons=True),
    Figure("turns", "process", "turns", m.turns, axes=("gender", "way"), of="turns", no_data="gender_unknown",
           persons=True),
    Figure("turn_minutes", "process", "minutes", m.turn_minutes, axes=("gender", "way"), of="turns",
           no_data="gender_unknown", public=False),
    Figure("minutes_pending", "process", "sittings", m.minutes_pending, of="sittings_ended"),
    Figure("stream_views", "process", "views", m.stream_views, of="sittings_with_views",
           no_data="sittings_without_views"),
    # result: who came, and what was asked for
    _people("people", m.people, axes=("way",)),
    _people("new", m.new),
    _people("returning", m.returning),
    Figure("new_in_council", "result", "attendances", m.new_in_council, of="attendances", persons=True),
    _people("ages", m.ages, axes=("age",), no_data="age_unknown"),
    _people("genders", m.genders, axes=("gender",), no_data="gender_unknown"),
    _people("age_gender", m.age_gender, axes=("age", "gender"), no_data="age_or_gender_unknown"),
    _people("quarters", m.quarters, axes=("quarter",), no_data="quarter_unknown", cuts=BY_SCOPE),
    Figure("quarters_reached", "result", "quarters", m.quarters_reached, of="people"),
    _people("unorganised", m.unorganised),
    _people("organisations", m.organisations, axes=("organisation",), no_data="organisation_none", public=False),
    Figure("issues", "result", "issues", m.issues, axes=("kind",), of="issues"),
    Figure("proposals", "result", "issues", m.proposals, of="issues"),
    Figure("complaints", "result", "issues", m.complaints, of="issues"),
    Figure("questions", "result", "issues", m.questions, of="issues"),
    Figure("topics", "result", "issues", m.topics, axes=("topic", "kind"), of="issues", no_data="topic_unknown"),
    Figure("departments", "result", "issues", m.departments, axes=("department", "state"), of="issues",
           no_data="department_unknown"),
    Figure("issue_states", "result", "issues", m.issue_states, axes=("state",), of="issues"),
    Figure("commitments", "result", "commitments", m.commitments, axes=("commitment",), of="commitments"),
    # impact: what became of it, and who stays
    Figure("answered_share", "impact", "share", m.answered_share, of="issues", sums=False),
    Figure("answer_days", "impact", "days", m.answer_days, of="issues_answered", no_data="answers_undated", sums=False),
    Figure("kept", "impact", "commitments", m.kept, of="commitments"),
    Figure("open", "impact", "commitments", m.still_open, of="commitments"),
    Figure("broken", "impact", "commitments", m.broken, of="commitments"),
    Figure("overdue", "impact", "commitments", m.overdue, of="commitments_open", no_data="commitments_undated"),
    Figure("kept_share", "impact", "share", m.kept_share, of="commitments_due", sums=False),
    _people("often", m.often, family="impact", axes=("times",), public=False),
    _people("regulars", m.regulars, family="impact", public=False),
    _people("retention", m.retention, family="impact", axes=("cohort", "times"), of="new", sums=False,
            public=False),
    Figure("voice_of_women", "impact", "ratio", m.voice_of_women, of="turns", no_data="gender_unknown", sums=False,
           public=False),
    # perception: what people say of it
    Figure("sheets", "perception", "sheets", p.sheets, axes=("sheet",), of="sheets", persons=True),
    _felt("listened", p.listened), _share_of_yes("listened_share", p.listened_share),
    _felt("clear", p.clear), _share_of_yes("clear_share", p.clear_share),
    _felt("useful", p.useful), _share_of_yes("useful_share", p.useful_share),
    Figure("next_time", "perception", "sheets", p.next_time, axes=("choice",), of="sheets_asked", no_data="no_answer",
           persons=True),
    Figure("heard_by", "perception", "sheets", p.heard_by, axes=("channel",), of="sheets_asked", no_data="no_answer",
           sums=False, persons=True),
    # outreach and connectivity: what brings people, and how they would come
    Figure("invited", "process", "invitations", p.invited, axes=("channel", "outcome"), of="invited_and_uninvited",
           no_data="came_uninvited", persons=True),
    Figure("told_in_groups", "process", "people_told", p.told_in_groups, axes=("channel",), of="groups",
           no_data="groups_of_no_size"),
    Figure("would_come", "perception", "households", p.would_come, axes=("quarter", "choice"), of="households_asked",
           no_data="quarter_or_answer_unknown", persons=True),
    Figure("internet", "perception", "households", p.internet, axes=("connection",), of="households_asked",
           no_data="no_answer", sums=False, persons=True),
    Figure("help_needed", "perception", "households", p.help_needed, axes=("help",), of="households_asked",
           no_data="no_answer", persons=True),
)  # fmt: skip
BY_NAME = {figure.name: figure for figure in FIGURES}
