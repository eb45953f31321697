"""Addresses of the co-op's duties, below /at/<co-op>/."""

from django.urls import path

from kith.membership.duties import views

app_name = "duties"
urlpatterns = [
    path("duties/", views.list_duties, name="duties"),
    path("duties/files/<uuid:record>/", views.download, name="file"),
    path("duties/<slug:duty>/", views.show_duty, name="duty"),
    path("duties/<slug:duty>/done/", views.mark, name="done"),
    path("duties/<slug:duty>/put-right/", views.put_right, name="put-right"),
]
