"""Channels and rules are handed on by the file of settings, without what opens a group's door."""

import datetime as dt
import json

from communities import roles
from lib.notice_kinds import DUE, OVERDUE
from notices.models import Channel, Rule
from notices.services.settings import set_rules
from tests.communities.test_settings_file import file_of, places_of, send, take_over

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6"


def group(cast) -> Channel:
    """A group's robot that tells grid workers and the office."""
    made = Channel.objects.create(
        name="街道安全群",
        kind="wecom",
        address=ADDRESS,
        secret="SEC",
        quiet_from=dt.time(22),
        quiet_to=dt.time(7, 30),
    )
    pairs = {(roles.GRID_WORKER, DUE), (roles.OFFICE, OVERDUE)}
    set_rules(actor=cast.admin, channel=made, wanted=pairs)
    return made


def test_a_street_takes_over_its_citys_channels_and_rules(only_street, cast, as_user) -> None:
    """It rests there until somebody gives the address of the street's own group."""
    client = as_user(cast.admin)
    made = group(cast)
    data = file_of(client)
    assert ADDRESS not in json.dumps(data) and "SEC" not in json.dumps(data)
    made.delete()
    page = send(client, data)
    assert not places_of(page) and take_over(client, page).status_code == 302
    taken = Channel.objects.get()
    assert (taken.name, taken.active, taken.address) == ("街道安全群", False, "")
    assert (taken.quiet_from, taken.quiet_to) == (dt.time(22), dt.time(7, 30))
    found = set(Rule.objects.values_list("role", "kind"))
    assert found == {(roles.GRID_WORKER, DUE), (roles.OFFICE, OVERDUE)}


def test_a_channel_that_has_its_address_goes_on_with_it(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    made = group(cast)
    data = file_of(client)
    data["parts"]["notices.channels"][0]["digest"] = True
    data["parts"]["notices.rules"] = data["parts"]["notices.rules"][:1]
    assert take_over(client, send(client, data)).status_code == 302
    made.refresh_from_db()
    assert (made.digest, made.active, made.address) == (True, True, ADDRESS)
    assert made.rules.count() == 1


def test_what_is_wrong_with_a_rule_is_said_at_its_place(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    group(cast)
    data = file_of(client)
    rules = data["parts"]["notices.rules"]
    rules[0]["kind"] = "nothing"
    rules.append({"channel": "街道安全群", "role": 5, "kind": DUE})
    assert places_of(send(client, data)) == ["notices.rules[2].role"]
    rules.pop()
    assert places_of(send(client, data)) == ["notices.rules[0].kind"]
    rules[0] |= {"kind": DUE, "channel": "别的群"}
    page = send(client, data)
    assert [one.place for one in page.context["preview"].left_out] == ["notices.rules[0].channel"]
    assert Rule.objects.count() == 2
