"""The addresses of the design room."""

from django.urls import path

from kith.design import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theme", views.theme, name="theme"),
]
