"""Who works on a colleague's import stays within the own areas: the rows may reach further."""

import io

from django.urls import reverse

from injuries.imports.corrections import take_corrected, write_refused
from injuries.models import ImportRow, InjuryRecord
from ledgers.machine.sheets import opened
from tests.injuries.conftest import (
    HEADINGS,
    checked,
    committed,
    hospital,
    receive,
    row,
    workbook,
)
from tests.pages import as_read

__all__ = ["checked", "committed", "hospital", "receive"]


def corrected(batch, **changes: str) -> object:
    """The workbook of refused rows, the one row of it put right."""
    file = io.BytesIO()
    write_refused(batch, file)
    number = batch.rows.refused().get().number
    return workbook([["row", "what is wrong", *HEADINGS], [number, "", *row(**changes)]])


def test_liu_undoes_no_records_of_another_community(committed, cast, places, as_user) -> None:
    """Zhao filed the import under 东社区, which is liu's; one of its cards is of 西社区."""
    batch = committed([row(), row(所属社区="西社区")], area=places.east)
    assert batch.committed_rows == 2
    url = reverse("injuries:import-undo", args=[batch.pk])
    page = as_user(cast.liu).post(url, as_read(batch), follow=True)
    assert "areas that are not yours" in page.text
    assert InjuryRecord.objects.count() == 2
    as_user(cast.zhao).post(url, as_read(batch))
    assert not InjuryRecord.objects.exists()


def test_liu_corrects_no_row_into_another_community(checked, cast, places) -> None:
    """Read with zhao's rights the corrected row would make a card where liu sees none."""
    batch = checked([row(), row(年龄="三百")], area=places.east)
    for name, area, good in (("liu", "西社区", 0), ("liu", "东社区", 1)):
        with opened(corrected(batch, 所属社区=area), "again.xlsx") as path:
            found = take_corrected(actor=cast[name], batch=batch, path=path)
        assert found == (good, 1 - good)
        assert ImportRow.objects.get().corrected == bool(good)
        batch = type(batch).objects.get()


def test_zhao_may_correct_into_every_community_of_the_street(checked, cast, places) -> None:
    """The rights are those of whoever corrects, as far as the sender's go."""
    batch = checked([row(), row(年龄="三百")], area=places.east)
    with opened(corrected(batch, 所属社区="西社区"), "again.xlsx") as path:
        assert take_corrected(actor=cast.zhao, batch=batch, path=path) == (1, 0)
