"""What is read in a snapshot is of one state; what is told meanwhile is seen at once."""

import threading

import pytest
from django.db import connection, connections

from communities.models import Area, AreaKind
from lib.snapshots import snapshot


def rename(name: str) -> None:
    """Change the area from another connection, as another process would."""

    def change() -> None:
        Area.objects.update(name=name)
        connections.close_all()

    other = threading.Thread(target=change)
    other.start()
    other.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_snapshot_does_not_see_what_others_write_meanwhile() -> None:
    Area.add_root(name="before", kind=AreaKind.STREET, code="S1")
    with snapshot() as outside:
        assert Area.objects.get().name == "before"
        rename("after")
        assert Area.objects.get().name == "before"
        outside(lambda: None if Area.objects.get().name == "after" else pytest.fail("not apart"))
    assert Area.objects.get().name == "after"
    assert not connection.in_atomic_block
