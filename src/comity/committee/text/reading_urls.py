"""The addresses of the pages on which a text is only read: at a glance, in figures, side by side."""

from django.urls import URLPattern, path

from comity.committee.text.views import heatmap, progressing, supposing

READING: list[URLPattern] = [
    path("<slug:slug>/negotiation/map/", heatmap.show_map, name="map"),
    path("<slug:slug>/negotiation/remaining/", supposing.show_remaining, name="remaining"),
    path("<slug:slug>/negotiation/progress/", progressing.show_progress, name="progress"),
    path("<slug:slug>/negotiation/progress.svg", progressing.draw_progress, name="progress-chart"),
]
