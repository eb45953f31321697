"""Addresses of the rota room, below /at/<co-op>/."""

from django.urls import path

from kith.rota.views import availability

app_name = "rota"
urlpatterns = [
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
