"""Deadlines follow the Chinese calendar, which the office has as the notices of the State Council.

Days of 2025 and 2026: notices of the General Office of the State Council (domain facts 11.11).
"""

import datetime as dt

import pytest
from chinese_calendar.constants import holidays, workdays
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEntry
from communities.holidays import read_notice
from communities.models import HolidayNotice
from communities.services.calendar import fill_years, packaged_notice
from communities.working_days import work_calendar
from tests.sent import form_on

#: As people copy it: with heading, greeting, week days, lunar days, and a signature.
NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府：
经国务院批准，现将2026年节日安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班工作。
2025年11月4日"""


def known(year: int) -> dict[dt.date, bool]:
    """What the package has of a year."""
    off = {day: False for day in holidays if day.year == year}
    return off | {day: True for day in workdays if day.year == year}


def test_the_notice_is_read_as_it_is_copied() -> None:
    assert dict(read_notice(NOTICE, 2026)) == known(2026)


@pytest.mark.parametrize("year", sorted({day.year for day in holidays}))
def test_what_the_package_knows_is_written_and_read_again(year: int) -> None:
    assert dict(read_notice(packaged_notice(year), year)) == known(year)


@pytest.mark.parametrize(
    ("line", "day", "worked"),
    [
        ("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", dt.date(2022, 12, 31), False),
        ("元旦：1月1日放假1天。", dt.date(2023, 1, 1), False),
        ("春节: 2023-01-21至2023-01-27放假. 2023-01-28上班", dt.date(2023, 1, 28), True),
        ("五一：4月29日到5月3日放假。4月23日（星期日）照常上班。", dt.date(2023, 4, 23), True),
        (
            "国庆节：９月２９日－１０月６日放假。１０月７日和１０月８日上班。",
            dt.date(2023, 10, 8),
            True,
        ),
    ],
)
def test_other_ways_of_writing_it(line: str, day: dt.date, worked: bool) -> None:
    assert read_notice(f"{line}\n端午：6月22日放假", 2023)[day] is worked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No holiday was found"),
        ("各位同事好", "No holiday was found"),
        ("元旦：放假三天。", "Line 1"),
        ("元旦：1月1日至3日放假，共4天。", "4 days"),
        ("元旦：1月3日至1日放假。", "lies before"),
        ("春节：2月15日至12月23日放假。", "far behind"),
        ("春节：2月30日至31日放假。", "days cannot be read"),
        ("元旦：1月1日放假。\n春节：2月6日至7日放假。2月8日上班。", "Line 2"),  # a Monday
        ("元旦：1月1日至3日放假。1月3日上班。", "both"),
        ("国务院办公厅关于2026年部分节假日安排的通知\n元旦：1月1日放假。", "notice for 2026"),
    ],
)
def test_a_text_that_cannot_be_right_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_notice(text, 2027)


def test_holidays_and_make_up_days(db) -> None:
    works = work_calendar().is_working_day
    assert not works(dt.date(2025, 10, 1))  # National Day
    assert works(dt.date(2025, 9, 28))  # a Sunday made up for it
    assert works(dt.date(2025, 10, 11))  # a Saturday made up for it
    assert not works(dt.date(2025, 10, 12))  # an ordinary Sunday
    assert works(dt.date(2025, 10, 9))


def test_three_working_days_over_the_national_day(db) -> None:
    assert work_calendar().add(dt.date(2025, 9, 29), 3) == dt.date(2025, 10, 10)
    assert work_calendar().add(dt.date(2025, 10, 1), 0) == dt.date(2025, 10, 1)


def test_a_year_without_its_notice_is_known_to_be_unknown(db) -> None:
    calendar = work_calendar()
    assert calendar.add(dt.date(2090, 1, 6), 1) == dt.date(2090, 1, 9)  # Friday → Monday
    assert calendar.knows(dt.date(2025, 12, 1), dt.date(2026, 2, 1))
    assert not calendar.knows(dt.date(2026, 12, 30), dt.date(2027, 1, 4))


def test_what_the_office_has_entered_is_never_overwritten(db) -> None:
    HolidayNotice.objects.filter(year=2025).update(text="元旦：1月1日放假。")
    HolidayNotice.objects.get(year=2024).delete()
    assert fill_years() == [2024]
    assert HolidayNotice.objects.get(year=2025).text == "元旦：1月1日放假。"


def test_a_renewed_package_is_read_by_a_command(db, capsys) -> None:
    HolidayNotice.objects.get(year=2026).delete()
    call_command("fill_calendar")
    assert "years added: 2026; deadlines moved: 0" in capsys.readouterr().out
    assert HolidayNotice.objects.filter(year=2026).count() == 1


def test_chen_enters_the_holidays_of_a_year_and_everybody_reads_them(cast, as_user) -> None:
    HolidayNotice.objects.filter(year=2026).delete()
    client, address = as_user(cast.chen), reverse("communities:calendar-new")
    data = form_on(client.get(f"{address}?year=2026"))
    assert data["year"] == ["2026"]
    saved = client.post(address, data | {"text": NOTICE, "source": "国办发明电"})
    notice = HolidayNotice.objects.get(year=2026)
    assert saved.url == notice.get_absolute_url()
    assert (notice.created_by, notice.source) == (cast.chen, "国办发明电")
    assert AuditEntry.objects.filter(code="communities.calendar.added", actor=cast.chen).exists()
    page = as_user(cast.wang).get(saved.url).content.decode()
    assert "春节" in page and page.count('<td class="day-off"') == 33
    assert page.count('<td class="day-worked"') == 6


def test_a_slip_is_named_at_its_field_and_nothing_typed_is_lost(cast, as_user) -> None:
    client, address = as_user(cast.chen), reverse("communities:calendar-new")
    text = "元旦：1月1日至3日放假，共4天。"
    response = client.post(
        address, form_on(client.get(address)) | {"year": "2030", "text": text, "source": "x"}
    )
    assert "4 days" in response.context["form"].errors["text"][0]
    assert text in response.content.decode()
    assert not HolidayNotice.objects.filter(year=2030).exists()


def test_the_same_year_twice_leads_to_the_one_that_is_there(cast, as_user) -> None:
    client, address = as_user(cast.chen), reverse("communities:calendar-new")
    data = form_on(client.get(address)) | {"year": "2025", "text": NOTICE, "source": "x"}
    response = client.post(address, data)
    other = HolidayNotice.objects.get(year=2025)
    assert response.status_code == 200 and other.get_absolute_url() in response.content.decode()


def test_wang_may_not_enter_holidays(cast, as_user) -> None:
    client = as_user(cast.wang)
    year = HolidayNotice.objects.get(year=2025)
    assert client.get(reverse("communities:calendar-new")).status_code == 403
    response = client.post(reverse("communities:calendar-edit", args=[year.pk]), {"text": "x"})
    assert response.status_code == 403
    assert "calendar-new" not in client.get(reverse("communities:calendar")).content.decode()


@pytest.mark.parametrize(("today", "asked"), [("2026-10-31", False), ("2026-11-02", True)])
def test_from_november_the_next_year_waits_for_chen(cast, as_user, day_is, today, asked) -> None:
    day_is(today)
    page = as_user(cast.chen).get(reverse("home")).content.decode()
    assert (f"{reverse('communities:calendar-new')}?year=2027" in page) == asked
    assert "?year=2027" not in as_user(cast.wang).get(reverse("home")).content.decode()
