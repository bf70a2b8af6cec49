"""Measures of projects looked up, written and taken out, each by the services of its own form."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from communities.models import Area, Organisation
from communities.services.removal import remove_record
from ledgers.declaration import CONFLICT, Addition, Change, Order, Stored, Undone, Values
from ledgers.problems import Problem, by_rule
from lib.errors import DomainError
from lib.removal import parts_of
from lib.text import bare
from programmes.models import Measure, Project, Stage
from programmes.permissions import PROJECT_CHANGE
from programmes.services.plan import save_part
from programmes.services.projects import save_project

#: Columns of a measure that a row may change.
COLUMNS = ("kind", "start", "end", "planned_quantity", "unit", "note")


class Projects:
    """The projects that somebody may change, found by code or title in their area."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.known: dict[str, list[Project]] = {}
        for one in Project.objects.where_allowed(order.actor, PROJECT_CHANGE).order_by("pk"):
            self._learn(one)

    def _learn(self, project: Project) -> None:
        for name in {bare(project.code), bare(project.title)}:
            self.known.setdefault(name, []).append(project)

    def of(self, values: Values) -> Project | None:
        """Return the one project that a row names: by its code, else by its title in the area.

        A row that names no area lies in the batch's; its project may lie anywhere below.
        """
        code = bare(str(values.get("code") or ""))
        coded = self.known.get(code, []) if code else []
        if len(coded) == 1:
            return coded[0]
        named = self.known.get(bare(str(values.get("project") or "")), [])
        named = [one for one in named if not code or bare(one.code) == code]
        area = values.get("area", self.order.area.pk)
        there = [one for one in named if one.area_id == area]
        found = there or (named if area == self.order.area.pk else [])
        return found[0] if len(found) == 1 else None

    def add(self, values: Values) -> Project:
        """Add the project of a row as a draft. Raises what `save_project` does."""
        area = Area.objects.get(pk=values["area"])
        unit, leader = _unit(self.order, str(values.get("lead") or ""))
        project = Project(
            id=key_of_project(self.order, values),
            area=area,
            code=values.get("code") or "",
            title=values["project"],
            domain=values.get("domain") or "",
            problem=values.get("problem") or "",
            goal=values.get("goal") or "",
            lead_unit=unit,
            leader_name=leader,
            start=values.get("project_start"),
            end=values.get("project_end"),
        )
        save_project(actor=self.order.actor, project=project, covered=[], partners=[])
        self._learn(project)
        return project


def key_of_project(order: Order, values: Values) -> UUID:
    """Return the key of a project that a batch adds: undoing knows it by that."""
    name = f"{values.get('area')} {bare(str(values.get('project') or ''))}"
    return uuid5(order.batch or order.area.pk, name)


class MeasureStore:
    """Measures of projects, each written by the services that its own form uses."""

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the measure of the same title in the project that the row names."""
        projects = Projects(order)
        owned = [projects.of(row) for row in rows]
        there: dict[tuple[UUID, str], Measure] = {}
        stored = Measure.objects.filter(project__in={one.pk for one in owned if one})
        for measure in stored.select_related("project").order_by("pk"):
            there.setdefault((measure.project_id, bare(measure.title)), measure)
        found: list[list[Stored]] = []
        for row, project in zip(rows, owned, strict=True):
            sign = (project.pk, bare(str(row.get("measure")))) if project else None
            known = there.get(sign) if sign else None
            found.append([_stored(known, row)] if known else [])
        return found

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Add measures, and drafts of the projects that are not there."""
        projects = Projects(order)
        refused: dict[int, Problem] = {}
        for row in rows:
            try:
                with transaction.atomic():
                    project = projects.of(row.values) or projects.add(row.values)
                    measure = Measure(id=row.key, project=project, title=row.values["measure"])
                    _fill(order, measure, row.values)
                    _save(order, measure)
            except (DomainError, ValidationError) as error:
                refused[row.number] = _refusal(error)
                projects = Projects(order)  # a project that was added with the row is gone again
        return refused

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Change measures of drafts that are still as they were looked at."""
        there = _held(order, [row.key for row in rows])
        refused: dict[int, Problem] = {}
        for row in rows:
            measure = there.get(row.key)
            if measure is None or measure.revision != row.revision:
                refused[row.number] = Problem("", CONFLICT)
                continue
            try:
                with transaction.atomic():
                    _fill(order, measure, row.values)
                    _save(order, measure)
            except (DomainError, ValidationError) as error:
                refused[row.number] = _refusal(error)
        return refused

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out and put back; a project that the batch added goes with its last measure."""
        there = _held(order, [row.key for row in rows])
        stayed: dict[UUID, str] = {}
        for row in rows:
            measure = there.get(row.key)
            if measure is None:
                continue
            if measure.revision != row.revision:
                stayed[row.key] = _("%s: changed by hand since") % measure
                continue
            try:
                with transaction.atomic():
                    _take_back(order, measure, row.before)
            except (DomainError, ValidationError) as error:
                stayed[row.key] = f"{measure}: {_words(error)}"
        return stayed


