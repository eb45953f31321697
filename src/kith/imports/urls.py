"""Addresses of spreadsheets."""

from django.urls import path

from kith.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.upload, name="upload"),
    path("imports/templates/<slug:kind>.<slug:form>", views.download_template, name="template"),
    path("imports/<uuid:kept_id>/", views.show_import, name="import"),
    path("imports/<uuid:kept_id>/rows-to-mend.csv", views.download_rows_to_mend, name="mend"),
]
