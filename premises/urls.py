"""Addresses of premises and of their kinds."""

from django.urls import path

from premises.views import kinds, premises

app_name = "premises"

urlpatterns = [
    path("", premises.premises_list, name="list"),
    path("new/", premises.premises_new, name="new"),
    path("<uuid:pk>/", premises.premises_detail, name="detail"),
    path("<uuid:pk>/edit/", premises.premises_edit, name="edit"),
    path("kinds/", kinds.kind_list, name="kinds"),
    path("kinds/new/", kinds.kind_new, name="kind-new"),
    path("kinds/<slug:code>/", kinds.kind_detail, name="kind"),
    path("kinds/<slug:code>/edit/", kinds.kind_edit, name="kind-edit"),
    path("kinds/<slug:code>/thresholds/new/", kinds.threshold_new, name="threshold-new"),
    path("thresholds/<uuid:pk>/edit/", kinds.threshold_edit, name="threshold-edit"),
]
