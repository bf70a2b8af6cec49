"""The addresses of the portal: a table of contents."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from communities.views.home import home
from safecommunity.settings_pages import (
    settings_apply,
    settings_export,
    settings_file_page,
    settings_index,
)
from safecommunity.start import start
from safecommunity.styleguide import styleguide
from safecommunity.tour import tour_end, tour_go

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("accounts.second_factor_urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("settings/", settings_index, name="settings"),
    path("settings/file/", settings_file_page, name="settings-file"),
    path("settings/file/export/", settings_export, name="settings-export"),
    path("settings/file/apply/", settings_apply, name="settings-apply"),
    path("settings/start/", start, name="start"),
    path("styleguide/", styleguide, name="styleguide"),
    path("tour/<int:number>/", tour_go, name="tour-go"),
    path("tour/end/", tour_end, name="tour-end"),
    path("communities/", include("communities.urls")),
    path("notices/", include("notices.urls")),
    path("actions/", include("actions.urls")),
    path("ledgers/", include("ledgers.urls")),
    path("programmes/", include("programmes.urls")),
    path("grids/categories/", include("checklists.urls")),
    path("grids/premises/", include("premises.urls")),
    path("grids/", include("grids.urls")),
    path("injuries/", include("injuries.urls")),
    path("training/", include("training.urls")),
    path("reports/dashboard/", include("monitoring.urls")),
    path("reports/", include("reports.urls")),
]
