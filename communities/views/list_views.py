"""Saved views of lists: all that one has, renaming and sharing one, beginning with it, removing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms import ListViewForm
from communities.models import ListView
from communities.services.list_views import begin_with, remove_view, rename_view
from lib.errors import DomainError
from lib.http import SignedInRequest


def list_views(request: SignedInRequest) -> HttpResponse:
    """List the views that one has saved or that are shared with one."""
    rows = ListView.objects.visible_to(request.user)
    begun = set(rows.filter(owner=request.user, name="").values_list("begins_id", flat=True))
    named = rows.named().select_related("area", "role", "owner").order_by("title", "name", "pk")
    views = [(one, one.owner_id == request.user.pk, one.pk in begun) for one in named]
    return render(request, "communities/list_views.html", {"views": views})


def list_view(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Rename one's own view, or share it."""
    view = _own(request, pk)
    form = ListViewForm(request.POST or None, user=request.user, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(user=request.user, view=view, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:list-views")
    context = {"form": form, "title": _("Rename or share the view"), "intro": view.title}
    return render(request, "includes/form_page.html", context)


@require_POST
def list_view_begin(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Have the list begin with the view, or no longer."""
    view = get_object_or_404(ListView.objects.visible_to(request.user).named(), pk=pk)
    on = request.POST.get("begin") == "1"
    begin_with(user=request.user, view=view if on else None, path=view.path)
    messages.success(request, _("Saved."))
    return redirect("communities:list-views")


@require_POST
def list_view_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove one's own view."""
    remove_view(user=request.user, view=_own(request, pk))
    messages.success(request, _("Removed."))
    return redirect("communities:list-views")


def _own(request: SignedInRequest, pk: UUID) -> ListView:
    return get_object_or_404(ListView.objects.named(), pk=pk, owner=request.user)
