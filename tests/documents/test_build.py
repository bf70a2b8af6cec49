"""Apps register sections; one that fails is shown as failed and the others stay."""

from __future__ import annotations

import logging
from contextlib import contextmanager

import pytest
from django.utils.translation import gettext_lazy

from documents import (
    DocumentSpec,
    Meta,
    Paragraph,
    Section,
    SectionKind,
    build,
)
from lib.bilingual import Text
from lib.registry import Registry


def fine(context: dict) -> Section:
    return Section("fine", "Fine", (Paragraph(context["area"]),))


def broken(context: dict) -> Section:
    raise ZeroDivisionError("no residents")


def nothing(context: dict) -> None:
    return None


def registry() -> Registry[SectionKind]:
    registry = Registry("sections")
    registry.register(
        SectionKind(key="broken", title="Broken", builder=broken),
        SectionKind(key="fine", title=Text("完好", "Fine"), builder=fine),
        SectionKind(key="nothing", title=gettext_lazy("January"), builder=nothing),
    )
    registry.arrange(["broken", "nothing", "fine"])
    return registry


def spec(*keys: str) -> DocumentSpec:
    return DocumentSpec("Report", Meta(), keys)


def test_a_failing_section_does_not_lose_the_others(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        wanted = spec("broken", "fine", "nothing")
        document = build(wanted, {"area": "东街"}, registry=registry())
    assert [section.state for section in document.sections] == ["failed", "ready", "empty"]
    assert document.sections[1].blocks == (Paragraph("东街"),)
    assert document.sections[0].message and document.sections[2].message
    assert document.sections[2].title == Text("一月", "January")
    (record,) = caplog.records
    assert record.exc_info is not None and "broken" in record.getMessage()


def test_what_went_wrong_inside_is_not_printed_in_the_report() -> None:
    document = build(spec("broken"), {}, registry=registry())
    assert b"residents" not in document.canonical()


def test_a_section_of_an_older_template_is_shown_as_failed() -> None:
    document = build(spec("withdrawn", "fine"), {"area": "A"}, registry=registry())
    assert [section.state for section in document.sections] == ["failed", "ready"]


def test_progress_is_told_before_each_section_and_at_the_end() -> None:
    told = []
    build(
        spec("fine", "nothing"),
        {"area": "A"},
        registry=registry(),
        on_progress=lambda done, total, title: told.append((done, total)),
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_time_limit_stops_the_whole_report() -> None:
    with pytest.raises(ZeroDivisionError):
        build(spec("broken"), {}, registry=registry(), fatal=(ZeroDivisionError,))


def test_each_section_is_isolated_and_the_failed_one_is_rolled_back() -> None:
    ends = []

    @contextmanager
    def savepoint():
        try:
            yield
        except ZeroDivisionError:
            ends.append("rolled back")
            raise
        ends.append("kept")

    build(spec("broken", "fine"), {"area": "A"}, registry=registry(), isolate=savepoint)
    assert ends == ["rolled back", "kept"]


def test_sections_come_in_their_order_and_a_key_belongs_to_one_builder() -> None:
    known = registry()
    assert [kind.key for kind in known] == ["broken", "nothing", "fine"]
    known.register(SectionKind(key="fine", title=Text("完好", "Fine"), builder=fine))
    assert len(known) == 3
    with pytest.raises(ValueError, match="registered twice"):
        known.register(SectionKind(key="fine", title="Fine", builder=nothing))
