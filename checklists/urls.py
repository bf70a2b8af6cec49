"""Addresses of the hazard categories."""

from django.urls import path

from checklists import views

app_name = "checklists"

urlpatterns = [
    path("", views.category_list, name="categories"),
    path("new/", views.category_new, name="category-new"),
    path("<slug:code>/", views.category_detail, name="category"),
    path("<slug:code>/edit/", views.category_edit, name="category-edit"),
]
