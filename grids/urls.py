"""Addresses of this app."""

from django.urls.resolvers import URLPattern

app_name = "grids"

urlpatterns: list[URLPattern] = []
