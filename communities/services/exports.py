"""Large exports: asked for, made in the background, fetched by their owner, gone after a week."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models.exports import Export, export_path
from communities.retention import EXPORTS
from lib.bells import ring
from lib.errors import DomainError
from lib.exports import ExportRequest
from lib.http import SignedInRequest
from lib.jobs import JobState, LostClaim
from lib.notice_kinds import EXPORT_READY, people, tell
from lib.sealed_files import Sealed, pieces

MAKE = "communities.tasks.make_export"


def ask_for_export(request: SignedInRequest, name: str, kind: str) -> HttpResponse:
    """Keep the address of a list whose export is made in the background; lead to its page."""
    export = Export.objects.create(
        created_by=request.user,
        name=name[:100],
        path=request.path[:200],
        query=request.GET.urlencode(),
        kind=kind,
        language=translation.get_language() or "zh-hans",
    )
    ring(MAKE, export.pk)
    return redirect(export)


def areas_in_words(user: User) -> str:
    """Return the areas in which `user` works: what an export is of that is not narrowed to one."""
    areas = user.memberships.active_on().order_by("area__path")
    names = areas.values_list("area__name", flat=True).distinct()
    return "、".join(names) or _("everywhere")


def make_export(pk: UUID | str) -> bool:
    """Make the file of an export; True when it is ready. Nobody else is at it meanwhile."""
    export = Export.objects.claim(pk)
    if export is None:
        return False
    try:
        with translation.override(export.language), tempfile.TemporaryFile() as file:
            try:
                export.rows = _write(export, file)
            except (PermissionDenied, Http404):
                export.fail(_("You may no longer see this list."))
                return False
            except DomainError as error:
                export.fail(str(error))
                return False
            _keep(export, file)
    except LostClaim:
        return False
    return True


def _write(export: Export, file: IO[bytes]) -> int:
    """Open the list again as its owner and write it; return how many rows there were."""
    owner = export.created_by
    if owner is None or not owner.is_active:
        raise PermissionDenied
    request = ExportRequest(
        user=owner,
        path=export.path,
        query=export.query,
        kind=export.kind,
        file=file,
        progress=lambda done: export.progress(done, max(done, export.total_steps)),
    )
    view, args, kwargs = resolve(export.path)
    view(request, *args, **kwargs)
    return request.rows


def _keep(export: Export, file: IO[bytes]) -> None:
    """Store the file encrypted and end the work; a worker that has lost the work stores nothing."""
    name = default_storage.save(export_path(export, ""), Sealed(file))
    try:
        with transaction.atomic():
            export.hold()
            Export.objects.filter(pk=export.pk).update(file=name, rows=export.rows)
            export.finish()
            tell(EXPORT_READY, to=people(export.created_by), about=export)
    except LostClaim:
        default_storage.delete(name)
        raise


def pieces_of(export: Export) -> Iterator[bytes]:
    """Yield the file's content."""
    with export.file.open("rb") as stored:
        yield from pieces(stored)


def overdue_exports() -> list[UUID]:
    """Give up what was tried too often; return what nobody is making although somebody should."""
    Export.objects.give_up(_("The export could not be made. Tell the administrator."))
    return list(Export.objects.overdue_jobs().values_list("pk", flat=True)[:100])


def remove_old_exports(now: dt.datetime | None = None) -> int:
    """Remove files and addresses of exports that are older than their period; return how many."""
    old = Export.objects.filter(created_at__lt=(now or timezone.now()) - EXPORTS.time)
    old = old.exclude(job_state=JobState.RUNNING)
    count = 0
    for export in old:
        name = export.file.name
        export.delete()  # first the row: a file without one is swept, a row without its file lies
        if name:
            default_storage.delete(name)
        count += 1
    return count
