"""Materials are given at events, and the stock is what is left."""

import uuid

from django.urls import reverse

from accounts.models import AuditEntry
from tests.training.factories import give, make_event
from training.models import Material, MaterialIssue
from training.workflow import EventState


def send(client, event, material, copies):
    """Send the form of the event's page."""
    data = {"key": str(uuid.uuid4()), "material": material.pk, "copies": copies}
    return client.post(reverse("training:issue-add", args=[event.pk]), data, follow=True)


def test_liu_hands_out_the_streets_handbook(places, cast, as_user) -> None:
    """A community gives what lies at the street; the street's list shows what is left."""
    book = Material.objects.create(
        area=places.street, title="居民安全常识手册", kind="handbook", printed=100
    )
    send(as_user(cast.liu), make_event(places.east), book, 30)
    send(as_user(cast.chen), make_event(places.west), book, 90)
    (row,) = as_user(cast.chen).get(reverse("training:materials")).context["table"].rows
    assert (row.issued, row.remaining) == (120, -20)
    page = as_user(cast.chen).get(book.get_absolute_url()).content.decode()
    assert "More was given out than was printed or bought" in page


def test_the_number_sent_again_replaces_the_first(places, cast, as_user) -> None:
    """One line a material and event; the trail has both numbers."""
    event = make_event(places.east)
    book = give(event, "手册", 20).material
    send(as_user(cast.liu), event, book, 25)
    assert MaterialIssue.objects.get().copies == 25
    entry = AuditEntry.objects.get(code="training.material.given")
    assert entry.changes == {"手册": [20, 25]}


def test_another_communitys_material_is_not_on_offer(places, cast, as_user) -> None:
    """The west's leaflets are not given in the east."""
    other = Material.objects.create(area=places.west, title="西社区折页", kind="leaflet")
    page = send(as_user(cast.liu), make_event(places.east), other, 5).content.decode()
    assert "Choose a material" in page
    assert not MaterialIssue.objects.exists()


def test_a_closed_event_gives_nothing_more(places, cast, as_user) -> None:
    """Neither adding nor removing."""
    event = make_event(places.east, state=EventState.WRITTEN_UP)
    issue = give(event, "手册", 20)
    assert "reopen it first" in send(as_user(cast.liu), event, issue.material, 5).content.decode()
    remove = reverse("training:issue-remove", args=[issue.pk])
    assert as_user(cast.liu).post(remove).status_code == 409
    assert MaterialIssue.objects.get().copies == 20


def test_a_material_has_its_title_once_in_an_area(places, cast, as_user) -> None:
    """The second is refused with words; the same form sent twice is not a second."""
    client, address = as_user(cast.liu), reverse("training:material-new")
    data = {
        "record_key": str(uuid.uuid4()),
        "area": places.east.pk,
        "kind": "leaflet",
        "title": "燃气折页",
        "unit": "sheet",
        "active": "on",
    }
    assert client.post(address, data).url == client.post(address, data).url
    second = client.post(address, data | {"record_key": str(uuid.uuid4())})
    assert "There is a material of this title in this area." in second.content.decode()
    assert Material.objects.count() == 1
