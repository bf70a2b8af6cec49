"""A record says which revision of it was read; the second of two who read the same one is told."""

import pytest

from lib.errors import Outdated
from lib.records import bump
from programmes.models import Project
from tests.cast import Places
from tests.programmes.factories import make_project


def test_who_changes_what_another_changed_meanwhile_is_told(places: Places) -> None:
    """Chen's change is kept, Liu's is refused, and the revision went up by one."""
    project = make_project(places.east)
    chens, lius = (Project.objects.get(pk=project.pk) for _ in range(2))
    bump(chens, title="甲")
    with pytest.raises(Outdated):
        bump(lius, title="乙")
    project.refresh_from_db()
    assert (project.title, project.revision) == ("甲", 2)
    assert lius.revision == 1
