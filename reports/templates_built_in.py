"""The built-in report templates."""

from reports.models import ReportTemplate

MONTHLY = "monthly"


def sync_templates(**_kwargs: object) -> None:
    """Write the built-in templates; what a deployment changed in them is left alone.

    The monthly report takes every registered section (domain facts 8.2: monthly is operations).
    """
    ReportTemplate.objects.get_or_create(
        code=MONTHLY,
        defaults={
            "name_zh": "月度评估报告",
            "name_en": "Monthly evaluation report",
            "period_kind": "month",
            "order": 10,
        },
    )
