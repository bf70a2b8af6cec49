"""Sections of evaluation reports about injuries (domain facts 8.2, items 1 and 4)."""

from django.utils.translation import gettext_lazy as _

from documents import sections
from injuries.sections.causes import causes
from injuries.sections.completeness import completeness
from injuries.sections.persons import persons
from injuries.sections.summary import summary


def register() -> None:
    """Register the sections: completeness before all figures, injuries fourth."""
    sections.register("data.completeness", _("Completeness of the data"), 10, completeness)
    sections.register("injuries.summary", _("Injuries"), 40, summary)
    sections.register("injuries.causes", _("Injuries by cause and place"), 41, causes)
    sections.register("injuries.persons", _("Injured by age and sex"), 42, persons)
