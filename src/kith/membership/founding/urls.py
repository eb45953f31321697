"""Addresses of founding a co-op: below /found/, because the co-op has none yet."""

from django.urls import path

from kith.membership.founding import founder_views, views

app_name = "founding"
urlpatterns = [
    path("", views.start, name="start"),
    path("begin/", views.begin, name="begin"),
    path("<uuid:draft>/", views.overview, name="overview"),
    path("<uuid:draft>/kind/", views.choose_model, name="model"),
    path("<uuid:draft>/name/", views.name_coop, name="name"),
    path("<uuid:draft>/classes/", views.list_classes, name="classes"),
    path("<uuid:draft>/classes/add/", views.add_class, name="add-class"),
    path("<uuid:draft>/classes/<int:place>/", views.change_class, name="class"),
    path("<uuid:draft>/classes/<int:place>/remove/", views.remove_class, name="remove-class"),
    path("<uuid:draft>/founders/", founder_views.list_founders, name="founders"),
    path("<uuid:draft>/founders/add/", founder_views.add_founder, name="add-founder"),
    path(
        "<uuid:draft>/founders/add-organisation/",
        founder_views.add_organisation,
        name="add-organisation",
    ),
    path("<uuid:draft>/founders/<uuid:founder>/", founder_views.change_founder, name="founder"),
    path(
        "<uuid:draft>/founders/<uuid:founder>/remove/",
        founder_views.remove_founder,
        name="remove-founder",
    ),
    path("<uuid:draft>/founders/<uuid:founder>/paper/", founder_views.sign_on_paper, name="paper"),
    path("<uuid:draft>/articles/", founder_views.read_articles, name="articles"),
    path("<uuid:draft>/agree/", founder_views.agree, name="agree"),
    path("<uuid:draft>/invite/", founder_views.invite, name="invite"),
    path("<uuid:draft>/found/", founder_views.found, name="found"),
    path("<uuid:draft>/drop/", views.drop, name="drop"),
    path("<uuid:draft>/<slug:step>/", views.answer, name="step"),
]
