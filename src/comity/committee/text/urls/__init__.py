"""The addresses of the text's pages."""

from django.urls import path

from comity.committee.text.urls import converters
from comity.committee.text.views import (
    article,
    beside,
    carried,
    deeds,
    downloads,
    elsewhere,
    expressing,
    heatmap,
    languages,
    live,
    negotiation,
    pages,
    papers,
    progressing,
    room,
    supposing,
    translating,
    words,
)

converters.register()
_PAIR = "<slug:slug>/<language:language>/from-<int:old>-to-<int:new>/"

app_name = "text"
urlpatterns = [
    path("<slug:slug>/negotiation/map/", heatmap.show_map, name="map"),
    path("<slug:slug>/negotiation/remaining/", supposing.show_remaining, name="remaining"),
    path("<slug:slug>/negotiation/progress/", progressing.show_progress, name="progress"),
    path("<slug:slug>/negotiation/progress.svg", progressing.draw_progress, name="progress-chart"),
    path("<slug:slug>/negotiation/in-<language:language>/", languages.show_expressions, name="expressions"),
    path("<slug:slug>/negotiation/in-<language:language>/draft/", translating.give_draft, name="give-draft"),
    path("<slug:slug>/negotiation/in-<language:language>/<provision:key>/", expressing.express, name="express"),
    path("<slug:slug>/beside/<language:one>/<language:other>/", languages.show_versions, name="versions"),
    path("<slug:slug>/<language:language>/pair/", beside.choose_pair, name="pair"),
    path(_PAIR, beside.show_changes, name="changed"),
    path(f"{_PAIR}<provision:key>/", beside.show_article_changes, name="article-changed"),
    path("", pages.list_texts, name="list"),
    path("import/", pages.import_page, name="import"),
    path("<slug:slug>/", pages.newest, name="text"),
    path("<slug:slug>/negotiation/", negotiation.show_negotiation, name="negotiation"),
    path("<slug:slug>/negotiation/room/", room.show_room, name="room"),
    path("<slug:slug>/negotiation/room/point/", room.point, name="point"),
    path("<slug:slug>/negotiation/<followed:part>/changes", live.changes, name="changes"),
    path("<slug:slug>/negotiation/bring/", papers.bring_paper, name="bring"),
    path("<slug:slug>/negotiation/text.<paper:form>", downloads.take_negotiated, name="take-whole"),
    path(
        "<slug:slug>/negotiation/<provision:key>/text.<paper:form>", downloads.take_negotiated, name="take-part"
    ),
    path("<slug:slug>/negotiation/carried/", carried.show_newest, name="carried-newest"),
    path("<slug:slug>/negotiation/carried/<int:draft>/", carried.show_carried, name="carried"),
    path("<slug:slug>/negotiation/elsewhere/<int:number>/", elsewhere.choose_place, name="elsewhere"),
    path("<slug:slug>/negotiation/<provision:key>/", article.show_article, name="rolling"),
    path("<slug:slug>/negotiation/<provision:key>/words/", words.show_words, name="words"),
    path("<slug:slug>/negotiation/<provision:key>/do/", deeds.choose, name="choose"),
    path("<slug:slug>/negotiation/<provision:key>/do/<deed:what>/", deeds.do, name="do"),
    path("<slug:slug>/negotiation/<provision:key>/act/<provision:provision>/", article.act, name="act"),
    path("<slug:slug>/<language:language>/<int:number>/negotiate/", negotiation.begin, name="begin"),
    path("<slug:slug>/<language:language>/convergence/", pages.show_convergence, name="convergence"),
    path("<slug:slug>/<language:language>/convergence.svg", pages.show_chart, name="chart"),
    path("<slug:slug>/<language:language>/<int:number>/", pages.show_draft, name="draft"),
    path(
        "<slug:slug>/<language:language>/<int:number>/text.<form:form>", downloads.take_away, name="take-away"
    ),
    path(
        "<slug:slug>/<language:language>/<int:number>/changes-since-<int:since>.docx",
        downloads.take_changes,
        name="take-changes",
    ),
    path("<slug:slug>/<language:language>/<int:number>/publish/", pages.publish, name="publish"),
    path("<slug:slug>/<language:language>/<int:number>/<provision:key>/", pages.show_article, name="article"),
]
