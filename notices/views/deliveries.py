"""The log of what left the portal."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from communities.whole import require_for_all
from lib.http import SignedInRequest
from lib.list_actions import ListAction
from lib.listing import Listing, list_page
from notices.filters import DeliveryFilter
from notices.models import Delivery
from notices.permissions import CHANNEL_CHANGE
from notices.services.delivering import require_failed, send_again
from notices.tables import DELIVERY_TABLE

AGAIN = ListAction(
    key="again",
    label=_("Send again"),
    icon="arrow-repeat",
    offered=lambda user: True,
    check=require_failed,
    act=send_again,
)


def deliveries(request: SignedInRequest) -> HttpResponseBase:
    """List what left, newest first, with the answers."""
    require_for_all(request.user, CHANNEL_CHANGE)
    listing = Listing(
        name=_("Delivery log"),
        queryset=Delivery.objects.select_related("channel", "user"),
        filterset=DeliveryFilter,
        table=DELIVERY_TABLE,
        template="notices/delivery_list.html",
        actions=(AGAIN,),
    )
    return list_page(request, listing)
