"""Import of population: one page, errors beside the form, nothing half kept."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from communities.forms import PopulationImportForm
from communities.permissions import POPULATION_IMPORT, require
from communities.services.population import PopulationDraft, keep_population, read_population
from lib.errors import BadUpload
from lib.http import SignedInRequest
from lib.workbooks import read_sheet


def population_import(request: SignedInRequest) -> HttpResponse:
    """Take a workbook; keep it only when every row is understood."""
    require(request.user, POPULATION_IMPORT)
    initial = {"year": timezone.localdate().year}
    form = PopulationImportForm(request.POST or None, request.FILES or None, initial=initial)
    draft = None
    if request.method == "POST" and form.is_valid():
        draft = _read(request, form)
        if draft is not None and not draft.errors and draft.cells:
            keep_population(
                actor=request.user,
                draft=draft,
                year=form.cleaned_data["year"],
                source=form.cleaned_data["source"],
            )
            _tell(request, draft)
            return redirect("communities:areas")
    context = {"form": form, "draft": draft, "title": _("Import population")}
    return render(request, "communities/population_import.html", context)


def _read(request: SignedInRequest, form: PopulationImportForm) -> PopulationDraft | None:
    try:
        draft = read_upload(request, form.cleaned_data["workbook"])
    except BadUpload as error:
        form.add_error("workbook", str(error))
        return None
    if not draft.cells and not draft.errors:
        form.add_error("workbook", _("The sheet has a heading but no rows."))
    return draft


def read_upload(request: SignedInRequest, upload: UploadedFile) -> PopulationDraft:
    """Read an uploaded workbook by way of a temporary file, as its reader wants a path."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix.lower()) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return read_population(read_sheet(Path(file.name)), request.user)


def _tell(request: SignedInRequest, draft: PopulationDraft) -> None:
    count = len(draft.areas)
    text = ngettext(
        "Population of %(count)d area kept: %(persons)d persons.",
        "Population of %(count)d areas kept: %(persons)d persons.",
        count,
    )
    messages.success(request, text % {"count": count, "persons": draft.total})
    for warning in draft.warnings[:10]:
        messages.warning(request, _("Row %d:") % warning.row + " " + warning.message)
