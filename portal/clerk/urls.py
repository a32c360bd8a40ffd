"""Clerks: numbers, registers, and issued papers on their way to their recipients."""

from django.urls import path

from . import views

urlpatterns = [
    path("clerk/", views.clerk, name="clerk"),
    path("clerk/registers/<uuid:register>/", views.register, name="register"),
    path("clerk/deliveries/<uuid:plan>/", views.deliveries, name="deliveries"),
]
