"""Checking documents: by the code that is printed on them, by their file."""

from django.urls import path

from . import views

urlpatterns = [
    path("kiem-tra/<str:code>", views.check_document, name="check_document"),  # printed on paper, so without ornament
    path("verify/", views.verify_file, name="verify_file"),
]
