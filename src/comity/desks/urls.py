"""Every address of a node."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from comity.desks.api import api
from comity.desks.pages import deliveries, directory, forks, home, record, state, unlinking, verify

handler400 = "comity.desks.refusals.bad_request"
handler403 = "comity.desks.refusals.forbidden"
handler404 = "comity.desks.refusals.not_found"
handler500 = "comity.desks.refusals.server_error"

OWN: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:number>/", deliveries.delivery, name="delivery"),
    path("deliveries/<str:code>/resume/", deliveries.resume, name="resume"),
    path("directory/", directory.directory, name="directory"),
    path("directory/<str:code>/", state.state, name="state"),
    path("verify/", verify.verify, name="verify"),
    path("record/", record.record, name="record"),
    path("record/counts/", record.counts, name="counts"),
    path("record/forks/<str:digest>/", forks.fork, name="fork"),
    path("record/forks/<str:digest>/evidence.json", forks.evidence, name="fork-file"),
    re_path(
        r"^record/stamps/(?P<size>\d{1,16})/(?P<part>token\.tsr|checkpoint)$",
        record.stamp_file,
        name="stamp-file",
    ),
    path("record/<int:index>/", record.entry, name="entry"),
    path("record/<int:index>/unlink/", unlinking.unlink, name="unlink"),
    path("record/<int:index>/proof.json", record.entry_file, name="entry-file"),
]
SUBJECTS = {
    "text/": "comity.committee.text.urls",
    "documents/": "comity.committee.documents.urls",
    "instruments/": "comity.committee.instruments.urls",
    "requests/": "comity.regime.requests.urls",
    "evidence/": "comity.regime.evidence.urls",
    "exchange/v1/": "comity.node.urls",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((OWN, "desks"))),
    *[path(place, include(pages)) for place, pages in SUBJECTS.items()],
    path("api/", api.urls),
    path("account/password/reset/", home.forgotten, name="account_reset_password"),
    path("account/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("robots.txt", home.robots),
    path("favicon.ico", RedirectView.as_view(url=static("comity/mark.svg"), permanent=True)),
]
