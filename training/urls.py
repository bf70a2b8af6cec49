"""Addresses of events, materials, drills and the year's overview."""

from django.urls import path

from training.views import drills, events, findings, materials, moves, overview, results

app_name = "training"

urlpatterns = [
    path("", events.event_list, name="events"),
    path("overview/", overview.overview, name="overview"),
    path("events/new/", events.event_new, name="event-new"),
    path("events/<uuid:pk>/", events.event_detail, name="event"),
    path("events/<uuid:pk>/edit/", events.event_edit, name="event-edit"),
    path("events/<uuid:pk>/result/", results.event_result, name="event-result"),
    path("events/<uuid:pk>/held/", moves.event_held, name="event-held"),
    path("events/<uuid:pk>/written-up/", moves.event_written_up, name="event-written-up"),
    path("events/<uuid:pk>/cancel/", moves.event_cancel, name="event-cancel"),
    path("events/<uuid:pk>/reopen/", moves.event_reopen, name="event-reopen"),
    path("events/<uuid:pk>/replan/", moves.event_replan, name="event-replan"),
    path("events/<uuid:pk>/materials/", materials.issue_add, name="issue-add"),
    path("events/<uuid:pk>/drill/", drills.drill_edit, name="drill-edit"),
    path("materials/", materials.material_list, name="materials"),
    path("materials/new/", materials.material_new, name="material-new"),
    path("materials/given/", materials.issue_list, name="issues"),
    path("materials/given/<uuid:pk>/remove/", materials.issue_remove, name="issue-remove"),
    path("materials/<uuid:pk>/", materials.material_detail, name="material"),
    path("materials/<uuid:pk>/edit/", materials.material_edit, name="material-edit"),
    path("drills/", drills.drill_list, name="drills"),
    path("drills/<uuid:pk>/", drills.drill_detail, name="drill"),
    path("drills/<uuid:pk>/moments/", drills.moment_add, name="moment-add"),
    path("drills/<uuid:pk>/scores/", drills.drill_scores, name="drill-scores"),
    path("drills/<uuid:pk>/findings/new/", findings.finding_of, name="finding-of"),
    path("moments/<uuid:pk>/remove/", drills.moment_remove, name="moment-remove"),
    path("findings/", findings.finding_list, name="findings"),
    path("findings/<uuid:pk>/", findings.finding_detail, name="finding"),
    path("findings/<uuid:pk>/<slug:step>/", findings.finding_step, name="finding-step"),
]
