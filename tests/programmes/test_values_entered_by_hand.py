"""Liu enters a value with its evidence, somebody else approves it, a correction is a new row."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Attachment
from communities.services.attachments import attach
from lib.errors import DomainError, NotAllowed, WrongState
from lib.ids import new_id
from lib.periods import Period
from programmes.models import IndicatorValue, Light
from programmes.readings import readings
from programmes.services.values import (
    approve_value,
    new_correction,
    return_value,
    save_value,
    submit_value,
)
from tests.pages import as_read
from tests.programmes.factories import make_indicator, make_project, make_value, run_project
from tests.sent import form_on


@pytest.fixture
def indicator(places, cast):
    """Smoke alarms in the eastern community, 20 % → 80 %."""
    return make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)


def last_month() -> Period:
    """The last month that is over."""
    return Period.containing(timezone.localdate()).previous


def entered(**overrides):
    """What liu sends from the form."""
    return {
        "record_key": str(new_id()),
        "period": last_month().code,
        "numerator": "45",
        "denominator": "60",
        "note": "入户登记",
        "evidence": ContentFile(b"a,b\n1,2\n", name="table.csv"),
    } | overrides


def test_liu_enters_a_value_and_the_percentage_is_computed(indicator, cast, as_user):
    """45 of 60 households are 75 %; it is a draft with one file."""
    url = reverse("programmes:value-new", args=[indicator.pk])
    response = as_user(cast.liu).post(url, entered())
    value = IndicatorValue.objects.get()
    assert response.url == value.get_absolute_url()
    assert (value.value, value.state, value.created_by) == (Decimal(75), "draft", cast.liu)
    assert Attachment.objects.get().target_id == value.pk
    assert AuditEntry.objects.filter(code="programmes.value.added").count() == 1


def test_the_same_form_sent_twice_makes_one_value(indicator, cast, as_user):
    """The second sending leads to the same page."""
    url, liu = reverse("programmes:value-new", args=[indicator.pk]), as_user(cast.liu)
    key = str(new_id())
    first = liu.post(url, entered(record_key=key))
    second = liu.post(url, entered(record_key=key))
    assert first.url == second.url == IndicatorValue.objects.get().get_absolute_url()


def test_a_part_cannot_be_larger_than_its_whole(indicator, cast, as_user):
    """70 of 60 is refused at the field; nothing is kept, not even the file."""
    url = reverse("programmes:value-new", args=[indicator.pk])
    page = as_user(cast.liu).post(url, entered(numerator="70"))
    assert page.context["form"].errors["numerator"] == ["A part lies between 0 and its whole."]
    assert not IndicatorValue.objects.exists() and not Attachment.objects.exists()


def test_a_file_that_is_no_photo_is_refused_with_the_form_kept(indicator, cast, as_user):
    """The value is rolled back with its file; the typed numbers come back."""
    url = reverse("programmes:value-new", args=[indicator.pk])
    bad = ContentFile(b"no picture", name="photo.jpg")
    page = as_user(cast.liu).post(url, entered(evidence=bad))
    assert page.status_code == 200 and 'value="45"' in page.content.decode()
    assert "This file is no photo" in page.content.decode()
    assert not IndicatorValue.objects.exists()


def test_without_evidence_nothing_is_submitted(indicator, cast):
    """The draft stays a draft."""
    value = make_value(indicator, cast.liu, evidence=False)
    with pytest.raises(DomainError) as refusal:
        submit_value(actor=cast.liu, value=value)
    assert refusal.value.code == "no-evidence"
    assert IndicatorValue.objects.get().state == "draft"


def test_a_period_that_is_not_over_cannot_be_submitted(indicator, cast):
    """This month still runs."""
    running = Period.containing(timezone.localdate())
    value = make_value(indicator, cast.liu, period_start=running.start)
    with pytest.raises(DomainError) as refusal:
        submit_value(actor=cast.liu, value=value)
    assert refusal.value.code == "too-early"


def test_chen_approves_and_the_light_follows(indicator, cast, as_user):
    """30 % in September: better than 20 %, but behind the plan for 80 % at the end of the year."""
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    indicator.refresh_from_db()
    assert indicator.light == Light.NONE
    url = reverse("programmes:value-approve", args=[value.pk])
    as_user(cast.chen).post(url, as_read(value))
    value.refresh_from_db()
    indicator.refresh_from_db()
    assert (value.state, value.approved_by) == ("approved", cast.chen)
    assert (indicator.light, indicator.actual_value) == (Light.AMBER, 30.0)
    assert indicator.actual_period == "2026-09"


def test_nobody_approves_what_they_submitted(indicator, cast, as_user):
    """Chen submits and gets 403 when approving; the value still waits."""
    value = make_value(indicator, cast.chen)
    submit_value(actor=cast.chen, value=value)
    url = reverse("programmes:value-approve", args=[value.pk])
    response = as_user(cast.chen).post(url, as_read(value))
    assert response.status_code == 403
    assert IndicatorValue.objects.get().state == "submitted"
    with pytest.raises(NotAllowed):
        approve_value(actor=cast.chen, value=value)


def test_a_returned_value_is_a_draft_again_with_the_reason_in_the_trail(indicator, cast):
    """Liu reads why, mends and submits again."""
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    return_value(actor=cast.chen, value=value, reason="分母漏了空置房")
    assert (value.state, value.submitted_by) == ("draft", None)
    entry = AuditEntry.objects.get(code="programmes.value.returned")
    assert entry.changes["reason"] == [None, "分母漏了空置房"]
    submit_value(actor=cast.liu, value=value)
    assert value.state == "submitted"


def test_an_approved_value_is_locked_with_its_files(indicator, cast, as_user):
    """Neither figures nor evidence change under an approval."""
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=value)
    assert (
        as_user(cast.liu).get(reverse("programmes:value-edit", args=[value.pk])).status_code == 409
    )
    value.numerator = Decimal(99)
    with pytest.raises(WrongState):
        save_value(actor=cast.liu, value=value)
    with pytest.raises(WrongState):
        attach(actor=cast.liu, target=value, upload=ContentFile(b"x", name="x.txt"))
    file = Attachment.objects.get()
    as_user(cast.liu).post(reverse("communities:attachment-remove", args=[file.pk]))
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_a_correction_counts_only_once_it_is_approved(indicator, cast):
    """The old row stays; the number changes with the second approval."""
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=value)
    september = Period.parse("2026-09")
    correction = new_correction(value)
    correction.numerator = Decimal(36)
    evidence = ContentFile(b"recount", name="recount.txt")
    save_value(actor=cast.liu, value=correction, evidence=evidence)
    assert readings(indicator, [september])[0].value == 30.0
    submit_value(actor=cast.liu, value=correction)
    approve_value(actor=cast.chen, value=correction)
    assert readings(indicator, [september])[0].value == 36.0
    old = IndicatorValue.objects.get(pk=value.pk)
    assert old.is_superseded and old.value == Decimal(30)
    with pytest.raises(WrongState):
        new_correction(old)


def test_a_period_has_one_value_besides_its_corrections(indicator, cast, as_user):
    """The list keeps the order of the calendar; a period with a value shows it and is not free."""
    period = last_month()
    make_value(indicator, cast.liu, period_start=period.start)
    liu, url = as_user(cast.liu), reverse("programmes:value-new", args=[indicator.pk])
    page = liu.get(url)
    offered = dict(page.context["form"].fields["period"].choices)
    assert list(offered)[1:] == sorted(filter(None, offered), reverse=True)
    assert "30.0" in offered[period.code] and "30.0" not in offered[period.previous.code]
    assert f'value="{period.code}" disabled' in page.content.decode()
    assert not page.context["form"].fields["period"].initial
    page = liu.post(url, entered())
    assert page.context["form"].errors["period"] == ["This period already has a value."]
    assert IndicatorValue.objects.count() == 1


def presets(client, indicator):
    """The field of the period as the form of a new value draws it."""
    page = client.get(reverse("programmes:value-new", args=[indicator.pk]))
    return page.context["form"].fields["period"]


def test_the_month_that_is_due_is_chosen_already(indicator, cast, as_user):
    """Last month, where nothing was entered yet and where the value before it is there."""
    liu, period = as_user(cast.liu), last_month()
    assert presets(liu, indicator).initial == period.code
    make_value(indicator, cast.liu, period_start=period.previous.start)
    field = presets(liu, indicator)
    assert field.initial == period.code and str(period) in field.help_text


def test_an_old_gap_is_named_and_never_chosen_by_itself(indicator, cast, as_user):
    """All but one month of the year are there: liu has to say that she means the old one."""
    liu, period = as_user(cast.liu), last_month()
    for back in (0, 1, 2, 4):
        make_value(indicator, cast.liu, period_start=period.shifted(-back).start)
    field = presets(liu, indicator)
    assert not field.initial and field.choices[0] == ("", "Choose…")
    assert field.help_text == f"Without a value: {period.shifted(-3)}."
    url = reverse("programmes:value-new", args=[indicator.pk])
    page = liu.post(url, entered(period=""))
    assert "period" in page.context["form"].errors and IndicatorValue.objects.count() == 4


def test_of_several_missing_months_none_is_guessed(indicator, cast, as_user):
    """The latest value is three months old: any of the months after it may be meant."""
    period = last_month()
    make_value(indicator, cast.liu, period_start=period.shifted(-3).start)
    field = presets(as_user(cast.liu), indicator)
    assert not field.initial
    missing = ", ".join(str(period.shifted(-back)) for back in (0, 1, 2))
    assert field.help_text == f"Without a value: {missing}."


def test_liu_enters_a_value_with_its_evidence_and_submits_it_on_one_page(indicator, cast, as_user):
    """Both buttons stand on the form; what is submitted waits for somebody else."""
    url, liu = reverse("programmes:value-new", args=[indicator.pk]), as_user(cast.liu)
    drawn = liu.get(url)
    assert 'type="file" name="evidence"' in drawn.text and 'name="submitted"' in drawn.text
    sent = entered(submitted="1")
    response = liu.post(url, sent, follow=True)
    value = IndicatorValue.objects.get()
    assert response.redirect_chain == [(value.get_absolute_url(), 302)]
    assert "somebody else has to approve it" in response.text
    assert (value.state, value.submitted_by) == ("submitted", cast.liu)
    assert Attachment.objects.get().target_id == value.pk
    assert AuditEntry.objects.filter(code="programmes.value.submitted").count() == 1


def test_a_draft_that_is_changed_and_submitted_is_told_once(indicator, cast, as_user):
    """“Submitted” says that it is saved too: one message, not two."""
    liu, value = as_user(cast.liu), make_value(indicator, cast.liu)
    address = reverse("programmes:value-edit", args=[value.pk])
    file = ContentFile(b"a,b\n1,2\n", name="table.csv")
    sent = form_on(liu.get(address), with_field="numerator")
    answer = liu.post(address, sent | {"submitted": "1", "evidence": file}, follow=True)
    value.refresh_from_db()
    assert value.state == "submitted"
    assert [str(one) for one in answer.context["messages"]] == [
        "Submitted; somebody else has to approve it."
    ]


def test_without_evidence_it_is_refused_at_the_field_and_nothing_is_kept(indicator, cast, as_user):
    """Saved alone it is a draft all the same, which is submitted once its evidence is there."""
    url, liu = reverse("programmes:value-new", args=[indicator.pk]), as_user(cast.liu)
    bare = {name: value for name, value in entered().items() if name != "evidence"}
    page = liu.post(url, bare | {"submitted": "1"})
    assert page.context["form"].errors["evidence"] == ["Attach the evidence first."]
    assert not IndicatorValue.objects.exists()
    assert liu.post(url, bare).status_code == 302
    value = IndicatorValue.objects.get()
    assert value.state == "draft"
    edit = reverse("programmes:value-edit", args=[value.pk])
    changed = form_on(liu.get(edit), with_field="numerator") | {"submitted": "1"}
    assert "evidence" in liu.post(edit, changed).context["form"].errors
    file = ContentFile(b"a,b\n1,2\n", name="table.csv")
    assert liu.post(edit, changed | {"evidence": file}).status_code == 302
    value.refresh_from_db()
    assert (value.state, Attachment.objects.get().target_id) == ("submitted", value.pk)


def test_the_form_shows_what_is_known(indicator, cast, as_user):
    """Baseline, target, the last value and the chart stand above the field."""
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=value)
    page = as_user(cast.liu).get(reverse("programmes:value-new", args=[indicator.pk]))
    text = page.content.decode()
    assert page.context["chart"]["spec"] and [row.value for row in page.context["known"]] == [30.0]
    for figure in ("20.0", "80.0", "30.0"):
        assert figure in text


def test_a_change_larger_than_usual_is_asked_about_once(indicator, cast, as_user):
    """Four values a point apart, then 75 %: said why it is odd, taken when it is confirmed."""
    month = last_month().shifted(-4)
    for step in range(4):
        value = make_value(
            indicator,
            cast.liu,
            period_start=month.shifted(step).start,
            numerator=Decimal(30 + step),
            value=Decimal(30 + step),
        )
        submit_value(actor=cast.liu, value=value)
        approve_value(actor=cast.chen, value=value)
    liu, url = as_user(cast.liu), reverse("programmes:value-new", args=[indicator.pk])
    page = liu.post(url, entered())
    (said,) = page.context["form"].errors["confirmed"]
    assert "+42.0 percentage points" in said and "1.0 percentage points" in said
    assert 'type="checkbox" name="confirmed"' in page.content.decode()
    assert IndicatorValue.objects.count() == 4
    assert liu.post(url, entered(confirmed="on")).status_code == 302
    assert IndicatorValue.objects.count() == 5


def test_a_percentage_has_its_wilson_interval(indicator, cast):
    """15 of 148: 6.24 % to 16.05 % (Newcombe, Statist Med 1998;17:857-872, table I, method 3)."""
    value = make_value(indicator, cast.liu, numerator=Decimal(15), denominator=Decimal(148))
    submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=value)
    measured = readings(indicator, [Period.parse("2026-09")])[0].measured
    assert (round(measured.low, 2), round(measured.high, 2)) == (6.24, 16.05)
