"""Every form that changes something, opened by two people at once: nobody's change is lost."""

import pytest
from django.urls import get_resolver, reverse

from tests.access.table import Row, World
from tests.sent import form_on
from tests.test_access_table import modules, url_names

#: Each form with a field in which anything may be written, and two values for it.
FIELDS: dict[str, tuple[str, str, str]] = {
    "actions:action-edit": ("problem", "甲问题", "乙问题"),
    "communities:area-edit": ("name", "甲区", "乙区"),
    "communities:calendar-edit": ("source", "甲文", "乙文"),
    "communities:organisation-edit": ("name", "甲医院", "乙医院"),
    "communities:retention-edit": ("days", "11", "12"),
    "communities:role-edit": ("name_zh", "甲角色", "乙角色"),
    "communities:user-edit": ("job_title", "甲岗", "乙岗"),
    "checklists:category-edit": ("name_zh", "甲类", "乙类"),
    "grids:limit-edit": ("source", "甲规定", "乙规定"),
    "injuries:record-edit": ("diagnosis", "甲伤", "乙伤"),
    "injuries:site-edit": ("name", "甲站", "乙站"),
    "notices:channel-edit": ("name", "甲群", "乙群"),
    "premises:edit": ("name", "甲店", "乙店"),
    "premises:kind-edit": ("name_zh", "甲类", "乙类"),
    "premises:threshold-edit": ("source", "甲规定", "乙规定"),
    "programmes:budget-edit": ("item", "甲项", "乙项"),
    "programmes:indicator-edit": ("name", "甲指标", "乙指标"),
    "programmes:measure-edit": ("title", "甲措施", "乙措施"),
    "programmes:objective-edit": ("text", "甲目标", "乙目标"),
    "programmes:project-edit": ("title", "甲项目", "乙项目"),
    "programmes:site-edit": ("note", "甲注", "乙注"),
    "programmes:value-edit": ("note", "甲注", "乙注"),
    "reports:narrative": ("text", "甲文", "乙文"),
    "reports:schedule-edit": ("days_after", "11", "12"),
    "training:drill-edit": ("scenario", "甲情景", "乙情景"),
    "training:drill-scores": ("alarm.points", "6.0", "7.0"),
    "training:event-edit": ("title", "甲活动", "乙活动"),
    "training:material-edit": ("title", "甲册", "乙册"),
}
CHANGING = ("edit", "scores", "narrative")


def test_no_form_that_changes_something_is_missing() -> None:
    ours = {name for name in url_names(get_resolver()) if name.endswith(CHANGING)}
    assert ours == set(FIELDS)


def page_of(name: str) -> tuple[object, Row]:
    """Return the access table and the row that open the form for an administrator."""
    for module in modules():
        for row in module.ROWS:
            if row.name == name and row.method == "get" and row.statuses["admin"] == 200:
                return module, row
    raise AssertionError(f"no row opens {name}")


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_of_two_people_at_one_form_nobody_loses_anything(name, places, cast, as_user) -> None:
    """Two windows of one person are two as well."""
    module, row = page_of(name)
    world = World(places, cast)
    module.build(world)
    url = reverse(name, args=row.args(world))
    first, second = as_user(cast.admin), as_user(cast.admin)
    field, mine, yours = FIELDS[name]
    untouched, drawn = form_on(second.get(url)), form_on(second.get(url))

    saved = first.post(url, form_on(first.get(url)) | {field: mine})
    assert saved.status_code == 302, saved.context["form"].errors
    assert second.post(url, untouched).status_code == 302
    assert form_on(first.get(url))[field] == [mine], "a form left as it was took a change back"

    page = second.post(url, drawn | {field: yours})
    assert page.status_code == 200 and form_on(page)[field] == [yours]
    (clash,) = page.context["form"].clashes
    assert (clash.theirs, clash.yours) == (mine, yours) and mine in page.content.decode()
    assert form_on(first.get(url))[field] == [mine]
    kept = second.post(url, form_on(page) | {clash.choice: clash.options[0][0]})
    assert kept.status_code == 302 and form_on(first.get(url))[field] == [mine]
    chosen = second.post(url, form_on(page) | {clash.choice: clash.options[1][0]})
    assert chosen.status_code == 302 and form_on(first.get(url))[field] == [yours]
