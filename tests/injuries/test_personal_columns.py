"""A column of persons is known by its cells, whatever stands above them."""

import pytest
from django.urls import reverse

from communities.permissions import PERSONAL_REVEAL
from injuries.imports.masked import shown_masked
from injuries.imports.personal import personal_columns
from injuries.services import imports
from lib.errors import DomainError
from tests.injuries.conftest import HEADINGS, row
from tests.sent import form_on

PEOPLE = ["张三丰", "李四", "欧阳修远", "王小二", "买买提·艾力", "高洁", "周杰", "赵云"]
#: Numbers with right check digits, of nobody.
IDENTITIES = ["11010519491231002X", "440524188001010014"]
NOT_PEOPLE = {
    "communities": ["金沙社区", "白云社区", "石桥村", "林家庄"],
    "schools": ["高中", "小学", "大学", "初中"],
    "causes": ["车祸", "跌倒", "烫伤", "高处坠落伤"],
    "doctors": ["张三丰"] * 10,
    "sexes": ["男", "女"],
    "days": ["2026-03-01", "2026-03-02"],
    "counts": [13, 14],
    "nothing": ["", None],
}


def columns(cells: list[object], heading: str = "对象") -> list[int]:
    """What is seen of one column."""
    return personal_columns([heading], [[cell] for cell in cells])


@pytest.mark.parametrize("heading", ["对象", "", "备注1", "A"])
def test_names_under_an_unknown_heading(heading) -> None:
    """Family names, two to four characters, mostly different ones."""
    assert columns(PEOPLE, heading) == [0]


@pytest.mark.parametrize(
    "cells",
    [
        ["13800138000", "13912345678"],
        [13800138000.0, 13912345678.0],
        ["138 0013 8000", "妻子 139-1234-5678", "无"],
        IDENTITIES,
        ["１１０１０５１９４９１２３１００２Ｘ", "无"],
    ],
)
def test_numbers_of_persons(cells) -> None:
    """However they are written, and with words beside them."""
    assert columns(cells) == [0]


def test_an_identity_number_is_one_under_every_heading() -> None:
    """A card number of eleven digits may be what it says."""
    assert columns(IDENTITIES, "卡片编号") == [0]
    assert columns(["13800138000", "13912345678"], "卡片编号") == []
    assert columns(PEOPLE, "填卡医生") == []


@pytest.mark.parametrize("name", NOT_PEOPLE)
def test_what_only_begins_like_a_name_is_none(name) -> None:
    """高中 is no Mr Gao; the same doctor in each row is no patient."""
    assert columns(NOT_PEOPLE[name]) == []


@pytest.fixture
def batch(receive):
    """Eight cards; the name stands under 对象, the mobile under 联络."""
    rows = [[*row(卡片编号=str(n), 姓名=name), f"1380013800{n}"] for n, name in enumerate(PEOPLE)]
    return receive(rows, headings=["卡片编号", "对象", *HEADINGS[2:], "联络"])


def test_the_columns_page_masks_them(batch, cast, as_user) -> None:
    """The columns can still be told apart; nobody reads a name or a number."""
    assert batch.personal == [1, len(HEADINGS)]
    url = reverse("injuries:import-columns", args=[batch.pk])
    page = as_user(cast.zhao).get(url).content.decode()
    assert "张**" in page and "欧**" in page
    for raw in ("张三丰", "欧阳修远", "13800138000"):
        assert raw not in page
    assert "跌倒/坠落" in page


def test_a_column_that_is_called_a_name_is_shown_to_whom_may_reveal_it(
    receive, cast, as_user
) -> None:
    """Zhao sent the workbook, but her role has lost the right since."""
    url = reverse("injuries:import-columns", args=[receive([row()]).pk])
    assert "张三丰" in as_user(cast.zhao).get(url).content.decode()
    role = cast.zhao.memberships.get().role
    role.permissions = [one for one in role.permissions if one != PERSONAL_REVEAL]
    role.save()
    page = as_user(cast.zhao).get(url).content.decode()
    assert "张**" in page and "张三丰" not in page


def test_they_cannot_fill_a_field_that_everybody_reads(batch, cast, as_user) -> None:
    """At the column, in a sentence; and the service refuses it as well."""
    zhao = as_user(cast.zhao)
    url = reverse("injuries:import-columns", args=[batch.pk])
    sent = form_on(zhao.get(url), with_field="column_1")
    page = zhao.post(url, sent | {"column_1": ["diagnosis"]})
    assert "kept encrypted" in str(page.context["form"].errors["column_1"])
    mapping = ["diagnosis" if n == 1 else key for n, key in enumerate(batch.mapping)]
    with pytest.raises(DomainError, match="对象"):
        imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=mapping)
    assert batch.__class__.objects.get(pk=batch.pk).stage == "mapping"
    assert zhao.post(url, sent | {"column_1": ["name"]}).status_code == 302


def test_the_findings_mask_them(batch) -> None:
    """Left out or not, a cell of such a column is never shown raw."""
    assert shown_masked(batch, 1, "张三丰") == "张**"
    assert shown_masked(batch, len(HEADINGS), "13800138000") == "138******00"
    assert shown_masked(batch, 2, "男") == "男"
