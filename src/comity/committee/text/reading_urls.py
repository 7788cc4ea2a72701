"""The addresses of the pages on which a text is only read: at a glance, in figures, side by side."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from comity.committee.text.views import beside, heatmap, languages, progressing, supposing
from comity.words import Language


class SpokenConverter(StringConverter):
    """One of the six languages."""

    regex = "|".join(Language)


class IdentityConverter(StringConverter):
    """The lasting identity of a provision."""

    regex = "[0-9a-f]{16}"


register_converter(SpokenConverter, "spoken")
register_converter(IdentityConverter, "identity")

_PAIR = "<slug:slug>/<spoken:language>/from-<int:old>-to-<int:new>/"

READING: list[URLPattern] = [
    path("<slug:slug>/negotiation/map/", heatmap.show_map, name="map"),
    path("<slug:slug>/negotiation/remaining/", supposing.show_remaining, name="remaining"),
    path("<slug:slug>/negotiation/progress/", progressing.show_progress, name="progress"),
    path("<slug:slug>/negotiation/progress.svg", progressing.draw_progress, name="progress-chart"),
    path("<slug:slug>/negotiation/in-<spoken:language>/", languages.show_expressions, name="expressions"),
    path("<slug:slug>/beside/<spoken:one>/<spoken:other>/", languages.show_versions, name="versions"),
    path("<slug:slug>/<spoken:language>/pair/", beside.choose_pair, name="pair"),
    path(_PAIR, beside.show_changes, name="changed"),
    path(f"{_PAIR}<identity:key>/", beside.show_article_changes, name="article-changed"),
]
