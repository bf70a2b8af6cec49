"""How the fields of forms are drawn: by Django's templates, the everyday ones by plain functions.

A select of fifty areas is fifty templates to Django, a third of the time of a list's page; an input
is three.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

from lib.marks import escaped

SELECT = "django/forms/widgets/select.html"
#: What is nothing but an input to Django as well.
INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("date", "datetime", "email", "hidden", "input", "number", "text", "time", "url")
)


class QuickRenderer(TemplatesSetting):
    """The project's templates; selects and inputs without one."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a widget."""
        if template_name == SELECT:
            return draw_select(context["widget"])
        if template_name in INPUTS:
            return draw_input(context["widget"])
        return super().render(template_name, context, request)


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """Draw an input as django/forms/widgets/input.html does."""
    kind, name, value = escaped(widget["type"]), escaped(widget["name"]), widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    attributes = _attributes(widget["attrs"])
    return SafeString(f'<input type="{kind}" name="{name}"{said}{attributes}>')


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """Draw a select as django/forms/widgets/select.html does."""
    parts = [f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _number in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escaped(group)}">')
        parts += [_option(one) for one in options]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return SafeString("\n".join(parts))


def _option(option: Mapping[str, Any]) -> str:
    value = escaped(str(option["value"]))
    label = escaped(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attrs: Mapping[str, Any]) -> str:
    """Draw attributes; True stands by its name, False and None are left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(value)}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )
