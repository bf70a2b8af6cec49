"""Whatever a workbook holds, the importer keeps its promises (property tests)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from injuries.checks import errors_of
from injuries.codes import Cause
from injuries.imports.areas import AreaNames
from injuries.imports.cells import CellProblem, read_age, read_hour, read_moment
from injuries.imports.columns import BY_KEY, guess
from injuries.imports.neiss import HEADINGS as NEISS, NeissReader
from injuries.imports.rows import CardReader
from injuries.imports.texts import CHINESE, code_of
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.services import imports
from lib.ids import new_id
from lib.sheet_cells import plain
from tests.cast import make_cast, make_places
from tests.injuries.conftest import GOOD, HEADINGS, left_unexplained, work, workbook

TODAY = dt.date(2026, 9, 30)
CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["男", "2", "3 溺水", "跌倒/坠落", "2026-03-01", "300", "8个月", "东社区", "是"]
    ),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
ANY = settings(max_examples=300, deadline=None)


@ANY
@example(float("-inf"))
@example(float("nan"))
@given(CELL)
def test_no_cell_makes_a_reader_crash(cell) -> None:
    """A cell is read or named as a problem, nothing else."""
    for reader in (read_moment, read_hour, read_age):
        try:
            reader(cell)
        except CellProblem as problem:
            assert problem.code


@ANY
@given(st.one_of(st.dates(), st.datetimes(), st.times(), st.integers(), st.text(max_size=9)))
def test_a_kept_cell_reads_like_the_cell_itself(cell) -> None:
    """What is stored of a refused row gives the same day and hour when it is read again."""

    def read(value) -> object:
        try:
            return read_moment(value)
        except CellProblem as problem:
            return problem.code

    assert read(plain(cell)) == read(cell)


@given(st.dates(min_value=dt.date(1955, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_a_day_is_the_same_in_every_spelling(day) -> None:
    """Text in four spellings, a date cell, and Excel's serial number (days since 1899-12-30)."""
    serial = float((day - dt.date(1899, 12, 30)).days)
    spellings = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        day,
        serial,
    ]
    assert {read_moment(cell).day for cell in spellings} == {day}


@pytest.mark.parametrize("choices", CHINESE)
def test_every_code_is_understood_as_number_and_as_word(choices) -> None:
    """All words of the card's lists, alone and behind their number."""
    words = CHINESE[choices].split()
    assert len(words) == len(choices.values)
    for value, text in zip(choices.values, words, strict=True):
        for spelling in (value, text, f"{value} {text}", f"{value}.{text}", f" {text} "):
            assert code_of(choices, spelling) == value, spelling


def test_a_number_with_another_codes_word_is_a_contradiction() -> None:
    """“3 溺水” is neither a fall nor a drowning."""
    assert code_of(Cause, "3 溺水") is None


@ANY
@given(st.lists(st.text(max_size=10), max_size=30))
def test_a_guess_never_uses_a_field_twice(headings) -> None:
    """One guess a column, each field at most once."""
    found = guess(headings)
    chosen = [key for key in found if key]
    assert len(found) == len(headings)
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= BY_KEY.keys()


class AnyTable(TestCase):
    """Tables of any cells through check, commit and undo, on a real database."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.places = make_places()
        cls.cast = make_cast(cls.places)
        cls.site = ReportingSite.objects.create(
            area=cls.places.street, name="金沙医院", code="H", kind="hospital"
        )

    @settings(max_examples=150, deadline=None)
    @given(cells=st.lists(CELL, max_size=18))
    def test_a_row_is_read_or_refused_and_what_is_read_has_no_errors(self, cells) -> None:
        reader = CardReader(
            guess(HEADINGS),
            areas=AreaNames(self.cast.zhao),
            default_area=self.places.street,
            today=TODAY,
        )
        result = reader.read(cells)
        if result.good:
            record = InjuryRecord(**result.values, id=new_id())
            record.derive()
            record.full_clean(validate_constraints=False)
            assert errors_of(result.values, TODAY) == []

    @settings(max_examples=150, deadline=None)
    @given(cells=st.lists(CELL, max_size=20))
    def test_neiss_rows_are_read_or_refused(self, cells) -> None:
        headings = [spellings[0] for spellings in NEISS.values()]
        reader = NeissReader(headings, default_area=self.places.street, today=TODAY)
        result = reader.read(cells)
        if result.good:
            record = InjuryRecord(**result.values, id=new_id())
            record.derive()
            record.full_clean(validate_constraints=False)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.one_of(
                st.just(GOOD),
                st.lists(st.one_of(st.text(max_size=6), st.integers(0, 9999)), max_size=17),
                st.tuples(st.integers(0, 15), st.text(max_size=5)).map(
                    lambda change: [
                        change[1] if place == change[0] else cell for place, cell in enumerate(GOOD)
                    ]
                ),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_rows_in_are_rows_committed_and_rows_refused(self, rows) -> None:
        """Committed twice gives what once gives; undo gives what was there before."""
        before = InjuryRecord.objects.count()
        batch = self.read(workbook([HEADINGS, *rows]))
        if batch.has_failed:
            return  # not one row with anything in it
        imports.confirm_columns(actor=self.cast.zhao, batch=batch, mapping=batch.mapping)
        batch = left_unexplained(work(batch))
        filled = sum(
            any(cell not in ("", None) and str(cell).strip() for cell in row) for row in rows
        )
        assert batch.stage == ImportBatch.Stage.PREVIEW, batch.job_error
        assert batch.total_rows == filled == batch.good_rows + batch.bad_rows
        assert batch.rows.refused().count() == batch.bad_rows
        if not batch.good_rows:
            return
        imports.commit_import(actor=self.cast.zhao, batch=batch)
        batch = work(batch)
        assert batch.committed_rows + batch.bad_rows == filled
        refused = set(batch.rows.refused().values_list("number", flat=True))
        assert not refused & set(batch.records.values_list("batch_row", flat=True))
        ImportBatch.objects.filter(pk=batch.pk).update(stage="committing", job_state="waiting")
        assert work(batch).committed_rows == batch.committed_rows
        assert InjuryRecord.objects.count() == before + batch.committed_rows
        imports.undo_import(actor=self.cast.zhao, batch=ImportBatch.objects.get(pk=batch.pk))
        assert InjuryRecord.objects.count() == before

    @settings(max_examples=60, deadline=None)
    @given(content=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".xlsx", ".xls"]))
    def test_any_bytes_are_refused_in_words_or_taken(self, content, suffix) -> None:
        self.send(content, suffix)

    def test_a_cell_of_a_megabyte_is_refused_in_words(self) -> None:
        """More than the csv reader takes in one cell."""
        self.send(b'"' + b"x" * 1_000_000 + b'"', ".csv")

    def send(self, content: bytes, suffix: str) -> None:
        """Send bytes as a workbook: it is read, or a refusal says something."""
        batch = self.read(SimpleUploadedFile(f"x{suffix}", content))
        assert batch.job_error if batch.has_failed else batch.headings or batch.sheets
        assert (
            "could not go on" not in batch.job_error
        )  # which is what an error nobody foresaw says

    def read(self, upload: SimpleUploadedFile) -> ImportBatch:
        """Have a worker read an upload."""
        batch = imports.receive_workbook(
            actor=self.cast.zhao,
            key=new_id(),
            site=self.site,
            area=self.places.street,
            upload=upload,
        )
        return work(batch)
