"""The addresses of this room."""

from django.urls import path

from ledgers.views import batches, registers, rows

app_name = "ledgers"
urlpatterns = [
    path("", registers.home, name="home"),
    path("batches/", registers.batch_list, name="batches"),
    path("batches/<uuid:pk>/", batches.batch_detail, name="batch"),
    path("batches/<uuid:pk>/columns/", batches.batch_columns, name="columns"),
    path("batches/<uuid:pk>/words/", batches.batch_words, name="words"),
    path("batches/<uuid:pk>/refused/", rows.batch_refused, name="refused"),
    path("batches/<uuid:pk>/corrected/", rows.batch_correct, name="correct"),
    path("batches/<uuid:pk>/rows/<int:number>/", rows.row_correct, name="row-correct"),
    path("batches/<uuid:pk>/rows/<int:number>/means/", rows.row_decide, name="row-decide"),
    path("batches/<uuid:pk>/commit/", batches.batch_commit, name="commit"),
    path("batches/<uuid:pk>/retry/", batches.batch_retry, name="retry"),
    path("batches/<uuid:pk>/carry/", batches.batch_carry, name="carry"),
    path("batches/<uuid:pk>/undo/", batches.batch_undo, name="undo"),
    path("batches/<uuid:pk>/reopen/", batches.batch_reopen, name="reopen"),
    path("batches/<uuid:pk>/discard/", batches.batch_discard, name="discard"),
    path("<slug:register>/template/", registers.template, name="template"),
    path("<slug:register>/new/", registers.batch_new, name="new"),
]
