"""The addresses of this room."""

from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("", views.action_list, name="actions"),
    path("new/", views.action_new, name="action-new"),
    path("of/<str:key>/<uuid:pk>/new/", views.action_of, name="action-of"),
    path("<uuid:pk>/", views.action_detail, name="action"),
    path("<uuid:pk>/edit/", views.action_edit, name="action-edit"),
    path("<uuid:pk>/done/", views.action_done, name="action-done"),
    path("<uuid:pk>/verify/", views.action_verify, name="action-verify"),
    path("<uuid:pk>/withdraw/", views.action_withdraw, name="action-withdraw"),
]
