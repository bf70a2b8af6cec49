"""Addresses of areas, population, organisations, accounts, the audit trail and files."""

from django.urls import path

from communities.views import (
    areas,
    attachments,
    audit,
    boundaries,
    calendar,
    emblems,
    exports,
    me,
    organisations,
    pickers,
    population,
    removal,
    users,
)

app_name = "communities"

urlpatterns = [
    path("areas/", areas.area_list, name="areas"),
    path("areas/new/", areas.area_new, name="area-new"),
    path("areas/<uuid:pk>/", areas.area_detail, name="area"),
    path("areas/<uuid:pk>/edit/", areas.area_edit, name="area-edit"),
    path("areas/<uuid:pk>/emblem/", emblems.area_emblem, name="area-emblem"),
    path("areas/<uuid:pk>/emblem/remove/", emblems.area_emblem_remove, name="area-emblem-remove"),
    path("emblem/<slug:digest>.jpg", emblems.emblem, name="emblem"),
    path("areas/<uuid:pk>/boundary/", boundaries.boundary_draw, name="boundary-draw"),
    path("areas/<uuid:pk>/boundary/around/", boundaries.boundary_around, name="boundary-around"),
    path("areas/<uuid:pk>/boundary/check/", boundaries.boundary_check, name="boundary-check"),
    path("areas/boundaries/", boundaries.boundary_import, name="boundary-import"),
    path("areas/boundaries/<uuid:pk>/", boundaries.boundary_preview, name="boundaries"),
    path("areas/boundaries/<uuid:pk>/keep/", boundaries.boundaries_keep, name="boundaries-keep"),
    path("population/import/", population.population_import, name="population-import"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("organisations/<uuid:pk>/", organisations.organisation_detail, name="organisation"),
    path(
        "organisations/<uuid:pk>/edit/", organisations.organisation_edit, name="organisation-edit"
    ),
    path("calendar/", calendar.calendar_list, name="calendar"),
    path("calendar/new/", calendar.calendar_new, name="calendar-new"),
    path("calendar/<uuid:pk>/", calendar.calendar_year, name="calendar-year"),
    path("calendar/<uuid:pk>/edit/", calendar.calendar_edit, name="calendar-edit"),
    path("accounts/", users.user_list, name="users"),
    path("accounts/new/", users.user_new, name="user-new"),
    path("accounts/<uuid:pk>/", users.user_detail, name="user"),
    path("accounts/<uuid:pk>/edit/", users.user_edit, name="user-edit"),
    path("accounts/<uuid:pk>/close/", users.user_close, name="user-close"),
    path("accounts/<uuid:pk>/reopen/", users.user_reopen, name="user-reopen"),
    path("accounts/<uuid:pk>/password/", users.user_password, name="user-password"),
    path("accounts/<uuid:pk>/sessions/", users.user_sessions, name="user-sessions"),
    path("accounts/<uuid:pk>/factor/", users.user_factor, name="user-factor"),
    path("accounts/factors/", users.role_factors, name="role-factors"),
    path("me/", me.me, name="me"),
    path("memberships/<uuid:pk>/end/", users.membership_end, name="membership-end"),
    path("pick/<str:key>/", pickers.pick, name="pick"),
    path("records/<str:key>/<uuid:pk>/delete/", removal.record_remove, name="record-remove"),
    path("audit/", audit.audit_list, name="audit"),
    path("audit/<uuid:pk>/", audit.audit_entry, name="audit-entry"),
    path("exports/<uuid:pk>/", exports.export_detail, name="export"),
    path("exports/<uuid:pk>/file/", exports.export_file, name="export-file"),
    path("files/<uuid:pk>/", attachments.attachment, name="attachment"),
    path("files/<uuid:pk>/remove/", attachments.attachment_remove, name="attachment-remove"),
    path(
        "files/add/<str:target_type>/<uuid:target_id>/",
        attachments.attachment_add,
        name="attachment-add",
    ),
]
