"""A hospital writes 交通事故: it is asked once what that means, and not again for this hospital."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from injuries.imports.asked import MOST_ASKED
from injuries.imports.retention import forget_cells
from injuries.models import ImportBatch
from injuries.services import imports
from tests.cast import Cast, Places
from tests.injuries.conftest import row, work
from tests.waiting import waits

Stage = ImportBatch.Stage
THREE = [row(卡片编号=str(n), 伤害发生原因="交通事故") for n in (1, 2, 3)]


@pytest.fixture
def asking(receive: Callable[..., ImportBatch]) -> Callable[..., ImportBatch]:
    """Return what takes a workbook up to the question what its words mean."""

    def take(rows: list, **more) -> ImportBatch:
        batch = receive(rows, **more)
        imports.confirm_columns(actor=batch.created_by, batch=batch, mapping=batch.mapping)
        return work(batch)

    return take


def page_of(batch: ImportBatch) -> str:
    return reverse("injuries:import-words", args=[batch.pk])


def answer(client, batch: ImportBatch, *answers: str):
    """Send what the words mean, in the order in which the page asks."""
    data = {f"word_{n}": one for n, one in enumerate(answers)}
    return client.post(page_of(batch), {**data, "revision": batch.revision})


def test_a_word_in_three_rows_is_asked_once_and_proposed(asking, as_user, cast: Cast) -> None:
    batch = asking([row(), *THREE])
    assert batch.stage == Stage.WORDS and batch.unknown == {"cause": {"交通事故": 3}}
    assert not batch.records.exists()
    client = as_user(cast.zhao)
    form = client.get(page_of(batch)).context["form"]
    (group,) = form.groups()
    (asked,) = group["words"]
    assert (asked["word"], asked["count"], asked["proposed"]) == ("交通事故", 3, True)
    assert form.fields["word_0"].initial == "1"
    assert page_of(batch) in client.get(batch.get_absolute_url()).text
    assert batch in ImportBatch.objects.waiting_for(cast.zhao)
    assert waits("injuries.imports", cast.zhao).count == 1


def test_what_was_said_is_taken_for_every_row_and_remembered_for_the_site(
    asking, receive, as_user, cast: Cast, hospital, sentinel
) -> None:
    batch = asking(THREE)
    assert answer(as_user(cast.zhao), batch, "1").status_code == 302
    batch = work(batch)
    assert batch.stage == Stage.PREVIEW and (batch.good_rows, batch.bad_rows) == (3, 0)
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    assert set(batch.records.values_list("cause", flat=True)) == {"1"}
    hospital.refresh_from_db()
    assert hospital.words == {"cause": {"交通事故": "1"}}
    assert AuditEntry.objects.filter(code="injuries.import.explained", actor=cast.zhao).count() == 1
    again = asking([row(卡片编号="9", 伤害发生原因="交通事故")])
    assert again.stage == Stage.PREVIEW and again.good_rows == 1
    other = asking([row(卡片编号="9", 伤害发生原因="交通事故")], site=sentinel)
    assert other.stage == Stage.WORDS


def test_a_word_left_unexplained_refuses_its_rows_and_is_not_asked_again(
    asking, as_user, cast: Cast, hospital
) -> None:
    batch = asking([row(), *THREE])
    client = as_user(cast.zhao)
    answer(client, batch, "?")
    batch = work(batch)
    assert batch.stage == Stage.PREVIEW and (batch.good_rows, batch.bad_rows) == (1, 3)
    hospital.refresh_from_db()
    assert hospital.words == {}
    assert page_of(batch) in client.get(batch.get_absolute_url()).text
    answer(client, batch, "2")
    batch = work(batch)
    assert batch.stage == Stage.PREVIEW and (batch.good_rows, batch.bad_rows) == (4, 0)


def test_a_word_may_be_read_as_an_empty_cell_where_the_card_can_do_without(
    asking, as_user, cast: Cast
) -> None:
    """文化程度 may be empty; the cause of an injury may not, so that is not offered there."""
    headings = ["性别", "年龄", "就诊日期", "伤害发生原因", "伤害发生地点", "文化程度"]
    batch = asking([["男", "35", "2026-03-01", "玄学", "家中", "甲乙丙丁"]], headings=headings)
    form = as_user(cast.zhao).get(page_of(batch)).context["form"]
    offered = {name: [value for value, _label in form.fields[name].choices] for name in form.fields}
    by_word = {word: offered[name] for name, _field, word, _count in form.asked}
    assert "-" not in by_word["玄学"] and "-" in by_word["甲乙丙丁"]
    answers = {"玄学": "13", "甲乙丙丁": "-"}
    answer(as_user(cast.zhao), batch, *(answers[word] for _n, _f, word, _c in form.asked))
    batch = work(batch)
    assert batch.unknown == {} and batch.stage == Stage.PREVIEW
    codes = {p["code"] for one in batch.rows.all() for p in one.errors}
    assert "unknown-code" not in codes


def test_an_unknown_community_is_asked_and_only_own_areas_are_offered(
    asking, as_user, cast: Cast, places: Places
) -> None:
    batch = asking([row(所属社区="老东片")])
    assert batch.unknown == {"area": {"老东片": 1}}
    client = as_user(cast.zhao)
    assert answer(client, batch, str(places.next_community.pk)).status_code == 200
    batch.refresh_from_db()
    assert batch.stage == Stage.WORDS and batch.words == {}
    answer(client, batch, str(places.east.pk))
    batch = work(batch)
    imports.commit_import(actor=cast.zhao, batch=batch)
    assert work(batch).records.get().area == places.east


def test_words_are_shown_to_the_sender_and_to_who_may_see_persons(
    asking, as_user, cast: Cast
) -> None:
    batch = asking(THREE)
    assert as_user(cast.liu).get(page_of(batch)).status_code == 404
    assert answer(as_user(cast.liu), batch, "1").status_code == 404
    batch.refresh_from_db()
    assert batch.stage == Stage.WORDS and batch.words == {}
    assert as_user(cast.chen).get(page_of(batch)).status_code == 200


def test_a_column_of_free_texts_is_not_asked_without_end(asking) -> None:
    """The words of the most rows are asked; a cell too long for a word is only refused."""
    rows = [row(卡片编号=str(n), 伤害发生原因=f"怪事{n}") for n in range(MOST_ASKED + 20)]
    rows += [row(卡片编号="x", 伤害发生原因="怪事7"), row(卡片编号="y", 伤害发生原因="甲" * 60)]
    words = asking(rows).unknown["cause"]
    assert len(words) == MOST_ASKED and next(iter(words.items())) == ("怪事7", 2)
    assert not any(word.startswith("甲") for word in words)


def test_words_go_with_the_workbook(asking, cast: Cast) -> None:
    batch = asking(THREE)
    imports.discard_import(actor=cast.zhao, batch=batch)
    batch.refresh_from_db()
    assert (batch.stage, batch.words, batch.unknown) == (Stage.DISCARDED, {}, {})
    other = asking(THREE)
    forget_cells(other)
    other.refresh_from_db()
    assert other.unknown == {}


def test_words_stay_what_they_are_when_the_site_is_edited(hospital) -> None:
    """Its form checks the whole record; what was remembered, also when it is nothing, stays."""
    for words in ({}, {"cause": {"交通事故": "1"}}):
        hospital.words = words
        hospital.full_clean()
        hospital.save()
        hospital.refresh_from_db()
        assert hospital.words == words
