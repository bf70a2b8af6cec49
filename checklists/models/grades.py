"""Grades of hazards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """Grade of a hazard, after Art. 3 of Order 16 of the State Administration of Work Safety
    (《安全生产事故隐患排查治理暂行规定》, in force 2008-02-01).

    General (一般): does less harm and can be put right at once. Major (重大): does more harm or is
    harder to remove, needs a stop of work and time, or cannot be removed by the unit itself.
    """

    GENERAL = "general", _("General")
    MAJOR = "major", _("Major")
