"""The peer answers AS2 messages and nothing else."""

from django.urls import include, path

urlpatterns = [path("pyas2/", include("pyas2.urls"))]
