"""Sections of evaluation reports about injuries (domain facts 8.2, items 1 and 4)."""

from django.utils.translation import gettext_lazy as _

from documents import SectionKind, sections
from injuries.sections.causes import causes
from injuries.sections.completeness import completeness
from injuries.sections.persons import persons
from injuries.sections.summary import summary


def register() -> None:
    """Register the sections: completeness before all figures, injuries fourth."""
    sections.register(
        SectionKind(
            key="data.completeness",
            title=_("Completeness of the data"),
            builder=completeness,
        )
    )
    sections.register(
        SectionKind(
            key="injuries.summary",
            title=_("Injuries"),
            builder=summary,
        )
    )
    sections.register(
        SectionKind(
            key="injuries.causes",
            title=_("Injuries by cause and place"),
            builder=causes,
        )
    )
    sections.register(
        SectionKind(
            key="injuries.persons",
            title=_("Injured by age and sex"),
            builder=persons,
        )
    )
