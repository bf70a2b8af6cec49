"""Who may open the pages of notices: everybody the own inbox."""

from communities.models import Organisation
from lib.notice_kinds import HANDED_OVER, tell
from notices.models import Channel
from tests.access.table import Row, World, statuses

EVERYBODY = statuses(200)


def build(world: World) -> None:
    """Tell chen something."""
    unit = Organisation.objects.create(area=world.places.street, name="金沙中学", sector="school")
    tell(HANDED_OVER, to=[world.cast.chen], about=unit)
    # Other rooms may have told chen something too.
    world.made.notice = world.cast.chen.notices.latest("at")
    world.made.channel = Channel.objects.create(name="群", kind="mail")


def notice(world: World) -> list[object]:
    """The key of chen's notice."""
    return [world.made.notice.pk]


def channel(world: World) -> list[object]:
    """The key of the channel."""
    return [world.made.channel.pk]


#: Rules hold for the whole portal: not for the office of one of two streets.
ADMINS = statuses(admin=200)

ROWS = [
    Row("notices:inbox", EVERYBODY),
    Row("notices:open", statuses(404, chen=302), notice),
    Row("notices:all-read", statuses(302), method="post"),
    Row("notices:preferences", EVERYBODY),
    Row("notices:channels", ADMINS),
    Row("notices:channel-new", ADMINS),
    Row("notices:channel-edit", ADMINS, channel),
    Row("notices:channel-test", statuses(admin=302), channel, method="post"),
    Row("notices:channel-rules", ADMINS, channel),
    Row("notices:deliveries", ADMINS),
]
