"""The people room's addresses inside a co-op."""

from django.urls import path

from kith.people import notice_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.list_people, name="people"),
    path("people/add/", views.add_person, name="add"),
    path("people/ask-again/", views.list_reviews, name="reviews"),
    path("people/tell/", notice_views.list_to_tell, name="to-tell"),
    path("people/<uuid:person>/", views.show_person, name="person"),
    path("people/<uuid:person>/change/", views.change_person, name="change"),
    path("people/<uuid:person>/profile/", views.write_profile, name="profile"),
    path("people/<uuid:person>/needs/", views.write_needs, name="needs"),
    path("people/<uuid:person>/history/", views.show_history, name="history"),
    path("people/<uuid:person>/hats/", views.give_hat, name="hats"),
    path("people/<uuid:person>/hats/<uuid:hat>/take/", views.take_hat, name="take-hat"),
    path("people/<uuid:person>/invite/", views.invite_person, name="invite"),
    path("people/<uuid:person>/leave/", views.person_leaves, name="leave"),
    path("people/<uuid:person>/come-back/", views.person_comes_back, name="come-back"),
    path("hat/", views.switch_hat, name="switch-hat"),
    path("notices/", notice_views.list_notices, name="notices"),
    path("notices/<uuid:notice>/seen/", notice_views.see, name="notice-seen"),
    path("notices/<uuid:notice>/passed-on/", notice_views.pass_on, name="notice-passed-on"),
]
