"""The addresses of this room."""

from django.urls import path

from notices.views import inbox

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("all-read/", inbox.all_read, name="all-read"),
    path("<uuid:pk>/", inbox.open_notice, name="open"),
]
