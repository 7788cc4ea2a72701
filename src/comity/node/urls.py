"""The doors of the exchange, which only other nodes use: mounted at ``/exchange/v1/``."""

from django.urls import path

from comity.node import published, views

app_name = "exchange"
urlpatterns = [
    path("acts", views.acts, name="acts"),
    path("batches", views.batches, name="batches"),
    path("receipts", views.receipts, name="receipts"),
    path("profile", views.profile, name="profile"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("checkpoint/witnessed", views.witnessed, name="witnessed"),
    path("add-checkpoint", views.add_checkpoint, name="add-checkpoint"),
    path("evidence/<str:name>", views.evidence, name="evidence"),
    path("evidence/<str:name>/leaves", views.leaves, name="leaves"),
    path("directory/<path:place>", published.file, name="directory"),
    path("tile/<path:place>", views.tile, name="tile"),
]
