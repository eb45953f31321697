"""Addresses of the rota room, below /at/<co-op>/."""

from django.urls import path

from kith.rota.views import availability, changes, own, sending, sharing, week

app_name = "rota"
urlpatterns = [
    path("teams/<slug:team>/weeks/", week.show_weeks, name="weeks"),
    path("teams/<slug:team>/week/", week.show_this_week, name="this-week"),
    path("teams/<slug:team>/week/<str:week>/", week.show_week, name="week"),
    path("teams/<slug:team>/week/<str:week>/make/", sending.make, name="make"),
    path("teams/<slug:team>/week/<str:week>/suggest/", sending.suggest, name="suggest"),
    path("teams/<slug:team>/week/<str:week>/mend/", sending.mend, name="mend"),
    path("teams/<slug:team>/week/<str:week>/stop/", sending.stop, name="stop"),
    path("teams/<slug:team>/week/<str:week>/progress/", sending.progress, name="progress"),
    path("teams/<slug:team>/week/<str:week>/send/", sending.send, name="send"),
    path("teams/<slug:team>/sharing/", sharing.show_sharing, name="sharing"),
    path("places/<uuid:slot>/move/", changes.move, name="move"),
    path("places/<uuid:slot>/fill/", changes.fill, name="fill"),
    path("places/<uuid:slot>/clear/", changes.clear, name="clear"),
    path("places/<uuid:slot>/pin/", changes.pin, name="pin"),
    path("places/<uuid:slot>/unpin/", changes.unpin, name="unpin"),
    path("places/<uuid:slot>/keep-always/", changes.keep_always, name="always"),
    path("places/<uuid:slot>/swap/", changes.swap, name="swap"),
    path("my-week/", own.show_my_week, name="my-week"),
    path("who-is-coming/", own.show_coming, name="coming"),
    path("who-is-coming/<uuid:person>/", own.show_coming_to, name="coming-to"),
    path("teams/<slug:team>/availability/", availability.show_availability, name="availability"),
    path("teams/<slug:team>/sick/", availability.report_sick, name="sick"),
    path("workers/<uuid:worker>/", availability.show_worker, name="worker"),
    path("workers/<uuid:worker>/hours/", availability.change_contract, name="contract"),
    path("workers/<uuid:worker>/times/<slug:team>/", availability.change_times, name="work-times"),
    path("workers/<uuid:worker>/away/", availability.plan_away, name="plan-away"),
    path("away/<uuid:away>/", availability.show_away, name="away"),
    path("away/<uuid:away>/back/", availability.end_away, name="end-away"),
    path("away/<uuid:away>/mend/<uuid:rota>/", availability.mend, name="mend-away"),
]
