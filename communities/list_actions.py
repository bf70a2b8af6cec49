"""Actions on ticked rows (`lib.list_actions`) that ask this portal's permissions."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from communities.permissions import may
from lib.errors import NotAllowed
from lib.list_actions import ListAction
from lib.table import Column
from lib.workflow import Move, require_open


def step_action(
    *,
    key: str,
    move: Move,
    act: Callable[..., object],
    icon: str,
    label: str | Promise = "",
    form: Callable[..., BaseForm] | None = None,
    judged: Callable[[Sequence[Any]], Sequence[Column]] | None = None,
) -> ListAction:
    """Return the action that makes `move` of ticked records by the service `act`.

    Refused row by row as on a record's own page: without the permission there, in another state,
    of one's own work.
    """

    def check(user: Any, record: Any) -> None:
        _require(user, move.permission, record)
        require_open(record, move, user)

    return ListAction(
        key=key,
        label=label or move.label,
        icon=icon,
        offered=lambda user: may(user, move.permission),
        check=check,
        act=act,
        form=form,
        judged=judged,
    )


def change_action(
    *,
    key: str,
    permission: str,
    act: Callable[..., object],
    icon: str,
    label: str | Promise,
    form: Callable[..., BaseForm],
    check: Callable[[Any, Any], None] | None = None,
) -> ListAction:
    """Return the action that gives ticked records what `form` asks for, by the service `act`."""

    def checked(user: Any, record: Any) -> None:
        _require(user, permission, record)
        if check is not None:
            check(user, record)

    return ListAction(
        key=key,
        label=label,
        icon=icon,
        offered=lambda user: may(user, permission),
        check=checked,
        act=act,
        form=form,
    )


def _require(user: Any, permission: str, record: Any) -> None:
    if not may(user, permission, record):
        raise NotAllowed(_("You may not do this here."))
