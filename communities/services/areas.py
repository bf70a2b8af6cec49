"""Actions on areas."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area
from communities.same_names import Named, told_apart
from communities.services.saving import save_record
from lib.errors import DomainError

#: What treebeard fills in.
TREE = ("path", "depth", "numchild")


@transaction.atomic
def add_area(*, actor: User | None, parent: Area | None, **fields: Any) -> Area:
    """Add an area below `parent`, or a root. Raises DomainError when the levels do not fit."""
    if parent is not None and not parent.may_hold(fields["kind"]):
        raise DomainError(_("An area of this level cannot lie directly in “%s”.") % parent)
    area = Area(**fields)
    area.full_clean(exclude=TREE)
    if parent is None:
        Area.objects.add_root(instance=area)
    else:
        # treebeard reads numchild and path of the parent object: take them fresh.
        Area.objects.add_child(Area.objects.get(pk=parent.pk), instance=area)
    audit.record(actor=actor, code="communities.area.added", target=area)
    if Area.objects.filter(name=area.name).exclude(pk=area.pk).exists():
        tell_apart()
        area.refresh_from_db(fields=["told_apart_by"])
    return area


@transaction.atomic
def change_area(
    *, actor: User | None, record: Area, code: str, unchecked: Sequence[str] = TREE
) -> Area:
    """Save what was changed of an area; its name may now be that of another one.

    Raises Outdated, ValidationError.
    """
    former = Area.objects.values_list("name", flat=True).get(pk=record.pk)
    save_record(actor=actor, record=record, code=code, unchecked=unchecked)
    if former != record.name:
        tell_apart()
        record.refresh_from_db(fields=["told_apart_by"])
    return record


def tell_apart() -> int:
    """Write behind each name that two areas have what tells them apart; return how many changed.

    One query for the whole tree: a renamed area stands behind the names of others too.
    """
    rows = Area.objects.order_by().values_list("pk", "path", "name", "code", "told_apart_by")
    stored = {pk: before for pk, *_rest, before in rows}
    now = told_apart({pk: Named(path, name, code) for pk, path, name, code, _before in rows})
    changed = [Area(pk=pk, told_apart_by=text) for pk, text in now.items() if text != stored[pk]]
    Area.objects.bulk_update(changed, ["told_apart_by"], batch_size=500)
    return len(changed)
