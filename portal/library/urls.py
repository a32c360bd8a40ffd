"""The processes themselves: what happens, who does it, in sentences and pictures."""

from django.urls import path

from . import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:key>/", views.library_process, name="library_process"),
    path("library/<slug:key>/<int:version>/", views.library_process, name="library_version"),
]
