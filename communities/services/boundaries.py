"""Files of boundaries: received, kept when somebody has looked at them, forgotten after a week."""

import datetime as dt
from collections.abc import Iterable
from pathlib import PurePath
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.boundaries import read_boundaries
from communities.boundary_preview import as_json, lines_of
from communities.models import BoundaryDraft
from communities.retention import BOUNDARIES
from communities.services.areas import TREE
from communities.services.saving import save_record
from lib.errors import DomainError, Outdated
from lib.records import bump
from lib.text import clean


def receive_boundaries(*, actor: User, key: UUID, upload: UploadedFile) -> BoundaryDraft:
    """Keep what was read from a file until somebody has looked at it. Raises BadUpload.

    `key` is that of the form: IntegrityError says that the same sending was received before.
    """
    found = read_boundaries(upload.read())
    name = clean(PurePath(upload.name or "").name)[:200]
    draft = BoundaryDraft(pk=key, created_by=actor, name=name, features=as_json(found))
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def keep_boundaries(
    *, actor: User, draft: BoundaryDraft, revision: int, tokens: Iterable[str]
) -> int:
    """Give the areas of `tokens` (`Line.token`) their boundaries; return of how many.

    All of them or none. Raises Outdated when one of the areas is not what was looked at any more.
    """
    wanted = set(tokens)
    if not wanted:
        raise DomainError(_("Choose at least one area."))
    lines = lines_of(draft, actor, compared=False)
    areas = [
        (one.area, one.drawn.geometry)
        for one in lines
        if one.area is not None and one.may_be_kept and one.token in wanted
    ]
    if len(areas) != len(wanted):
        raise Outdated(_("Somebody else changed one of the areas meanwhile. Please look again."))
    draft.revision = revision
    bump(draft, features=[], kept=len(areas))
    for area, geometry in areas:
        area.boundary = geometry
        save_record(actor=actor, record=area, code="communities.area", unchecked=TREE)
    changes = {"areas": [None, len(areas)]}
    audit.record(actor=actor, code="communities.boundaries.kept", target=draft, changes=changes)
    return len(areas)


def remove_old_boundaries(now: dt.datetime | None = None) -> int:
    """Remove files of boundaries that are older than their period; return how many."""
    old = BoundaryDraft.objects.filter(created_at__lt=(now or timezone.now()) - BOUNDARIES.time)
    return old.delete()[0]
