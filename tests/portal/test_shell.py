"""Sign-in, frame, parts and error pages."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from portal import vendor
from portal.accounts import demonstration_enter
from portal.language import LanguageMiddleware
from portal.templatetags.ui import initial

from .people import PASSWORD, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.pages")]


class ReturnForm(forms.Form):
    reason = forms.CharField(label="Lý do", help_text="Nêu rõ điều cần sửa.")
    capacity = forms.ChoiceField(label="Tư cách", widget=forms.RadioSelect, choices=[("tm", "TM."), ("kt", "KT.")])


# --- sign-in and sign-out


def test_a_person_signs_in_and_comes_to_the_page_asked_for(client: Client) -> None:
    make_account("officer", "Chuyên viên Sở")
    answer = client.post("/sign-in/", {"username": "officer", "password": PASSWORD, "next": "/people/"})
    assert answer["Location"] == "/people/"


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, next_page: str) -> None:
    make_account("officer", "Chuyên viên Sở")
    answer = client.post("/sign-in/", {"username": "officer", "password": PASSWORD, "next": next_page})
    assert answer["Location"] == "/"


def test_a_wrong_password_is_answered_without_saying_which_half_was_wrong(client: Client) -> None:
    make_account("officer", "Chuyên viên Sở")
    wrong_password = client.post("/sign-in/", {"username": "officer", "password": "sai"})
    unknown_name = client.post("/sign-in/", {"username": "nobody", "password": "sai"})
    for answer in (wrong_password, unknown_name):
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.content.decode()


def test_signing_out_takes_a_form(client: Client) -> None:
    client.force_login(make_account("officer", "Chuyên viên Sở"))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/people/").status_code == 302


def test_the_chosen_language_stays(client: Client) -> None:
    assert 'lang="vi"' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "vi"), ("en", "en"), ("vi", "vi"), ("fr", "vi"), ("../../etc", "vi")]
)
def test_pages_are_vietnamese_unless_somebody_chose(cookie: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "en-US,en"})
    request.COOKIES["django_language"] = cookie
    answer = LanguageMiddleware(lambda request: HttpResponse(request.LANGUAGE_CODE))(request)
    assert answer.content.decode() == answer["Content-Language"] == language


def test_too_many_wrong_passwords_lock_the_door(client: Client, settings) -> None:
    settings.AXES_ENABLED = True
    make_account("officer", "Chuyên viên Sở")
    for _time in range(project.AXES_FAILURE_LIMIT):
        answer = client.post("/sign-in/", {"username": "officer", "password": "sai"})
    assert answer.status_code == 429
    assert "Tạm khóa đăng nhập" in answer.content.decode()
    right = client.post("/sign-in/", {"username": "officer", "password": PASSWORD})
    assert right.status_code == 429


# --- demonstration


def test_a_visitor_of_a_demonstration_steps_into_a_post(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    account = make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    assert 'data-account="clerk"' in client.get("/sign-in/").content.decode()
    assert client.post(f"/enter/{account.uuid}/", {"next": "/clerks/"})["Location"] == "/clerks/"
    assert client.get("/clerks/").status_code == 200


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_stepping_in_never_leads_to_another_site(client: Client, settings, next_page: str) -> None:
    settings.DEMONSTRATION = True
    account = make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    assert client.post(f"/enter/{account.uuid}/", {"next": next_page})["Location"] == "/"


def test_no_post_is_offered_outside_a_demonstration(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    account = make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    assert "data-account" not in client.get("/sign-in/").content.decode()
    assert client.post(f"/enter/{account.uuid}/").status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_view_itself_refuses_outside_a_demonstration(settings) -> None:
    settings.DEMONSTRATION = False
    account = make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    with pytest.raises(Http404):
        demonstration_enter(RequestFactory().post("/"), account.uuid)


@pytest.mark.parametrize("person", ["", "Người đã nghỉ"])
def test_nobody_steps_into_an_account_without_person_or_out_of_service(client: Client, settings, person: str) -> None:
    settings.DEMONSTRATION = True
    account = make_account("closed", person)
    account.is_active = not person
    account.save()
    assert client.post(f"/enter/{account.uuid}/").status_code == 404


def test_stepping_in_takes_a_form(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    assert client.get(f"/enter/{make_account('clerk', 'Văn thư').uuid}/").status_code == 405


# --- frame


def test_pages_hold_nothing_that_the_content_policy_forbids(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    pages = [client.get("/sign-in/")]
    client.force_login(make_account("officer", "Chuyên viên Sở", ("specialist",)))
    pages += [client.get("/people/"), client.get("/nowhere/")]
    for page in pages:
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert "unsafe" not in page["Content-Security-Policy"]
        forbidden = re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://", page.content.decode())
        assert forbidden == []


def test_every_file_that_a_page_names_is_there(client: Client) -> None:
    client.force_login(make_account("officer", "Chuyên viên Sở"))
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', client.get("/people/").content.decode())
    assert len(named) > 5
    assert [file for file in named if finders.find(file) is None] == []


def test_the_style_sheets_name_files_that_are_there() -> None:
    sheet = finders.find("portal/letters.css")
    fonts = re.findall(r"vendor/[^\")]+", Path(sheet).read_text(encoding="utf-8"))
    assert len(fonts) == 12
    assert [font for font in fonts if finders.find(font) is None] == []


def test_only_listed_files_of_third_parties_are_served() -> None:
    finder = vendor.VendorFinder()
    assert finder.check() == []
    assert finder.find("vendor/htmx/htmx.min.js")
    assert finder.find("vendor/htmx/htmx.js") == []
    assert finder.find("vendor/htmx/../../package.json") == []


def test_the_frame_shows_the_person_and_the_post(client: Client) -> None:
    client.force_login(make_account("clerk", "Trần Văn Thư", ("clerk",)))
    page = client.get("/people/").content.decode()
    assert "Trần Văn Thư" in page
    assert "Clerk, Văn phòng Ủy ban nhân dân tỉnh" in page
    assert 'href="/clerks/"' in page


# --- parts


def test_an_icon_is_drawn_into_the_page() -> None:
    drawn = Template('{% load ui %}{% icon "file-text" "small" %}').render(Context())
    assert drawn.startswith('<svg class="icon icon-small" viewBox="0 0 24 24" aria-hidden="true"')
    assert drawn.count("<path") == 5


@pytest.mark.parametrize("tag", ['"no-such-icon"', '"../outline/bell"', '"bell" "enormous"', '""'])
def test_an_unknown_icon_is_an_error(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% load ui %}}{{% icon {tag} %}}").render(Context())


def test_a_field_is_tied_to_its_help_and_error() -> None:
    page = _rendered("{% field form.reason %}", ReturnForm({}))
    assert '<label class="form-label" for="id_reason">' in page
    assert 'aria-describedby="id_reason_help id_reason_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_reason_help"' in page and 'id="id_reason_error"' in page


def test_choices_stand_in_a_named_group() -> None:
    page = _rendered("{% field form.capacity %}", ReturnForm())
    assert "<fieldset" in page and '<legend class="form-label">Tư cách</legend>' in page
    assert "aria-invalid" not in page


def test_the_error_summary_leads_to_the_fields() -> None:
    assert '<a href="#id_reason">Lý do</a>' in _rendered("{% error_summary form %}", ReturnForm({}))
    assert 'role="alert"' not in _rendered("{% error_summary form %}", ReturnForm())


def test_the_initial_is_that_of_the_given_name() -> None:
    assert (initial("Trần Thị Đào"), initial("")) == ("Đ", "")


# --- when something stops


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "500", "403_csrf"])
def test_an_error_page_needs_no_context(code: str) -> None:
    with translation.override("vi"):
        page = render_to_string(f"{code}.html")
    assert "<h1>" in page and 'href="/"' in page


def test_an_unknown_address_is_told_plainly(client: Client) -> None:
    client.force_login(make_account("officer", "Chuyên viên Sở"))
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_a_fault_of_the_program_is_told_plainly(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "Hệ thống gặp sự cố" in answer.content.decode()


def test_a_form_from_elsewhere_is_told_plainly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "Phiên làm việc đã hết hạn" in answer.content.decode()


def _rendered(tag: str, form: forms.Form) -> str:
    with translation.override("vi"):
        return Template("{% load ui %}" + tag).render(Context({"form": form}))
