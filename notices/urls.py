"""The addresses of this room."""

from django.urls import path

from notices.views import channels, deliveries, inbox, preferences

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("all-read/", inbox.all_read, name="all-read"),
    path("mine/", preferences.preferences, name="preferences"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/new/", channels.channel_new, name="channel-new"),
    path("channels/<uuid:pk>/", channels.channel_edit, name="channel-edit"),
    path("channels/<uuid:pk>/test/", channels.channel_test, name="channel-test"),
    path("channels/<uuid:pk>/rules/", channels.channel_rules, name="channel-rules"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("<uuid:pk>/", inbox.open_notice, name="open"),
]
