"""Selects and inputs are drawn by plain functions exactly as Django's templates would draw them."""

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from lib.renderers import INPUTS, QuickRenderer

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


INPUT_WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
]


@pytest.mark.parametrize("value", ["", None, 0, 3.5, '东"社区" & <b>', dt.date(2026, 3, 9)])
@pytest.mark.parametrize("widget", INPUT_WIDGETS)
def test_an_input_is_that_of_django(widget, value) -> None:
    """Its value, its marks and the attributes that only stand there."""
    attrs = {"id": "id_x", "required": True, "disabled": False, "title": '"<&', "maxlength": 20}
    assert widget(attrs).template_name in INPUTS
    own = widget(attrs).render("f", value, None, renderer=QuickRenderer())
    assert parse_html(own) == parse_html(widget(attrs).render("f", value, None, TemplatesSetting()))
