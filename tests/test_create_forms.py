"""A form that makes something, sent again: the one record, or another, never silence."""

from django.urls import reverse

from communities.models import Organisation
from tests.sent import form_on


def test_after_back_the_next_record_is_not_lost(places, cast, as_user) -> None:
    """The form of a page that was gone back to has the key of what it made."""
    client, url = as_user(cast.chen), reverse("communities:organisation-new")
    given = {"name": "甲单位", "sector": "school", "area": places.street.pk}
    data = form_on(client.get(url)) | given
    first = client.post(url, data).url
    assert client.post(url, data).url == first
    assert client.post(url, data | {"name": "乙单位"}).url != first
    assert {one.name for one in Organisation.objects.all()} == {"甲单位", "乙单位"}


def test_a_name_that_is_taken_says_where_the_other_one_is(places, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("communities:organisation-new")
    given = {"name": "甲单位", "sector": "school", "area": places.street.pk}
    data = form_on(client.get(url)) | given
    first = client.post(url, data).url
    again = client.post(url, form_on(client.get(url)) | given | {"sector": "hospital"})
    assert again.status_code == 200
    assert f'<a href="{first}">甲单位</a>' in again.content.decode()
