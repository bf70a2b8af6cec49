"""Records of upper rooms of which corrective actions are made: hazards, drills, events, reports.

An upper room says by `feeds` how a kind of its records becomes an action; the button and the panel
on the record's page then hang there by the registries of `lib.record_actions`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import CorrectiveAction
from actions.permissions import ACTION_CHANGE, ACTION_VIEW
from communities.permissions import may
from communities.querysets import WithSight
from lib.record_actions import RecordAction, RecordPanel, record_actions, record_panels
from lib.registry import Registry


def _always(record: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class ActionSource:
    """How records of the model `key` (its label in lower case) become corrective actions.

    `name` is what one is called in the list of actions, `view` the permission that its page asks.
    `rows()` are all of them, with their area; `day(record)` is when the problem was noticed and
    `begins(record)` what the form begins with, by field. `offered(record)` says whether anything
    can follow from it. `button` and `title` are the words on its page; a panel without rows is left
    out unless `empty` says what it means.
    """

    key: str
    name: str | Promise
    view: str
    rows: Callable[[], WithSight[Any]]
    day: Callable[[Any], dt.date]
    begins: Callable[[Any], dict[str, str]]
    offered: Callable[[Any], bool] = _always
    button: str | Promise = _("Make an action of it")
    title: str | Promise = _("Corrective actions")
    empty: str | Promise = ""

    def address(self, record: models.Model) -> str:
        """Return the address of the form that makes an action of `record`."""
        return reverse("actions:action-of", args=[self.key, record.pk])

    def may_begin(self, user: User, record: Any) -> bool:
        """Tell whether `user` may make an action of `record`."""
        return self.offered(record) and may(user, ACTION_CHANGE, record)

    def find(self, user: User, pk: UUID | None) -> Any | None:
        """Return the record if `user` may see it, None otherwise."""
        record = self.rows().visible_to(user).filter(pk=pk).first()
        return record if record is not None and may(user, self.view, record) else None


action_sources: Registry[ActionSource] = Registry("sources of corrective actions")


def feeds(source: ActionSource) -> None:
    """Have records of `source` become actions: the button and the panel on their page."""
    action_sources.register(source)
    record_actions.register(
        RecordAction(
            key=f"actions.{source.key}",
            record=source.key,
            label=source.button,
            icon="clipboard-plus",
            url=source.address,
            offered=source.may_begin,
        )
    )
    record_panels.register(
        RecordPanel(
            key=f"actions.{source.key}",
            record=source.key,
            template="actions/panel.html",
            context=lambda user, record: actions_of(source, user, record),
        )
    )


def actions_of(source: ActionSource, user: User, record: Any) -> dict[str, Any] | None:
    """Return the actions made of `record` that `user` may see, None where there is nothing to say.

    Whoever may see the record where it lies sees its actions there.
    """
    if not may(user, ACTION_VIEW):
        return None
    rows = list(CorrectiveAction.objects.of_record(record).visible_to(user).for_list())
    if not rows and not source.empty:
        return None
    return {"title": source.title, "rows": rows, "empty": source.empty}


def name_of(kind: str) -> str:
    """Return what a kind of sources is called; "" is what was entered without a record."""
    source = action_sources.get(kind)
    return str(source.name) if source else ""


def record_of(user: User, action: CorrectiveAction) -> Any | None:
    """Return the record of which `action` was made, if `user` may see it."""
    source = action_sources.get(action.source_kind)
    return source.find(user, action.source_key) if source else None
