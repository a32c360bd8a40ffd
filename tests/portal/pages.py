"""Pages that exist for the tests alone: one for each access rule, and one without any."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views import View

from portal.access import demonstration_only, desk, person_only, public, signed_in
from portal.accounts import demonstration_enter
from portal.urls import urlpatterns as portal_urls


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@public
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@signed_in
class ForAccounts(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("seen")


@person_only
def for_people(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@desk("clerk", "office_clerk")
def for_clerks(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@demonstration_only
def for_demonstrations(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of the program")


urlpatterns = [
    *(pattern for pattern in portal_urls if getattr(pattern, "name", "") != "demonstration_enter"),
    path("enter/<uuid:account>/", demonstration_enter, name="demonstration_enter"),
    path("undeclared/", undeclared),
    path("included/", include([path("undeclared/", undeclared)])),
    path("all/", for_all),
    path("accounts/", ForAccounts.as_view()),
    path("people/", for_people),
    path("clerks/", for_clerks, name="clerk"),
    path("demonstrations/", for_demonstrations),
    path("broken/", broken),
]
