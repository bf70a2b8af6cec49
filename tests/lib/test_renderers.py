"""A select is drawn by plain functions exactly as Django's template would draw it."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from lib.renderers import QuickRenderer

CHOICES = [
    ("", "---"),
    ("a&b", "<b>东社区</b>"),
    (3, 'three "3"'),
    ("组", [("x", "X"), ("y", "Y")]),
]


@pytest.mark.parametrize("value", ["", "a&b", 3, "3", "y", None, "absent"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_x", "class": "form-select", "required": True}])
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
def test_a_select_is_that_of_django(widget, value, attrs) -> None:
    """Groups, marks in labels, chosen and disabled ones."""
    select = widget() if widget is forms.NullBooleanSelect else widget(choices=CHOICES)
    chosen = [value] if widget is forms.SelectMultiple else value
    attrs = attrs | {"disabled": False}
    own = select.render("f", chosen, attrs, renderer=QuickRenderer())
    assert parse_html(own) == parse_html(select.render("f", chosen, attrs, TemplatesSetting()))
