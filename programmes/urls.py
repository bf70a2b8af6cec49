"""Addresses of projects, their parts, indicators, values and measures."""

from django.urls import path

from programmes.views import indicators, measures, parts, projects, values

app_name = "programmes"

urlpatterns = [
    path("", projects.project_list, name="projects"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/<uuid:pk>/", projects.project_detail, name="project"),
    path("projects/<uuid:pk>/edit/", projects.project_edit, name="project-edit"),
    path("projects/<uuid:pk>/move/", projects.project_move, name="project-move"),
    path("projects/<uuid:pk>/objectives/new/", parts.objective_new, name="objective-new"),
    path("objectives/<uuid:pk>/edit/", parts.objective_edit, name="objective-edit"),
    path("projects/<uuid:pk>/indicators/new/", parts.indicator_new, name="indicator-new"),
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators/definitions/", indicators.definitions, name="definitions"),
    path("indicators/<uuid:pk>/", indicators.indicator_detail, name="indicator"),
    path("indicators/<uuid:pk>/edit/", parts.indicator_edit, name="indicator-edit"),
    path("indicators/<uuid:pk>/values/new/", values.value_new, name="value-new"),
    path("values/", values.value_list, name="values"),
    path("values/<uuid:pk>/", values.value_detail, name="value"),
    path("values/<uuid:pk>/edit/", values.value_edit, name="value-edit"),
    path("values/<uuid:pk>/submit/", values.value_submit, name="value-submit"),
    path("values/<uuid:pk>/approve/", values.value_approve, name="value-approve"),
    path("values/<uuid:pk>/return/", values.value_return, name="value-return"),
    path("values/<uuid:pk>/correct/", values.value_correct, name="value-correct"),
    path("projects/<uuid:pk>/measures/new/", parts.measure_new, name="measure-new"),
    path("measures/", measures.measure_list, name="measures"),
    path("measures/<uuid:pk>/", measures.measure_detail, name="measure"),
    path("measures/<uuid:pk>/edit/", parts.measure_edit, name="measure-edit"),
    path("measures/<uuid:pk>/progress/new/", measures.progress_new, name="progress-new"),
    path("measures/<uuid:pk>/drop/", measures.measure_drop, name="measure-drop"),
    path("projects/<uuid:pk>/budget/new/", parts.budget_new, name="budget-new"),
    path("budget/<uuid:pk>/edit/", parts.budget_edit, name="budget-edit"),
    path("budget/<uuid:pk>/expenses/new/", parts.expense_new, name="expense-new"),
    path("projects/<uuid:pk>/sites/new/", parts.site_new, name="site-new"),
    path("sites/<uuid:pk>/edit/", parts.site_edit, name="site-edit"),
]
