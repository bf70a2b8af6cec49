"""Import of population: errors beside the form, nothing half kept, nothing replaced unseen."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from communities.forms import PopulationImportForm
from communities.models import Area
from communities.permissions import POPULATION_IMPORT, require
from communities.services.population import (
    PopulationDraft,
    RowError,
    keep_population,
    kept_persons,
    read_workbook,
)
from lib.errors import BadUpload, Outdated
from lib.http import SignedInRequest

#: What was read waits in the page until somebody has compared it, signed, for so many seconds.
SALT, PATIENCE = "communities.population", 3600
SHOWN_WARNINGS = 30


@dataclass(frozen=True)
class Replaced:
    """An area whose figures of the year would be replaced: persons now and then."""

    area: Area
    old: int | None
    new: int


def population_import(request: SignedInRequest) -> HttpResponse:
    """Take a workbook; figures that are there already are replaced after a look at both."""
    require(request.user, POPULATION_IMPORT)
    if "confirmed" in request.POST:
        return _confirmed(request)
    initial = {"year": timezone.localdate().year}
    form = PopulationImportForm(request.POST or None, request.FILES or None, initial=initial)
    draft = None
    if request.method == "POST" and form.is_valid():
        draft = _read(request, form)
        if draft is not None and not draft.errors and draft.cells:
            return _keep_or_ask(
                request, draft, form.cleaned_data["year"], form.cleaned_data["source"]
            )
    context = {"form": form, "draft": draft, "title": _("Import population")}
    return render(request, "communities/population_import.html", context)


def _read(request: SignedInRequest, form: PopulationImportForm) -> PopulationDraft | None:
    try:
        draft = read_upload(request, form.cleaned_data["workbook"])
    except BadUpload as error:
        form.add_error("workbook", str(error))
        return None
    if not draft.cells and not draft.errors:
        text = _("The sheet has no figures of an area that you may change.")
        form.add_error("workbook", text if draft.warnings else _("The sheet has no rows."))
    return draft


def read_upload(request: SignedInRequest, upload: UploadedFile) -> PopulationDraft:
    """Read an uploaded workbook by way of a temporary file, as its reader wants a path."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix.lower()) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return read_workbook(Path(file.name), request.user)


def _keep_or_ask(
    request: SignedInRequest, draft: PopulationDraft, year: int, source: str
) -> HttpResponse:
    if not (old := kept_persons(draft.areas, year)):
        try:
            return _keep(request, draft, year, source, seen={})
        except Outdated:  # somebody was faster, perhaps with the same file
            old = kept_persons(draft.areas, year)
    rows = [
        Replaced(area, old.get(key), draft.persons_in(key)) for key, area in draft.areas.items()
    ]
    context = {
        "rows": sorted(rows, key=lambda one: one.area.path),
        "year": year,
        "warnings": draft.warnings[:SHOWN_WARNINGS],
        "confirmed": _packed(draft, year, source, old),
        "title": _("Replace the figures of %d?") % year,
    }
    return render(request, "communities/population_preview.html", context)


def _packed(draft: PopulationDraft, year: int, source: str, old: dict[UUID, int]) -> str:
    cells = [[str(area), sex, band, n] for (area, sex, band), n in draft.cells.items()]
    told = [[warning.row, warning.message] for warning in draft.warnings]
    kept = {str(area): persons for area, persons in old.items()}
    return signing.dumps([cells, told, kept, year, source], salt=SALT, compress=True)


def _confirmed(request: SignedInRequest) -> HttpResponse:
    """Keep what was shown, if the figures beside which it was shown are still the kept ones."""
    try:
        packed = signing.loads(request.POST["confirmed"], salt=SALT, max_age=PATIENCE)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old: send the file again."))
        return redirect("communities:population-import")
    cells, told, kept, year, source = packed
    draft = PopulationDraft(warnings=[RowError(*one) for one in told])
    wanted = {area for area, *_rest in cells}
    areas = Area.objects.where_allowed(request.user, POPULATION_IMPORT).filter(pk__in=wanted)
    draft.areas = {area.pk: area for area in areas}
    draft.cells = {(UUID(area), sex, band): n for area, sex, band, n in cells}
    require_all = {str(key) for key in draft.areas} == wanted
    seen = {UUID(area): persons for area, persons in kept.items()}
    try:
        if not require_all:
            raise Outdated(_("Somebody else changed the figures: send the file again."))
        return _keep(request, draft, year, source, seen=seen)
    except Outdated as error:
        messages.error(request, str(error))
        return redirect("communities:population-import")


def _keep(
    request: SignedInRequest,
    draft: PopulationDraft,
    year: int,
    source: str,
    *,
    seen: dict[UUID, int],
) -> HttpResponse:
    keep_population(actor=request.user, draft=draft, year=year, source=source, seen=seen)
    count = len(draft.areas)
    text = ngettext(
        "Population of %(count)d area kept: %(persons)d persons.",
        "Population of %(count)d areas kept: %(persons)d persons.",
        count,
    )
    messages.success(request, text % {"count": count, "persons": draft.total})
    for warning in draft.warnings[:SHOWN_WARNINGS]:
        row = _("Row %d:") % warning.row + " " if warning.row else ""
        messages.warning(request, row + warning.message)
    return redirect("communities:areas")
