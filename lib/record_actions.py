"""What upper rooms hang on the page of a lower room's record: actions and panels.

A page of premises knows neither inspections nor hazards; `grids` registers "inspect" and "report a
hazard" for it, and the panels that list them. `record` is the model's label in lower case, e.g.
"premises.premises"; every callable gets the user and the record, and looks through `visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class RecordAction:
    """A button on the page of a record.

    `url(record)` is where it leads; it is offered where `offered(user, record)` says so. `main`
    draws it as the one thing that most people come for.
    """

    key: str
    record: str
    label: str | Promise
    icon: str
    url: Callable[[Any], str]
    offered: Callable[[Any, Any], bool]
    main: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordPanel:
    """A part of the page of a record, drawn by `template` with what `context(user, record)` gives.

    None instead of a context leaves the panel out.
    """

    key: str
    record: str
    template: str
    context: Callable[[Any, Any], dict[str, Any] | None]


record_actions: Registry[RecordAction] = Registry("record actions")
record_panels: Registry[RecordPanel] = Registry("record panels")
