"""Addresses of the membership room, below /at/<co-op>/. Those of joining are open to everybody."""

from django.urls import path

from kith.membership import views
from kith.membership.equality import views as equality
from kith.membership.joining import answer_views as answers
from kith.membership.joining import views as joining
from kith.membership.register import views as register

app_name = "membership"
urlpatterns = [
    path("membership/", views.show_mine, name="mine"),
    path("membership/directory/", views.list_me, name="list-me"),
    path("membership/leave/", views.leave, name="leave"),
    path("membership/stay/", views.stay, name="stay"),
    path("membership/about-me/", equality.about_me, name="about-me"),
    path("members/", views.show_directory, name="directory"),
    path("join/", joining.show_join, name="join"),
    path("join/articles/", joining.show_articles, name="join-articles"),
    path("join/apply/", joining.apply, name="apply"),
    path("join/mine/<str:secret>/", joining.show_status, name="status"),
    path("join/mine/<str:secret>/withdraw/", joining.withdraw, name="withdraw"),
    path("join/mine/<str:secret>/appeal/", joining.appeal, name="appeal"),
    path("join/mine/<str:secret>/about-me/", equality.about_applicant, name="about-applicant"),
    path("applications/", answers.list_applications, name="applications"),
    path("applications/from-paper/", answers.write_from_paper, name="from-paper"),
    path("applications/<uuid:application>/", answers.show_application, name="application"),
    path("applications/<uuid:application>/welcome/", answers.welcome, name="welcome"),
    path("applications/<uuid:application>/refuse/", answers.refuse, name="refuse"),
    path("applications/<uuid:application>/answer/", answers.answer_appeal, name="answer-appeal"),
    path("applications/<uuid:application>/same/", answers.same_person, name="same-person"),
    path(
        "applications/<uuid:application>/withdraw/",
        answers.withdraw_on_paper,
        name="withdraw-on-paper",
    ),
    path(
        "applications/<uuid:application>/appeal/", answers.appeal_on_paper, name="appeal-on-paper"
    ),
    path("register/", register.show_register, name="register"),
    path("register/paper/", register.print_register, name="register-paper"),
    path("register/register.csv", register.download_register, name="register-file"),
    path("register/officers.csv", register.download_officers, name="officers-file"),
    path("register/equality/", equality.show_counts, name="equality"),
    path("register/<uuid:member>/", register.show_line, name="line"),
    path("register/<uuid:member>/leave/", register.leave_on_paper, name="leave-on-paper"),
    path("register/<uuid:member>/suspend/", register.suspend, name="suspend"),
    path("register/<uuid:member>/restore/", register.restore, name="restore"),
    path("register/<uuid:member>/expel/", register.expel, name="expel"),
    path("register/<uuid:member>/end/", register.end, name="end"),
    path(
        "register/<uuid:member>/representative/",
        register.name_representative,
        name="representative",
    ),
]
