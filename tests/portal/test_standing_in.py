"""Days away and lent rights, as people record, read and end them; and the page that says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.demonstration import stages
from portal.demonstration.walk import Walk
from processes.approval import ApprovalProcess
from processes.plan import PlanProcess
from tests.factories import make_holder
from tests.factories.lending import go_away, lend
from workflow import clock
from workflow.models import Absence, Account, Delegation, OrganizationEntry, Person

from .plan_walks import AT, Province, form_of, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE, ISSUER = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn Hải"
TODAY = timezone.localdate(AT)
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture(autouse=True)
def a_morning() -> Iterator[None]:
    with clock.simulated(AT):
        yield


@pytest.fixture
def head(province: Province) -> Account:
    return province.account(DRAFTING, "head")


@pytest.fixture
def deputy(province: Province) -> Person:
    return make_holder(province.agency(DRAFTING), "deputy_head", full_name="Phó Giám đốc Sở Nông nghiệp")


@pytest.fixture
def administrator(province: Province) -> Client:
    return signed_in(province.account(OFFICE, "administrator"))


def text_of(client: Client, address: str, **data: str) -> str:
    answer = client.get(address, data)
    assert answer.status_code == 200
    return str(answer.content.decode())


ABSENCE = {"valid_from": "09/11/2026", "valid_to": "13/11/2026", "reason": "Nghỉ phép"}
SIGNING = "approval.sign_submission"


# --- recording


def test_a_person_records_an_absence_with_a_stand_in(head: Account, deputy: Person) -> None:
    client = signed_in(head)
    answer = client.post("/vang-mat/absence/", ABSENCE | {"stand_in": str(deputy.uuid)})

    assert (answer.status_code, answer["Location"]) == (302, "/vang-mat/")
    away, row = Absence.objects.get(), Delegation.objects.get()
    assert (away.person, row.delegate, row.capacity, row.absence) == (head.person, deputy, "stand_in", away)
    text = text_of(client, "/vang-mat/")
    assert "Đang vắng mặt" in text and "Phó Giám đốc Sở Nông nghiệp" in text


def test_a_refusal_stands_beside_its_field(head: Account, deputy: Person) -> None:
    go_away(deputy, at=AT)
    answer = signed_in(head).post("/vang-mat/absence/", ABSENCE | {"stand_in": str(deputy.uuid)})

    assert answer.status_code == 422
    assert "cũng vắng mặt từ 09/11/2026" in str(answer.context["form"].errors["stand_in"])
    assert not Absence.objects.filter(person=head.person).exists()


def test_a_head_lends_a_signature(head: Account, deputy: Person) -> None:
    client = signed_in(head)
    form = client.get("/vang-mat/delegate/").context["form"]
    processes = {process: dict(steps) for process, steps in form.fields["scope"].choices}
    assert processes["Trình duyệt"][SIGNING] == "Ký tờ trình"
    for process, steps in processes.items():
        assert len(set(steps.values())) == len(steps), f"{process} offers two steps of one name"
    assert "stand_in" not in dict(form.fields["capacity"].choices) and "Q." not in dict(form.fields["capacity"].choices)

    lending = {
        "desk": form.fields["desk"].choices[0][0], "delegate": str(deputy.uuid), "capacity": "KT.",
        "scope": [SIGNING], "valid_from": "09/11/2026", "valid_to": "30/11/2026", "paper": "QĐ 9/QĐ-SNNMT",
    }  # fmt: skip
    assert client.post("/vang-mat/delegate/", lending).status_code == 302
    row = Delegation.objects.get()
    assert (row.delegate, row.capacity, row.scope, row.paper) == (deputy, "KT.", [SIGNING], "QĐ 9/QĐ-SNNMT")
    assert "Trình duyệt: Ký tờ trình" in text_of(client, "/vang-mat/")
    again = client.post("/vang-mat/delegate/", lending)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["delegate"])


@pytest.mark.parametrize("field", ["desk", "delegate", "capacity", "scope"])
def test_nobody_can_choose_what_is_not_offered(province: Province, head: Account, deputy: Person, field: str) -> None:
    client = signed_in(head)
    form = client.get("/vang-mat/delegate/").context["form"]
    foreign = {
        "desk": str(province.account(ISSUER, "vice_chairman").person.appointments.get().desk.uuid),
        "delegate": str(province.account(OFFICE, "clerk").person.uuid) if field != "delegate" else "1",
        "capacity": "Q.",
        "scope": ["approval.sign"],
    }
    lending = {
        "desk": form.fields["desk"].choices[0][0], "delegate": str(deputy.uuid), "capacity": "KT.",
        "valid_from": "09/11/2026",
    }  # fmt: skip
    answer = client.post("/vang-mat/delegate/", lending | {field: foreign[field]})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Delegation.objects.exists()


# --- ending


def test_a_right_is_revoked_with_a_reason(head: Account, deputy: Person) -> None:
    row = lend(head.person, deputy, "KT.", at=AT)
    client = signed_in(head)
    assert client.post(f"/vang-mat/delegations/{row.uuid}/", {"reason": ""}).status_code == 422
    assert client.post(f"/vang-mat/delegations/{row.uuid}/", {"reason": "Đã về"})["Location"] == "/vang-mat/"

    row.refresh_from_db()
    assert (row.revoked_at, row.revoke_reason) == (AT, "Đã về")
    assert "Đã thu hồi: Đã về" in text_of(client, "/vang-mat/")
    assert client.post(f"/vang-mat/delegations/{row.uuid}/", {"reason": "Lại nữa"}).status_code == 422


def test_an_absence_is_cancelled(head: Account, deputy: Person) -> None:
    away = go_away(head.person, deputy, at=AT)
    assert signed_in(head).post(f"/vang-mat/absences/{away.uuid}/", {"reason": "Hoãn"}).status_code == 302

    assert Delegation.objects.get().revoked_at == AT


def test_nobody_else_learns_of_or_ends_anything(province: Province, head: Account, deputy: Person) -> None:
    row, away = lend(head.person, deputy, "KT.", at=AT), go_away(head.person, at=AT)
    stranger = signed_in(province.account("Sở Xây dựng", "head"))
    for address in (f"/vang-mat/delegations/{row.uuid}/", f"/vang-mat/absences/{away.uuid}/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"reason": "Không"}).status_code == 404
        assert signed_in(deputy.accounts.get()).post(address, {"reason": "Không"}).status_code == 404
    assert not Delegation.objects.exclude(revoked_at=None).exists()
    assert head.person.full_name not in text_of(stranger, "/vang-mat/")


# --- the stand-in's pages


def test_a_stand_in_reads_for_whom_and_finds_the_work(province: Province, head: Account, deputy: Person) -> None:
    walk = at_the_head(province)
    client = signed_in(deputy.accounts.get())
    assert "Đang xử lý thay" not in text_of(client, "/")
    with clock.simulated(walk.cast.at):
        go_away(head.person, deputy, at=walk.cast.at)

        text = text_of(client, "/")
        assert f"Đang xử lý thay {head.person}" in text
        assert f"thay {head.person}</span>" in text, "on the line of the work"
        assert walk.plan.title in text_of(client, "/leadership/")
        address = f"/act/{walk.approval.uuid}/sign_submission/"
        page = client.get(address)
        assert (page.status_code, "không được ký văn bản" in page.content.decode()) == (403, True)
        assert client.post(address, form_of(page)).status_code == 403
        assert walk.approval.state == "submitted"


def test_a_deputy_signs_in_the_heads_place_and_both_names_are_shown(
    province: Province, head: Account, deputy: Person
) -> None:
    walk = at_the_head(province)
    lend(head.person, deputy, "KT.", at=walk.cast.at)
    client = signed_in(deputy.accounts.get())
    with clock.simulated(walk.cast.at):
        address = f"/act/{walk.approval.uuid}/sign_submission/"
        page = client.get(address)
        assert f"thay {head.person} (KT.)" in page.content.decode()
        said = client.post(address, form_of(page), follow=True).content.decode()
        assert f"Thay {head.person} (KT.)." in said

        history = text_of(client, f"/plans/{walk.instance.uuid}/?tab=history")
        assert f"{deputy}, thay {head.person} (KT.)" in history


def at_the_head(province: Province) -> Walk:
    """A plan whose submission waits for the head's signature."""
    walk = province.begin()
    stages.at_head(walk)
    return walk


