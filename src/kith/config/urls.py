"""All addresses. Each room owns its own below; every view carries its access."""

from django.urls import URLPattern, URLResolver, include, path

from kith.web.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("design/", include("kith.design.urls")),
    path("at/<slug:coop>/", include("kith.articles.urls")),
    path("at/<slug:coop>/", include("kith.teams.urls")),
    path("at/<slug:coop>/", include("kith.support.urls")),
]
