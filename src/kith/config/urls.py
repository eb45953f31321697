"""All addresses. Each room owns its own below; every view carries its access."""

from django.urls import URLPattern, URLResolver, include, path

from kith.api.views import show_feed
from kith.people.account_views import choose_coop

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kith.web.front_urls")),
    path("accounts/", include("kith.people.sign_in_urls")),
    path("co-ops/", choose_coop, name="coops"),
    path("found/", include("kith.membership.founding.urls")),
    path("design/", include("kith.design.urls")),
    path("demo/", include("kith.demo.urls")),
    path("calendar/<str:secret>.ics", show_feed, name="feed"),
    path("at/<slug:coop>/", include("kith.web.urls")),
    path("at/<slug:coop>/", include("kith.articles.urls")),
    path("at/<slug:coop>/", include("kith.membership.amending.urls")),
    path("at/<slug:coop>/", include("kith.membership.duties.urls")),
    path("at/<slug:coop>/", include("kith.membership.shares.urls")),
    path("at/<slug:coop>/", include("kith.membership.offers.urls")),
    path("at/<slug:coop>/", include("kith.decisions.urls")),
    path("at/<slug:coop>/", include("kith.elections.urls")),
    path("at/<slug:coop>/", include("kith.meetings.urls")),
    path("at/<slug:coop>/", include("kith.membership.loans.urls")),
    path("at/<slug:coop>/", include("kith.membership.urls")),
    path("at/<slug:coop>/", include("kith.people.urls")),
    path("at/<slug:coop>/", include("kith.teams.urls")),
    path("at/<slug:coop>/", include("kith.support.urls")),
    path("at/<slug:coop>/", include("kith.asking.urls")),
    path("at/<slug:coop>/", include("kith.rota.urls")),
    path("at/<slug:coop>/", include("kith.becoming.urls")),
    path("at/<slug:coop>/", include("kith.imports.urls")),
    path("at/<slug:coop>/", include("kith.api.urls")),
    path("at/<slug:coop>/", include("kith.archive.urls")),
]

handler400 = "kith.web.errors.bad_request"
handler403 = "kith.web.errors.refused"
handler404 = "kith.web.errors.not_found"
handler500 = "kith.web.errors.broken"
