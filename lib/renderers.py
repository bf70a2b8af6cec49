"""How the fields of forms are drawn: by Django's templates, selects by plain functions.

A select of fifty areas is fifty templates to Django, a third of the time of a list's page.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class QuickRenderer(TemplatesSetting):
    """The project's templates, and selects without one."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a widget."""
        if template_name == SELECT:
            return draw_select(context["widget"])
        return super().render(template_name, context, request)


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """Draw a select as django/forms/widgets/select.html does."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _number in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        parts += [_option(one) for one in options]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return SafeString("\n".join(parts))


def _option(option: Mapping[str, Any]) -> str:
    value = conditional_escape(str(option["value"]))
    label = conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attrs: Mapping[str, Any]) -> str:
    """Draw attributes; True stands by its name, False and None are left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )
