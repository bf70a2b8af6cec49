"""On the page of areas the first one is made in the browser, the others below it."""

from django.urls import reverse

from accounts.models import User
from communities.models import Area
from tests.cast import PASSWORD

STREET = {"name": "新街道", "kind": "street", "code": "990200001", "valid_from": "2020-01-01"}


def test_the_first_area_lies_in_no_other(db, as_user) -> None:
    """It is a street, or what lies above one; a grid alone is refused."""
    admin = User.objects.create_superuser("admin", password=PASSWORD, full_name="管理员")
    client = as_user(admin)
    url = reverse("communities:area-new")
    assert 'name="parent"' not in client.get(url).text
    assert client.post(url, STREET | {"kind": "grid"}).status_code != 302
    assert not Area.objects.exists()
    assert client.post(url, STREET).status_code == 302
    assert Area.objects.get().is_root()


def test_the_next_one_does(db, as_user) -> None:
    """A second area without a parent would be a second street nobody meant."""
    admin = User.objects.create_superuser("admin", password=PASSWORD, full_name="管理员")
    client = as_user(admin)
    url = reverse("communities:area-new")
    client.post(url, STREET)
    assert 'name="parent"' in client.get(url).text
    assert client.post(url, STREET | {"code": "990200002"}).status_code != 302
    assert Area.objects.count() == 1
