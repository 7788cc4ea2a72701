"""The exchange's own table of addresses: it stands whatever becomes of the desks."""

from django.urls import include, path

urlpatterns = [path("exchange/v1/", include("comity.node.urls"))]
