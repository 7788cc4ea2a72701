"""The addresses of evidence. An address names an item by its reference; it never holds a name or a digest."""

from django.urls import path

from comity.regime.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.list_items, name="list"),
    path("new/", views.intake, name="intake"),
    path("<str:reference>/", views.show, name="show"),
    path("<str:reference>/open/", views.open_item, name="open"),
    path("<str:reference>/verify/", views.verify, name="verify"),
    path("<str:reference>/destroy/", views.destroy, name="destroy"),
    path("<str:reference>/destroy/call-off/", views.call_off, name="call-off"),
    path("<str:reference>/certificate/", views.certificate, name="certificate"),
    path("<str:reference>/manifest/", views.manifest, name="manifest"),
]
