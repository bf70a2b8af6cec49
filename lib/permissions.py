"""Permission codes that apps declare; roles (communities.Role) are sets of them.

A code is `app.noun.verb`, e.g. `injuries.record.add`. Who holds it, and where, is data.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One thing that a role may allow. `label` is translated; `key` is the code.

    `roles` are the built-in roles (communities.roles) that hold it unless a deployment says
    otherwise.
    """

    key: str
    label: str | Promise
    roles: tuple[str, ...] = ()


permissions: Registry[Permission] = Registry("permissions")
