"""Addresses of sockets."""

from django.urls import path

from .consumers import BellConsumer

websocket_urlpatterns = [path("ws/bell/", BellConsumer.as_asgi())]