def _take_back(order: Order, measure: Measure, before: Values | None) -> None:
    if before is not None:
        _fill(order, measure, before)
        save_part(actor=order.actor, part=measure)
        return
    project, why = measure.project, _("The import was undone.")
    remove_record(actor=order.actor, record=measure, reason=why)
    made = key_of_project(order, {"area": project.area_id, "project": project.title})
    if project.pk == made and not _is_more_than_made(project):
        remove_record(actor=order.actor, record=Project.objects.get(pk=made), reason=why)


def _is_more_than_made(project: Project) -> bool:
    """Tell whether a project has parts by now, or something in it was changed by hand."""
    by_hand = AuditEntry.objects.filter(
        target_type=project._meta.label_lower,
        target_id=str(project.pk),
        code="programmes.project.changed",
    )
    return any(rows.exists() for rows in parts_of(project).values()) or by_hand.exists()


def _held(order: Order, keys: Sequence[UUID]) -> dict[UUID, Measure]:
    allowed = Project.objects.where_allowed(order.actor, PROJECT_CHANGE).order_by().values("pk")
    rows = Measure.objects.filter(pk__in=keys, project__in=allowed)
    return {one.pk: one for one in rows.select_related("project")}


def _save(order: Order, measure: Measure) -> None:
    """Save a measure of a draft. Raises DomainError for a plan that is decided on."""
    if words := decided(measure.project):
        raise DomainError(words)
    save_part(actor=order.actor, part=measure)


def decided(project: Project) -> str:
    """Return why the measures of a project are not changed by a row, "" for a draft."""
    if project.stage == Stage.DRAFT:
        return ""
    text = _("The plan of “%s” is decided on: its measures are changed on its page.")
    return text % project


def _fill(order: Order, measure: Measure, values: Values) -> None:
    """Write what a row says into a measure; a day that it does not say is the project's."""
    for name in COLUMNS:
        if name in values:
            empty = None if name in ("start", "end") else ""
            setattr(measure, name, empty if values[name] is None else values[name])
    if "owner" in values:
        measure.owner, measure.owner_name = _unit(order, str(values["owner"] or ""))
    last: Any = measure.end or measure.project.end
    measure.start = measure.start or measure.project.start or last
    measure.end = last or measure.start
    measure.planned_quantity = measure.planned_quantity or Decimal(1)
    measure.unit = measure.unit or _("items")


def _unit(order: Order, name: str) -> tuple[Organisation | None, str]:
    """Return the unit of a name, or the name of a person where no unit in sight has it."""
    if not name:
        return None, ""
    units = Organisation.objects.visible_to(order.actor).filter(name=name).order_by()
    unit = units.first()
    return (unit, "") if unit else (None, name[:60])


def _stored(measure: Measure, row: Values) -> Stored:
    """Return what the portal has of a measure; of its project a row changes nothing."""
    values: dict[str, Any] = {name: getattr(measure, name) for name in COLUMNS}
    values["owner"] = str(measure.owner) if measure.owner_id else measure.owner_name
    said = {key: value for key, value in row.items() if key not in values}
    return Stored(
        key=measure.pk, revision=measure.revision, title=str(measure), values={**said, **values}
    )


def _refusal(error: DomainError | ValidationError) -> Problem:
    return by_rule("", _words(error))


def _words(error: DomainError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
