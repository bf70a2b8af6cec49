"""Projects: register, page, form, moves between stages."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.list_actions import step_action
from communities.permissions import may, may_step, require
from communities.registers import saved
from lib.errors import WrongState
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.sending import carry_out, send_once
from lib.sheets import MORE, with_more_rows
from lib.workflow import Move
from programmes.completeness import doubtful
from programmes.filters import ProjectFilter
from programmes.forms import MoveForm, PlanForm, ProjectForm, ReasonForm
from programmes.models import Project, Stage
from programmes.permissions import PROJECT_CHANGE, PROJECT_VIEW
from programmes.services.plan import save_plan
from programmes.services.projects import (
    checks as checks_of_plan,
    missing_for,
    move_project,
    save_project,
)
from programmes.story import story
from programmes.tables import PROJECT_TABLE
from programmes.views.forms import form_taken, show_form
from programmes.views.sight import project_in_sight
from programmes.workflow import APPROVE_PROJECT, MOVES

APPROVAL = step_action(
    key="approve",
    move=APPROVE_PROJECT,
    icon="check2-square",
    form=ReasonForm,
    act=lambda *, record, reason, **known: move_project(
        project=record, to=Stage.APPROVED, reason=reason, **known
    ),
)


def _check_plan(user: User, project: Project) -> None:
    """Refuse what the move refuses, and a plan that lacks something: its page asks about that."""
    if APPROVAL.check is not None:
        APPROVAL.check(user, project)
    if lacking := [one.words for one in checks_of_plan(project) if not one.given]:
        text = _("Still missing: %s. Look at its page.")
        raise WrongState(text % "; ".join(lacking), code="incomplete")


#: What is done to ticked projects.
ACTIONS = (replace(APPROVAL, check=_check_plan), EXPORT_TICKED)


def project_list(request: SignedInRequest) -> HttpResponseBase:
    """List the projects in sight: goals against actual, measures, money."""
    require(request.user, PROJECT_VIEW)
    rows = Project.objects.visible_to(request.user).for_list(timezone.localdate())
    return list_page(
        request,
        Listing(
            name=_("Projects"),
            queryset=rows,
            filterset=ProjectFilter,
            table=PROJECT_TABLE,
            template="programmes/project_list.html",
            empty_template="programmes/project_empty.html",
            context={"may_add": may(request.user, PROJECT_CHANGE)},
            actions=ACTIONS,
        ),
    )


def project_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Tell the whole story of a project."""
    project = project_in_sight(request, pk)
    context = story(project, timezone.localdate())
    context["may_change"] = may(request.user, PROJECT_CHANGE, project)
    context["may_move"] = bool(moves_of(request.user, project))
    context["lacking"] = [one for one in context["checks"] if not one.given]
    return render(request, "programmes/project_detail.html", context)


def project_new(request: SignedInRequest) -> HttpResponse:
    """Add a project as a draft, with everything that its plan is made of."""
    require(request.user, PROJECT_CHANGE)
    if (asked := _more_rows(request, None)) is not None:
        return _show_plan(request, asked, _("New project"), None)
    form = PlanForm(request.POST or None, user=request.user)
    if request.method == "POST":
        rows = Project.objects.visible_to(request.user)
        project = send_once(form, rows, lambda: _save_plan(request, form))
        if project is not None:
            messages.success(request, _("Saved."))
            return form_taken(request, project)
    return _show_plan(request, form, _("New project"), None)


def project_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a project, of a draft its plan too.

    After the change it must still lie where the user may change it.
    """
    project = project_in_sight(request, pk, PROJECT_CHANGE)
    title = project.title
    if project.stage == Stage.DRAFT:
        return _edit_plan(request, project, title)
    form = ProjectForm(request.POST or None, instance=project, user=request.user)
    if saved(request, form, lambda: _save(request, form)):
        return form_taken(request, project)
    return show_form(request, form, title, project)


def _edit_plan(request: SignedInRequest, project: Project, title: str) -> HttpResponse:
    if (asked := _more_rows(request, project)) is not None:
        return _show_plan(request, asked, title, project)
    form = PlanForm(request.POST or None, instance=project, user=request.user)
    if saved(request, form, lambda: _save_plan(request, form)):
        return form_taken(request, project)
    return _show_plan(request, form, title, project)


def _more_rows(request: SignedInRequest, project: Project | None) -> PlanForm | None:
    """Return the form with more rows, when those are asked for by a button."""
    if MORE not in request.POST:
        return None
    form = PlanForm(with_more_rows(request.POST), instance=project, user=request.user)
    form.unjudged()
    return form


def _show_plan(
    request: SignedInRequest, form: PlanForm, title: str, back: Project | None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "programmes/plan_form.html", context)


def project_move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Move a project to another stage, with a reason."""
    project = project_in_sight(request, pk)
    moves = moves_of(request.user, project)
    if not moves:
        require(request.user, PROJECT_CHANGE, project)
    approves = any(move.target == Stage.APPROVED for move in moves)
    checks = checks_of_plan(project) if approves else []
    doubts = bool(doubtful(checks))
    form = MoveForm(request.POST or None, record=project, moves=moves, doubtful=doubts)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        step = carry_out(
            form,
            lambda: move_project(
                actor=request.user,
                project=project,
                to=given["to"],
                reason=given["reason"],
                confirmed=given.get("confirmed", False),
                revision=given["revision"],
            ),
        )
        if step is not None:
            messages.success(request, _("The project is now “%s”.") % step.get_target_display())
            return form_taken(request, project)
    context = {
        "project": project,
        "checks": checks,
        "above": "programmes/plan_checks.html" if checks else "",
        "may_change": may(request.user, PROJECT_CHANGE, project),
        "intro": _missing(project, moves),
    }
    return show_form(request, form, _("Change the stage"), project, **context)


def moves_of(user: User, project: Project) -> list[Move]:
    """Return the moves of `project` that `user` may make."""
    return [move for move in MOVES if may_step(user, project, move)]


def _missing(project: Project, moves: list[Move]) -> str:
    missing = [words for move in moves for words in missing_for(project, move.target)]
    return _("Still missing: %s.") % "; ".join(missing) if missing else ""


def _save(request: SignedInRequest, form: ProjectForm) -> Project:
    return save_project(
        actor=request.user,
        project=form.instance,
        covered=form.cleaned_data["covered_areas"],
        partners=form.cleaned_data["partners"],
    )


def _save_plan(request: SignedInRequest, form: PlanForm) -> Project:
    return save_plan(
        actor=request.user,
        project=form.instance,
        covered=form.cleaned_data["covered_areas"],
        partners=form.cleaned_data["partners"],
        removed=[row.instance for sheet in form.parts for row in sheet.removed()],
        parts=[part for sheet in form.parts for part in sheet.to_save()],
    )
