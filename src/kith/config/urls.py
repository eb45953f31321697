"""All addresses. Each room owns its own below; every view carries its access."""

from django.urls import URLPattern, URLResolver, include, path

from kith.people.account_views import choose_coop
from kith.web.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("accounts/", include("kith.people.sign_in_urls")),
    path("co-ops/", choose_coop, name="coops"),
    path("at/<slug:coop>/", include("kith.people.urls")),
    path("design/", include("kith.design.urls")),
    path("demo/", include("kith.demo.urls")),
    path("at/<slug:coop>/", include("kith.articles.urls")),
    path("at/<slug:coop>/", include("kith.teams.urls")),
    path("at/<slug:coop>/", include("kith.support.urls")),
    path("at/<slug:coop>/", include("kith.imports.urls")),
    path("at/<slug:coop>/", include("kith.rota.urls")),
]
