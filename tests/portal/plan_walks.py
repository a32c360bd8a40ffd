"""Plans on their way, for the tests of the pages: the demonstration's province and a short plan, walked so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client

from portal.demonstration.cast import Cast, StepTaken
from portal.demonstration.people import PROVINCES, read_province, settle
from portal.demonstration.walk import Walk
from portal.drafting.draft import LISTS, SINGLE, Draft
from processes.documents.facts import PlanFacts
from processes.documents.reading import read_text
from processes.jobs import render_paper
from processes.models import Document
from workflow import clock
from workflow.models import Account, Agency, ProcessInstance

AT = datetime.fromisoformat("2026-11-09T08:00:00+07:00")
TEXT = """ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI

Số:      /KH-UBND

Sơn Hải, ngày     tháng     năm 2026

KẾ HOẠCH
Trồng cây xanh ven biển năm 2027

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;

Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng cây xanh ven biển năm 2027 như sau:

I. MỤC ĐÍCH
- Chắn gió, giữ cát ở các xã ven biển.

II. NHIỆM VỤ

1. Chọn giống cây chịu mặn.
- Cơ quan chủ trì: Sở Nông nghiệp và Môi trường.
- Cơ quan phối hợp: Sở Tài chính; Sở Xây dựng.
- Thời gian thực hiện: Quý I/2027.

2. Trồng và chăm sóc cây ở các tuyến đê.
- Cơ quan chủ trì: Sở Xây dựng.
- Cơ quan phối hợp: Sở Nông nghiệp và Môi trường.
- Thời gian thực hiện: Quý III/2027.

III. TỔ CHỨC THỰC HIỆN
Sở Nông nghiệp và Môi trường theo dõi, tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.

Nơi nhận:
- Sở Nông nghiệp và Môi trường;
- Sở Tài chính;
- Sở Xây dựng;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
"""


class HandCast(Cast):
    """Renders papers in the test's own transaction: the background worker has a connection of its own."""

    def work(self) -> None:
        with clock.simulated(self.a_moment_later()):
            for document in Document.objects.filter(file=""):
                render_paper.func(str(document.uuid))


@dataclass
class Province:
    """The settled province at a moment, and its people by account name."""

    cast: Cast

    def agency(self, name: str) -> Agency:
        return Agency.objects.get(name=name)

    def account(self, agency: str, position: str = "specialist") -> Account:
        """Who sits there, with the person."""
        accounts = Account.objects.select_related("person")
        desk = {"person__appointments__desk__agency__name": agency}
        return accounts.get(**desk, person__appointments__desk__position__code=position)

    def begin(self, text: str = TEXT, agency: str = "Sở Nông nghiệp và Môi trường") -> Walk:
        """A plan that this department has just brought in."""
        facts = read_text(text)
        return Walk.begin(
            self.cast, facts, self.agency(agency), source_name="du-thao.txt", source=text.encode(), source_text=text
        )


def settled() -> Province:
    settle(read_province(PROVINCES / "demonstration.toml"), AT)
    return Province(HandCast(AT, untold))


def untold(step: StepTaken) -> None:
    """The pages are looked at, not the steps."""


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def facts_of(walk: Walk) -> PlanFacts:
    walk.plan.refresh_from_db()
    return walk.plan.facts


def form_of(page: Any) -> dict[str, Any]:
    """What a browser would send back from the form of a step's page, unchanged."""
    form = page.context["form"]
    values = {bound.name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in values.items()}


def now(instance: ProcessInstance) -> ProcessInstance:
    return ProcessInstance.objects.get(pk=instance.pk)


def boxes(draft: Draft) -> dict[str, Any]:
    """The boxes as a browser sends them."""
    sent: dict[str, Any] = {name: draft.single[name] for name in SINGLE}
    for name, columns in LISTS.items():
        sent[name] = [row.key for row in draft.lists[name]]
        sent |= {f"{name}.{row.key}.{column}": row[column] for row in draft.lists[name] for column in columns}
    sent["order"] = draft.order
    return sent


def content_form(page: Any) -> dict[str, Any]:
    """The whole form of a draft's content, unchanged."""
    sheet = page.context["sheet"]
    hidden = {
        "base": sheet.base.hash,
        "step": sheet.step,
        "instance": str(sheet.instance.uuid),
        "revision": str(sheet.revision),
        "document_hash": sheet.document_hash,
        "command_id": sheet.command_id,
        "do": "save",
    }
    return boxes(sheet.draft) | hidden
