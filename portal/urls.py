"""Every address of the portal. A view without an access rule (`portal.access`) answers nobody."""

from django.conf import settings
from django.urls import include, path

from . import accounts, bell, home, opening, preferences, telling, together, transitions

urlpatterns = [
    path("", home.home, name="home"),
    path("plans/", include("portal.drafting.urls")),
    path("plans/", include("portal.plans.urls")),
    path("act/<uuid:instance>/<slug:transition>/", transitions.act, name="act"),
    path("together/", together.together, name="together"),
    path("together/<slug:transition>/", together.take_together, name="take_together"),
    path("files/<uuid:instance>/opened/", opening.opened, name="opened"),
    path("", include("portal.leadership.urls")),
    path("", include("portal.agency.urls")),
    path("", include("portal.clerk.urls")),
    path("", include("portal.finance.urls")),
    path("", include("portal.office.urls")),
    path("", include("portal.library.urls")),
    path("", include("portal.standing_in.urls")),
    path("", include("portal.verify.urls")),
    path("", include("portal.administration.urls")),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("language/", accounts.choose_language, name="set_language"),
    path("notifications/", bell.notifications, name="notifications"),
    path("notifications/bell/", bell.bell, name="bell"),
    path("notifications/settings/", preferences.notification_preferences, name="notification_preferences"),
    path("notifications/read/", bell.mark_all_read, name="notifications_read"),
    path("notifications/<uuid:notification>/", bell.open_one, name="notification"),
    path("tasks/<uuid:task>/", bell.open_task, name="task"),
    path("plans/<uuid:plan>/telling/", telling.telling, name="plan_telling"),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("enter/<uuid:account>/", accounts.demonstration_enter, name="demonstration_enter")]
