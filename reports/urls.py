"""Addresses of reports, their approval, schedules."""

from django.urls import path

from reports.views import approval, runs, schedules

app_name = "reports"

run_urls = [
    path("", runs.run_list, name="runs"),
    path("new/", runs.run_new, name="run-new"),
    path("<uuid:pk>/", runs.run_detail, name="run"),
    path("<uuid:pk>/file.<str:suffix>", runs.run_file, name="run-file"),
    path("<uuid:pk>/text/<slug:key>/", approval.narrative, name="narrative"),
    path("<uuid:pk>/recompute/", approval.recompute, name="run-recompute"),
    path("<uuid:pk>/retry/", approval.retry, name="run-retry"),
    path("<uuid:pk>/review/", approval.review, name="run-review"),
    path("<uuid:pk>/send-back/", approval.send_back, name="run-send-back"),
    path("<uuid:pk>/sign/", approval.sign, name="run-sign"),
    path("<uuid:pk>/withdraw/", approval.withdraw, name="run-withdraw"),
    path("<uuid:pk>/correct/", approval.correct, name="run-correct"),
]
schedule_urls = [
    path("schedules/", schedules.schedule_list, name="schedules"),
    path("schedules/new/", schedules.schedule_new, name="schedule-new"),
    path("schedules/<uuid:pk>/", schedules.schedule_edit, name="schedule-edit"),
    path("schedules/<uuid:pk>/remove/", schedules.schedule_remove, name="schedule-remove"),
]
urlpatterns = [
    *run_urls,
    *schedule_urls,
]
