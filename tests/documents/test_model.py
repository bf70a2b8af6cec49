"""A report is data: it is stored, hashed, read back, and only its narrative can be edited."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, strategies as st

from documents import (
    Callout,
    Cell,
    Change,
    Chart,
    Column,
    Document,
    DocumentFormatError,
    Finding,
    KeyFigure,
    KeyFigures,
    Meta,
    Narrative,
    Paragraph,
    Section,
    Table,
    UnsafeLink,
)
from lib.bilingual import Text, bilingual, localise
from tests.documents.report_sample import monthly_report

words = st.one_of(st.text(max_size=20), st.builds(Text, st.text(max_size=9), st.text(max_size=9)))
numbers = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999),
)
values = st.one_of(numbers, words, st.dates(), st.datetimes())
links = st.sampled_from(["", "/injuries/?month=2026-03", "https://portal.example/a"])
kinds = st.sampled_from(["text", "integer", "decimal", "percent", "date"])
digits = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def tables(draw) -> Table:
    columns = draw(st.lists(st.builds(Column, words, kinds, digits, words), min_size=1, max_size=4))
    row = st.tuples(*(st.builds(Cell, values, links) for _column in columns))
    return Table(
        columns,
        draw(st.lists(row, max_size=4)),
        draw(words),
        draw(words),
        draw(st.one_of(st.none(), row)),
    )


specs = st.one_of(st.none(), st.just({"mark": {"type": "bar"}, "is": "Table", "data": [1, None]}))
figures = st.builds(
    KeyFigure,
    words,
    numbers,
    words,
    kind=kinds,
    digits=digits,
    low=numbers,
    high=numbers,
    change=st.one_of(st.none(), st.builds(Change, numbers, words)),
    href=links,
)
blocks = st.one_of(
    st.builds(Paragraph, words),
    st.builds(Narrative, st.text(max_size=5), words),
    st.builds(KeyFigures, st.lists(figures, max_size=3)),
    tables(),
    st.builds(Chart, specs, words, words, st.one_of(st.none(), tables())),
    st.builds(Finding, st.sampled_from(["high", "medium", "low"]), words, words),
    st.builds(Callout, st.sampled_from(["info", "warning", "success", "danger"]), words),
)
sections = st.builds(
    Section,
    st.text(max_size=6),
    words,
    st.lists(blocks, max_size=3),
    st.sampled_from(["ready", "empty", "failed"]),
    words,
)
metas = st.builds(
    Meta,
    area=words,
    period_start=st.one_of(st.none(), st.dates()),
    made_at=st.one_of(st.none(), st.datetimes(timezones=st.just(dt.UTC))),
    code_version=st.text(max_size=9),
)
documents = st.builds(Document, words, metas, st.lists(sections, max_size=3))


@given(documents)
def test_a_stored_document_comes_back_the_same(document: Document) -> None:
    stored = json.loads(document.canonical())
    again = Document.from_json(stored)
    assert again == document
    assert again.canonical() == document.canonical()
    assert again.sha256 == document.sha256


def test_a_decimal_comes_back_as_the_decimal_it_was() -> None:
    table = Table((Column("Rate", "decimal"),), [(Decimal("1.20"),), (1.2,), (1,)])
    document = Document("t", Meta(), (Section("s", "S", (table,)),))
    again = Document.from_json(json.loads(document.canonical()))
    found = [row[0].value for row in again.sections[0].blocks[0].rows]
    assert [str(value) for value in found] == ["1.20", "1.2", "1"]
    assert [type(value) for value in found] == [Decimal, float, int]


def test_the_hash_changes_with_one_number() -> None:
    def report(cases: int) -> Document:
        table = Table((Column("Cases", "integer"),), [(cases,)])
        return Document("t", Meta(), (Section("s", "S", (table,)),))

    assert report(1).sha256 != report(2).sha256
    assert report(1).sha256 == report(1).sha256


def test_the_hash_is_that_of_the_published_bytes() -> None:
    document = Document(Text("月报", "Monthly"), Meta(area="A"))
    expected = (
        '{"document":{"is":"Document","meta":{"area":"A","is":"Meta"},'
        '"title":{"en":"Monthly","zh-hans":"月报"}},"schema":1}'
    )
    assert document.canonical() == expected.encode()


def test_staff_edit_a_narrative_and_the_figures_stay_as_they_were() -> None:
    draft = monthly_report()
    edited = draft.with_narrative("overview", "本月平稳。")
    assert edited.narratives() == {"overview": "本月平稳。"}
    assert edited.sha256 != draft.sha256
    assert edited.figures_sha256 == draft.figures_sha256


def test_a_text_that_the_report_does_not_have_cannot_be_edited() -> None:
    with pytest.raises(KeyError):
        monthly_report().with_narrative("injuries", "…")


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"schema": 2, "document": {}},
        {"schema": 0, "document": {}},
        {"schema": 1},
        {"schema": 1, "document": {"is": "Spreadsheet"}},
        {"schema": 1, "document": {"is": "Document", "title": "t", "colour": "red"}},
        {"schema": 1, "document": {"decimal": "many"}},
        {"schema": 1, "document": {"a": 1, "b": 2}},
    ],
)
def test_a_document_of_another_make_is_refused_by_name(stored: dict) -> None:
    with pytest.raises(DocumentFormatError):
        Document.from_json(stored)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), object(), {1, 2}])
def test_what_is_no_value_cannot_be_stored(value: object) -> None:
    table = Table((Column("a"),), [(value,)])
    with pytest.raises((ValueError, TypeError)):
        Document("t", Meta(), (Section("s", "S", (table,)),)).canonical()


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:x", "/a b", 'x"y']
)
def test_a_link_leads_into_the_portal_or_to_the_web_only(href: str) -> None:
    with pytest.raises(UnsafeLink):
        Cell(1, href)
    with pytest.raises(UnsafeLink):
        KeyFigure("Cases", 1, href=href)


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells in a table of 1"):
        Table((Column("a"),), [(1, 2)])


def test_a_translated_message_is_stored_in_both_languages() -> None:
    text = bilingual(gettext_lazy("January"))
    assert text == Text("一月", "January")


def test_a_message_takes_texts_and_numbers_in_their_language() -> None:
    text = bilingual(
        Text("%(area)s有%(n)s例", "%(n)s cases in %(area)s"),
        area=Text("东街", "Dongjie"),
        n=lambda language: "1,234",
    )
    assert text == Text("东街有1,234例", "1,234 cases in Dongjie")


def test_a_tree_is_told_in_one_language() -> None:
    tree = {"a": [{"zh-hans": "甲", "en": "A"}, 1], "b": {"zh-hans": ["乙"], "en": ["B"]}}
    assert localise(tree, "zh-hans") == {"a": ["甲", 1], "b": ["乙"]}
    assert localise(tree, "en") == {"a": ["A", 1], "b": ["B"]}