# --- the administrator


def test_an_administrator_records_for_others_on_a_paper(administrator: Client, head: Account, deputy: Person) -> None:
    base = f"/administration/vang-mat/{head.person.uuid}"
    assert str(head.person) in text_of(administrator, "/administration/vang-mat/", q=head.username)
    form = administrator.get(f"{base}/delegate/").context["form"]
    lending = {
        "desk": form.fields["desk"].choices[0][0], "delegate": str(deputy.uuid), "capacity": "Q.",
        "valid_from": "09/11/2026", "paper": "",
    }  # fmt: skip
    answer = administrator.post(f"{base}/delegate/", lending)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["paper"])
    assert administrator.post(f"{base}/delegate/", lending | {"paper": "QĐ 77/QĐ-UBND"}).status_code == 302
    assert administrator.post(f"{base}/absence/", ABSENCE).status_code == 302

    row = Delegation.objects.get()
    assert (row.delegator, row.capacity, row.paper) == (head.person, "Q.", "QĐ 77/QĐ-UBND")
    written = OrganizationEntry.objects.filter(act__in=["delegate", "absence"]).order_by("sequence")
    assert [entry.act for entry in written] == ["delegate", "absence"]
    assert "QĐ 77/QĐ-UBND" in text_of(administrator, "/administration/vang-mat/")
    ended = administrator.post(f"/vang-mat/delegations/{row.uuid}/", {"reason": "Có người mới"})
    assert ended["Location"] == f"{base}/"


