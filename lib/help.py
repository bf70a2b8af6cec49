"""What stands behind the "?" at a field: two sentences, and where the rule comes from."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Of one field of a model: `key` is its label and the field's name, "grids.hazard.grade".

    `source` names the standard or rule; empty where the portal itself sets the rule.
    """

    key: str
    words: str | Promise
    source: str = ""


explanations: Registry[Explanation] = Registry("explanations")


def explained(field: BoundField) -> Explanation | None:
    """Return what is said of the field of a model's form, or None."""
    options = getattr(field.form, "_meta", None)
    if options is None or options.model is None:
        return None
    return explanations.get(f"{options.model._meta.label_lower}.{field.name}")
