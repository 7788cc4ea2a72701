"""The addresses of requests. An address names a request by its reference; it never holds anything of the case."""

from django.urls import path

from comity.regime.requests import views

app_name = "requests"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("sent/", views.sent, name="sent"),
    path("drafts/", views.drafts, name="drafts"),
    path("new/", views.new, name="new"),
    path("<str:reference>/", views.show, name="show"),
    path("<str:reference>/open/", views.open_case, name="open"),
    path("<str:reference>/bundle/", views.bundle, name="bundle"),
    path("<str:reference>/evidence/", views.take_in, name="take-in"),
    path("<str:reference>/draft/", views.tasks, name="tasks"),
    path("<str:reference>/draft/check/", views.check, name="check"),
    path("<str:reference>/draft/discard/", views.discard, name="discard"),
    path("<str:reference>/draft/data/new/", views.data, name="data"),
    path("<str:reference>/draft/data/<int:place>/remove/", views.forget_data, name="forget-data"),
    path("<str:reference>/draft/<slug:name>/", views.step, name="step"),
    path("<str:reference>/act/<slug:deed>/", views.act, name="act"),
]
