"""Values of the demonstration: nobody entered one in the days to come."""

import random
from types import SimpleNamespace
from typing import Any, cast as as_type

from django.utils import timezone

from lib.periods import Period
from programmes.demo.indicators import _value
from programmes.models import Indicator, ValueState


def test_a_value_of_the_running_month_was_entered_by_now(cast) -> None:
    making = SimpleNamespace(
        context=SimpleNamespace(rng=random.Random(1)),
        crew=SimpleNamespace(maker=cast.liu, approver=cast.chen),
    )
    plan = SimpleNamespace(whole=10, source="抽查")
    period = Period.containing(timezone.localdate())
    value = _value(
        as_type(Any, making), as_type(Any, plan), Indicator(), period, 5, ValueState.APPROVED
    )
    now = timezone.now()
    assert value.submitted_at is not None and value.submitted_at <= now
    assert value.approved_at is not None and value.submitted_at <= value.approved_at <= now
