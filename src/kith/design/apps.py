"""The design room as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Components, form fields and the gallery; no models."""

    name = "kith.design"
