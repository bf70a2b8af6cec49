"""What a person wants of the mails."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lib.http import SignedInRequest
from notices.forms import PreferenceForm
from notices.services.settings import preference_of, save_preference


def preferences(request: SignedInRequest) -> HttpResponse:
    """Show or keep what the user wants."""
    form = PreferenceForm(request.POST or None, instance=preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        save_preference(preference=form.instance)
        messages.success(request, _("Saved."))
        return redirect("communities:me")
    context = {"form": form, "title": _("How notices reach me")}
    return render(request, "includes/form_page.html", context)
