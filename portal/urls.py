"""Every address of the portal. A view without an access rule (`portal.access`) answers nobody."""

from django.conf import settings
from django.urls import path

from . import accounts, bell, home

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("language/", accounts.choose_language, name="set_language"),
    path("notifications/", bell.notifications, name="notifications"),
    path("notifications/bell/", bell.bell, name="bell"),
    path("notifications/read/", bell.mark_all_read, name="notifications_read"),
    path("notifications/<uuid:notification>/", bell.open_one, name="notification"),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("enter/<uuid:account>/", accounts.demonstration_enter, name="demonstration_enter")]
