"""Actions on areas."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area
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
    return area
