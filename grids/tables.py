"""Columns of this app's lists."""

import datetime as dt

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from checklists.models import Grade
from communities.pictures import first_photos, first_photos_of_parts
from communities.tables import area_column
from grids.models import Hazard, HazardState, HazardStep, Inspection, Outcome, TimeLimit
from lib.marks import badge
from lib.table import NUMBER, Column, Table, choice, link, moment, shown, words_for


def _outcome(row: Inspection) -> str | SafeString:
    """Draw the outcome, and beside it that place or time does not fit."""
    words = words_for(Outcome)[row.outcome]
    if not (row.far_away or row.photo_time_differs):
        return words
    return format_html("{} {}", words, badge(_("check place or time"), "warning"))


INSPECTION_TABLE = Table(
    columns=(
        Column(
            _("Started"),
            lambda row: row.started_at,
            18,
            name="started_at",
            order=("started_at",),
            draw=lambda row: link(row, moment(row.started_at)),
        ),
        Column(_("Premises"), lambda row: row.premises.name, 28),
        area_column(),
        Column(
            _("Inspector"),
            lambda row: str(row.inspector),
            name="inspector",
            order=("inspector__full_name",),
        ),
        choice(_("Outcome"), "outcome", Outcome, draw=_outcome, phone="badge"),
        Column(
            _("Failed items"),
            lambda row: row.failed_items if row.outcome == Outcome.DONE else None,
            name="failed_items",
            order=("failed_items",),
            css="num",
            phone="",
        ),
    ),
    more=(
        Column(_("Finished"), lambda row: row.finished_at, 18),
        Column(
            _("Distance (m)"), lambda row: None if row.distance is None else round(row.distance)
        ),
        Column(_("Far from the premises"), lambda row: int(row.far_away)),
        Column(_("Photo from another time"), lambda row: int(row.photo_time_differs)),
        Column(_("Remarks"), lambda row: row.note, 40),
    ),
    order=("-started_at",),
    pictures=first_photos,
)


def _grade(row: Hazard) -> str | SafeString:
    words = words_for(Grade)[row.grade]
    return badge(words, "danger") if row.grade == Grade.MAJOR else words


def _deadline(row: Hazard) -> SafeString:
    """Draw the deadline, marked while the holidays up to it are not known."""
    day = SafeString(shown(row.deadline))
    return format_html("{} {}", day, badge(_("by weekends"), "info")) if row.by_weekends else day


def _state(row: Hazard) -> SafeString:
    """Draw the state with the days that it is overdue."""
    state = badge(words_for(HazardState)[row.state], row.tone)
    if not (days := row.overdue_days):
        return state
    late = ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}
    return format_html("{} {}", state, badge(late, "danger"))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


HAZARD_TABLE = Table(
    columns=(
        Column(
            _("What is wrong"),
            lambda row: row.description,
            44,
            draw=lambda row: link(row, row.description),
        ),
        Column(_("Where"), lambda row: row.where, 28, css="roomy"),
        area_column(),
        Column(
            _("Category"),
            lambda row: str(row.category),
            name="category",
            order=("category__order", "category__code"),
            phone="",
        ),
        choice(_("Grade"), "grade", Grade, draw=_grade, phone=""),
        Column(
            _("Found"),
            lambda row: row.found_at,
            18,
            name="found_at",
            order=("found_at",),
            draw=lambda row: SafeString(shown(_day(row.found_at))),
            phone="",
        ),
        Column(
            _("Deadline"),
            lambda row: row.deadline,
            name="deadline",
            order=("deadline",),
            draw=_deadline,
        ),
        choice(_("State"), "state", HazardState, draw=_state, phone="badge"),
    ),
    more=(
        Column(_("Number"), lambda row: row.number, 18),
        Column(_("Found by"), lambda row: str(row.found_by)),
        Column(_("What is to be done"), lambda row: row.advice, 44),
        Column(
            _("Person responsible"),
            lambda row: row.premises.contact_name if row.premises else "",
        ),
        Column(_("Deadline reckoned by weekends"), lambda row: int(row.by_weekends)),
        Column(_("Put right on the spot"), lambda row: int(row.on_spot)),
        Column(_("Rectified"), lambda row: _day(row.rectified_at)),
        Column(_("Verified by"), lambda row: str(row.verified_by or "")),
        Column(_("Closed or withdrawn"), lambda row: _day(row.ended_at)),
        Column(_("Days overdue"), lambda row: row.overdue_days),
    ),
    order=("-found_at",),
    pictures=lambda rows: first_photos_of_parts(HazardStep.objects.all(), "hazard", rows),
)


def _for_which(row: TimeLimit) -> str:
    return str(row.category) if row.category else gettext("all without a limit of their own")


def _how_it_stands(row: TimeLimit) -> SafeString:
    words = {"held": _("in force"), "ahead": _("not in force yet"), "past": _("ended")}
    tones = {"held": "success", "ahead": "info", "past": "secondary"}
    return badge(words[row.state], tones[row.state])


LIMIT_TABLE = Table(
    columns=(
        Column(
            _("Category"),
            _for_which,
            24,
            name="category",
            order=("category__order", "category__code"),
            draw=lambda row: link(row, _for_which(row)),
        ),
        choice(_("Grade"), "grade", Grade),
        Column(
            _("Area"),
            lambda row: str(row.area) if row.area else gettext("everywhere"),
            18,
            name="area",
            order=("area__path",),
        ),
        Column(
            _("Working days to rectify"),
            lambda row: row.working_days,
            name="working_days",
            order=("working_days",),
            css=NUMBER,
        ),
        Column(_("With extension at most"), lambda row: row.at_most, css=NUMBER),
        Column(
            _("For hazards found from"),
            lambda row: row.valid_from,
            name="valid_from",
            order=("valid_from",),
        ),
        Column(_("Until before"), lambda row: row.valid_to, phone=""),
        Column(_("State"), lambda row: row.state, draw=_how_it_stands, phone="badge"),
    ),
    more=(Column(_("Source"), lambda row: row.source, 40),),
    order=("category__order", "category__code", "grade", "area__path", "-valid_from"),
)
