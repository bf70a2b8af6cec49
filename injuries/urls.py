"""Addresses of injury records, reporting sites and imports."""

from django.urls import path

from injuries.views import imports, records, sites

app_name = "injuries"

urlpatterns = [
    path("", records.record_list, name="records"),
    path("new/", records.record_new, name="record-new"),
    path("<uuid:pk>/", records.record_detail, name="record"),
    path("<uuid:pk>/edit/", records.record_edit, name="record-edit"),
    path("<uuid:pk>/reveal/", records.record_reveal, name="record-reveal"),
    path("<uuid:pk>/withdraw/", records.record_withdraw, name="record-withdraw"),
    path("<uuid:pk>/restore/", records.record_restore, name="record-restore"),
    path("<uuid:pk>/not-duplicate/", records.record_not_duplicate, name="record-not-duplicate"),
    path("sites/", sites.site_list, name="sites"),
    path("sites/new/", sites.site_new, name="site-new"),
    path("sites/<uuid:pk>/", sites.site_detail, name="site"),
    path("sites/<uuid:pk>/edit/", sites.site_edit, name="site-edit"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/<uuid:pk>/", imports.import_detail, name="import"),
    path("imports/<uuid:pk>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<uuid:pk>/words/", imports.import_words, name="import-words"),
    path("imports/<uuid:pk>/commit/", imports.import_commit, name="import-commit"),
    path("imports/<uuid:pk>/refused/", imports.import_refused, name="import-refused"),
    path("imports/<uuid:pk>/correct/", imports.import_correct, name="import-correct"),
    path(
        "imports/<uuid:pk>/rows/<int:number>/correct/",
        imports.import_row_correct,
        name="import-row-correct",
    ),
    path("imports/<uuid:pk>/retry/", imports.import_retry, name="import-retry"),
    path("imports/<uuid:pk>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<uuid:pk>/reopen/", imports.import_reopen, name="import-reopen"),
    path("imports/<uuid:pk>/discard/", imports.import_discard, name="import-discard"),
]
