"""The addresses of the text's pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from comity.committee.text.reading_urls import READING
from comity.committee.text.rules.interchange import Form
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.views import (
    article,
    carried,
    deeds,
    downloads,
    live,
    negotiation,
    pages,
    room,
    words,
)
from comity.committee.text.views.catalogue import CATALOGUE
from comity.words import Language


class LanguageConverter(StringConverter):
    """One of the six languages."""

    regex = "|".join(Language)


class KeyConverter(StringConverter):
    """The lasting identity of a provision."""

    regex = "[0-9a-f]{16}"


class FormConverter(StringConverter):
    """A form in which a draft is taken away."""

    regex = "|".join(Form)


class FollowedConverter(StringConverter):
    """What may be followed of a negotiation: an article, or what the room sees."""

    regex = f"{KeyConverter.regex}|{live.ROOM}"


register_converter(FollowedConverter, "followed")


class PaperConverter(StringConverter):
    """A form in which the text under negotiation is taken away."""

    regex = "|".join(PaperForm)


register_converter(PaperConverter, "paper")


class DeedConverter(StringConverter):
    """An act that has a page."""

    regex = "|".join(CATALOGUE)


register_converter(DeedConverter, "deed")
register_converter(FormConverter, "form")
register_converter(LanguageConverter, "language")
register_converter(KeyConverter, "provision")

app_name = "text"
urlpatterns = [
    *READING,
    path("", pages.list_texts, name="list"),
    path("import/", pages.import_page, name="import"),
    path("<slug:slug>/", pages.newest, name="text"),
    path("<slug:slug>/negotiation/", negotiation.show_negotiation, name="negotiation"),
    path("<slug:slug>/negotiation/room/", room.show_room, name="room"),
    path("<slug:slug>/negotiation/room/point/", room.point, name="point"),
    path("<slug:slug>/negotiation/<followed:part>/changes", live.changes, name="changes"),
    path("<slug:slug>/negotiation/text.<paper:form>", downloads.take_negotiated, name="take-whole"),
    path(
        "<slug:slug>/negotiation/<provision:key>/text.<paper:form>", downloads.take_negotiated, name="take-part"
    ),
    path("<slug:slug>/negotiation/carried/", carried.show_newest, name="carried-newest"),
    path("<slug:slug>/negotiation/carried/<int:draft>/", carried.show_carried, name="carried"),
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
        name="changes",
    ),
    path("<slug:slug>/<language:language>/<int:number>/publish/", pages.publish, name="publish"),
    path("<slug:slug>/<language:language>/<int:number>/<provision:key>/", pages.show_article, name="article"),
]
