"""What the portal knows of whoever is signed in, and the way out."""

from django.http import HttpResponse
from django.shortcuts import render

from lib.http import SignedInRequest


def me(request: SignedInRequest) -> HttpResponse:
    """Show the own account: name, duties, sign-in."""
    duties = request.user.memberships.active_on().select_related("area", "role")
    return render(request, "communities/me.html", {"duties": duties})
