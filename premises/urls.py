"""Addresses of premises."""

from django.urls import path

from premises import views

app_name = "premises"

urlpatterns = [
    path("", views.premises_list, name="list"),
    path("new/", views.premises_new, name="new"),
    path("<uuid:pk>/", views.premises_detail, name="detail"),
    path("<uuid:pk>/edit/", views.premises_edit, name="edit"),
]
