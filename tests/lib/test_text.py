"""The same name typed by four keyboards is one name; what is prose stays prose."""

import pytest
from django import forms
from hypothesis import given, strategies as st

from lib.crypto import blind_index
from lib.forms import PlainForm
from lib.text import bare, clean, folded, half_width


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("⻢⼤⼭", "马大山"),  # radicals, as PDFs and some phones write them
        ("⺠⽣路", "民生路"),
        ("﨑\uf91d", "﨑欄"),  # U+FA11 is a character of its own, U+F91D a compatibility form
        ("１３８００１３８０００", "13800138000"),
        ("Ａ座２０１", "A座201"),
        ("张\u200b三\ufeff", "张三"),
        ("\u3000张 三\u00a0", "张 三"),
        ("摔倒，右臂（骨折）；送医：急诊。", "摔倒，右臂（骨折）；送医：急诊。"),
        ("①号楼 50㎡", "①号楼 50㎡"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_what_is_stored_has_one_form_and_keeps_its_punctuation(typed: str, stored: str) -> None:
    """Look-alikes and invisible characters go; sentences stay as they were written."""
    assert clean(typed) == stored


def test_search_finds_every_spelling() -> None:
    """Width, capitals, spaces, old and full forms."""
    assert folded("ＡＢ　座") == folded("ab 座")
    assert folded("黃戶") == folded("黄户") == folded("黄戸")
    assert folded("張龍") == "张龙"
    assert bare("买买提·艾力") == bare("买买提 • 艾力") == "买买提艾力"
    assert half_width("２０２６－０３－０１　１４：３０") == "2026-03-01 14:30"


def test_a_person_is_found_by_every_spelling_of_the_name() -> None:
    """The blind index of a card and the one of a search are made of the same letters."""
    index = blind_index("马春黄", "name")
    for spelling in ("⻢春黃", "马 春 黄", "马春黄\u200b"):
        assert blind_index(spelling, "name") == index
    assert blind_index("马春王", "name") != index


@given(st.text(max_size=30))
def test_cleaning_is_done_once_and_makes_nothing_longer(text: str) -> None:
    """What has been cleaned stays as it is, so that stored texts fit and compare equal."""
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= len(text)
    assert folded(folded(text)) == folded(text)


class NoteForm(PlainForm):
    """A form with a text, a word that is secret and a number."""

    note = forms.CharField(max_length=4)
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)
    phone = forms.RegexField(r"^\d{4}$")


def test_every_form_cleans_what_is_typed_before_it_checks_it() -> None:
    """Full-width digits are digits to a field's own rule; a password keeps each character."""
    form = NoteForm({"note": "⻢\u200bＡ１，", "secret": "Ａ１ ", "phone": "１２３４"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"note": "马A1，", "secret": "Ａ１ ", "phone": "1234"}