def test_only_the_administrator_opens_the_pages_about_others(head: Account) -> None:
    client = signed_in(head)
    base = f"/administration/vang-mat/{head.person.uuid}/"
    for address in (
        "/administration/vang-mat/",
        base,
        f"{base}absence/",
        f"{base}delegate/",
        "/administration/rights/",
    ):
        assert client.get(address).status_code == 403


def test_every_page_needs_few_statements(
    administrator: Client, head: Account, deputy: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = lend(head.person, deputy, "KT.", at=AT)
    away = go_away(head.person, deputy, at=AT)
    for number in range(5):
        lend(head.person, deputy, "TL.", at=AT, valid_from=TODAY + timedelta(days=40 * (number + 1)))
    base = f"/administration/vang-mat/{head.person.uuid}/"
    own = ("/vang-mat/", "/vang-mat/absence/", "/vang-mat/delegate/", f"/vang-mat/delegations/{row.uuid}/",
           f"/vang-mat/absences/{away.uuid}/")  # fmt: skip
    for client, addresses in (
        (signed_in(head), own),
        (signed_in(deputy.accounts.get()), own[:3]),
        (administrator, ("/administration/vang-mat/?q=giam", base, f"{base}absence/", f"{base}delegate/")),
    ):
        for address in addresses:
            with django_assert_max_num_queries(MOST_STATEMENTS):
                assert client.get(address).status_code == 200


# --- why


def test_the_administrator_reads_why(province: Province, administrator: Client, head: Account) -> None:
    walk = province.begin()
    file = f"http://testserver/plans/{walk.instance.uuid}/"
    asked = {"username": head.username, "file": file, "step": "", "moment": "10/11/2026 08:00"}
    assert "xem được hồ sơ" in text_of(administrator, "/administration/rights/", **asked)
    stranger = province.account("Sở Y tế", "head").username
    assert "không xem được hồ sơ" in text_of(administrator, "/administration/rights/", **asked | {"username": stranger})
    early = text_of(administrator, "/administration/rights/", **asked | {"moment": "01/01/2026 08:00"})
    assert "hồ sơ này chưa được mở" in early


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "nobody"), ("file", "khong phai dia chi"), ("file", "0" * 8 + "-0000-0000-0000-" + "0" * 12)],
)
def test_a_question_about_nothing_is_answered_beside_the_field(
    province: Province, administrator: Client, head: Account, field: str, value: str
) -> None:
    asked = {"username": head.username, "file": str(province.begin().instance.uuid)} | {field: value}
    form = administrator.get("/administration/rights/", asked).context["form"]

    assert list(form.errors) == [field]


def test_a_step_is_asked_for_by_the_words_on_its_button(
    province: Province, administrator: Client, head: Account
) -> None:
    walk = province.begin()
    asked = {"username": head.username, "file": str(walk.instance.uuid), "moment": "10/11/2026 08:00"}
    named = str(PlanProcess.steps["consult"].title).upper()
    text = text_of(administrator, "/administration/rights/", **asked | {"step": named})

    assert "không có quyền đó" in text and "không có bước" not in text
    assert "không có bước “bay”" in text_of(administrator, "/administration/rights/", **asked | {"step": "bay"})


def test_a_step_of_the_way_up_is_asked_for_with_the_address_of_its_plan(
    province: Province, administrator: Client, head: Account
) -> None:
    walk = at_the_head(province)
    sign = str(ApprovalProcess.steps["sign_submission"].title)
    asked = {"username": head.username, "file": f"/plans/{walk.instance.uuid}/", "step": sign}
    with clock.simulated(walk.cast.at):
        text = text_of(administrator, "/administration/rights/", **asked)

    assert "Quy trình: Trình duyệt" in text and "notice-success" in text
