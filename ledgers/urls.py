"""The addresses of this room."""

from django.urls import path

from ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.home, name="home"),
    path("batches/", views.batch_list, name="batches"),
    path("batches/<uuid:pk>/", views.batch_detail, name="batch"),
    path("batches/<uuid:pk>/columns/", views.batch_columns, name="columns"),
    path("batches/<uuid:pk>/words/", views.batch_words, name="words"),
    path("batches/<uuid:pk>/refused/", views.batch_refused, name="refused"),
    path("batches/<uuid:pk>/corrected/", views.batch_correct, name="correct"),
    path("batches/<uuid:pk>/rows/<int:number>/", views.row_correct, name="row-correct"),
    path("batches/<uuid:pk>/rows/<int:number>/means/", views.row_decide, name="row-decide"),
    path("batches/<uuid:pk>/commit/", views.batch_commit, name="commit"),
    path("batches/<uuid:pk>/retry/", views.batch_retry, name="retry"),
    path("batches/<uuid:pk>/carry/", views.batch_carry, name="carry"),
    path("batches/<uuid:pk>/undo/", views.batch_undo, name="undo"),
    path("batches/<uuid:pk>/reopen/", views.batch_reopen, name="reopen"),
    path("batches/<uuid:pk>/discard/", views.batch_discard, name="discard"),
    path("<slug:register>/template/", views.template, name="template"),
    path("<slug:register>/new/", views.batch_new, name="new"),
]
