"""A province on the eve of its reorganization, with everything in flight, and looks at who has what."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.apps import apps

from processes.documents import facts as said
from processes.models import Plan
from processes.services import naming, reporting
from tests.factories import appoint, morning
from tests.processes_services.province import (
    FIRST_DAY,
    OFFICE,
    TODAY,
    WAY_UP,
    Province,
    coordinating,
    cost,
    facts,
    rule,
    task,
)
from workflow import queries
from workflow.context import SYSTEM_ACTOR, Actor
from workflow.models import (
    Agency,
    Appointment,
    Delegation,
    Desk,
    FieldOfWork,
    ProcessInstance,
    Task,
)
from workflow.refusals import Refusal

MERGED, ABOLISHED = date(2027, 3, 1), date(2027, 7, 1)
PRESS_OFFICE, SCIENCE, CULTURE, HEALTH, FINANCE = (
    "Sở Thông tin và Truyền thông",
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Y tế",
    "Sở Tài chính",
)
DISTRICTS = ["UBND huyện Đông", "UBND huyện Tây"]
COMMUNES = ["UBND xã Một", "UBND xã Hai", "UBND xã Ba"]
DEPARTMENTS, ALL_DISTRICTS = "Các sở, ban, ngành", "UBND các huyện"
POSTS = ["head", "specialist", "clerk"]


def _body(code: str, name: str, kind: str = "department", **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind, "symbol": code.upper(), **more}


DATA: dict[str, Any] = {
    "province": {"code": "thu", "name": "tỉnh Thử", "place": "Thử", "valid_from": FIRST_DAY},
    "agency": [
        _body(
            "ubnd", "Ủy ban nhân dân tỉnh Thử", "authority", aliases=["UBND tỉnh"], mandates=["issuer"],
            posts=["chairman", "vice_chairman"],
        ),
        _body(
            "vp", OFFICE, "office", mandates=["office"], parent="ubnd",
            posts=["deputy_chief", "office_specialist", "office_clerk", *POSTS],
        ),
        _body("stttt", PRESS_OFFICE, parent="ubnd", posts=POSTS, short="Sở TT&TT", mandates=["press_card"]),
        _body("skhcn", SCIENCE, parent="ubnd", posts=POSTS),
        _body("svhttdl", CULTURE, parent="ubnd", posts=POSTS),
        _body("syt", HEALTH, parent="ubnd", posts=POSTS),
        _body("stc", FINANCE, parent="ubnd", posts=POSTS, mandates=["funding"]),
        *(_body(f"huyen{n}", name, "district", posts=POSTS) for n, name in enumerate(DISTRICTS)),
        *(_body(f"xa{n}", name, "commune", posts=POSTS) for n, name in enumerate(COMMUNES)),
    ],
    "group": [
        {"code": "so", "name": DEPARTMENTS, "sort": "by_date", "kinds": ["department"]},
        {"code": "huyen", "name": ALL_DISTRICTS, "sort": "by_date", "kinds": ["district"]},
        {"code": "so-hoa", "name": "Ban Chuyển đổi số", "sort": "fixed", "members": ["stttt", "syt"]},
    ],
}  # fmt: skip

BEFORE = datetime.combine(date(2027, 2, 20), morning(TODAY).timetz())


class Eve:
    """The province with what was begun before 1/3/2027. `plans`: by what happened to them."""

    def __init__(self) -> None:
        self.province = Province(DATA)
        self.press = FieldOfWork.objects.create(code="press", name="Báo chí, xuất bản")
        self.plans: dict[str, ProcessInstance] = {}
        self._drafts()
        self._asked()
        self._on_the_way_up()
        self._appraised()
        self._duties()
        self._lent()

    def __getitem__(self, name: str) -> Agency:
        return self.province[name]

    def plan(self, what: str, *, agency: str = PRESS_OFFICE, press: bool = False, **changes: Any) -> ProcessInstance:
        title = said.Fact.of(f"Kế hoạch {what}")
        recipients = (said.Recipient(DEPARTMENTS), said.Recipient("VT", "lưu"))
        content = facts(title=title, **{"tasks": (task("1", CULTURE),), "recipients": recipients, **changes})
        _plan, instance = self.province.plan(content, agency=agency)
        if press:
            ProcessInstance.objects.filter(pk=instance.pk).update(field=self.press)
        self.plans[what] = instance
        return instance

    def _drafts(self) -> None:
        for what in ("viễn thông", "chữ ký số"):
            self.plan(what)
        for what in ("báo chí", "xuất bản"):
            self.plan(what, press=True)
            plan = Plan.objects.get(pk=self.plans[what].subject_id)
            meant = [self[PRESS_OFFICE], self[CULTURE]] if what == "báo chí" else [self[PRESS_OFFICE]]
            naming.choose(plan=plan, name="Sở Báo chí", agencies=meant, actor=SYSTEM_ACTOR, at=morning(TODAY))
        self.province.take(self.plan("bưu chính"), "skip_consultation", reason="Cấp bách")

    def _asked(self) -> None:
        everyone = [PRESS_OFFICE, SCIENCE, *DISTRICTS]
        both = self.plan("hỏi cả hai sở", agency=HEALTH)
        own = self.plan("hỏi các huyện")
        about_press = self.plan("hỏi về báo chí", agency=HEALTH, press=True)
        for instance, asked in ((both, everyone), (own, DISTRICTS), (about_press, [PRESS_OFFICE])):
            uuids = [str(self[name].uuid) for name in asked]
            self.province.take(instance, "consult", agencies=uuids, answer_by="2027-12-31")
        [opinion] = self.province.below(about_press, "opinion")
        self.province.take(opinion, "write", kind="agrees", text="")

    def _on_the_way_up(self) -> None:
        named = {"tasks": (task("1", PRESS_OFFICE),)}
        for number in range(len(WAY_UP) + 1):
            self._submitted(self.plan(f"trình {number}", press=number == 3, **named), number)
        self._submitted(self.plan("trình báo chí", agency=HEALTH, press=True, **named), len(WAY_UP))
        returned = self._submitted(self.plan("trả lại"), 0)
        self.province.take(returned, "return_", reason="Thiếu căn cứ", target="returned")

    def _submitted(self, instance: ProcessInstance, steps: int) -> ProcessInstance:
        self.province.take(instance, "skip_consultation", reason="Cấp bách")
        self.province.take(instance, "submit")
        [approval] = self.province.below(instance, "approval")
        for step, inputs in WAY_UP[:steps]:
            approval = self.province.take(approval, step, **inputs)
        return approval

    def _appraised(self) -> None:
        for what, more in (("kinh phí một", False), ("kinh phí hai", True)):
            instance = self.plan(what, costs=cost(600_000_000))
            self.province.take(instance, "skip_consultation", reason="Cấp bách")
            self.province.take(instance, "ask_funding_review")
            [review] = self.province.below(instance, "funding_review")
            if more:
                self.province.take(review, "receive")
                self.province.take(review, "ask_for_more", reason="Thiếu thuyết minh")

    def in_force(self, what: str, *, agency: str, press: bool = False) -> None:
        """A plan whose duties and reports fall on the press office and the districts."""
        tasks = (
            task("1", PRESS_OFFICE, coordinating=coordinating(DISTRICTS[0], SCIENCE)),
            task("2", PRESS_OFFICE, SCIENCE),
            task("3", ALL_DISTRICTS, coordinating=coordinating(PRESS_OFFICE)),
        )
        reports = (
            rule(f"{DEPARTMENTS}, {ALL_DISTRICTS}", cycle="annual", due="03-20", via=PRESS_OFFICE),
            said.ReportRule(PRESS_OFFICE, ("UBND tỉnh",), said.Cycle.ANNUAL, "03-30", tier=2),
        )
        recipients = (said.Recipient(DEPARTMENTS), said.Recipient(ALL_DISTRICTS), said.Recipient("VT", "lưu"))
        content = {"tasks": tasks, "reports": reports, "recipients": recipients}
        instance = self.plan(what, agency=agency, press=press, **content)
        self.province.issue(self._submitted(instance, len(WAY_UP)))

    def _duties(self) -> None:
        self.in_force("chuyển đổi số", agency=HEALTH)
        self.in_force("thông tin cơ sở", agency=PRESS_OFFICE)
        self.in_force("quản lý báo chí", agency=HEALTH, press=True)
        reporting.open_due(BEFORE)
        parent = self.plans["chuyển đổi số"]
        mine = {"participations__agency": self[PRESS_OFFICE], "participations__participant": "addressee"}
        first = ProcessInstance.objects.filter(parent=parent, definition_key="assignment", **mine).order_by("pk")[0]
        self.province.take(first, "acknowledge", at=BEFORE)
        self.province.take(first, "update", at=BEFORE, percent="50", result="Đã làm một nửa")
        report = ProcessInstance.objects.get(parent=parent, definition_key="report", **district(self[DISTRICTS[0]]))
        self.province.take(report, "write", at=BEFORE, text="Huyện đã làm")
        self.province.take(report, "send", at=BEFORE)

    def _lent(self) -> None:
        head = self.province.person(PRESS_OFFICE, "head")
        specialist = self.province.person(PRESS_OFFICE, "specialist")
        desk = Desk.objects.get(agency=self[PRESS_OFFICE], position__code="head")
        lent = {"delegator": head.person, "delegate": specialist.person, "desk": desk, "granted_by": head.account}
        Delegation.objects.create(**lent, capacity="TUQ.", paper="QĐ 1", valid_from=TODAY, granted_at=morning(TODAY))
        clerk = self.province.person(PRESS_OFFICE, "clerk")
        Delegation.objects.create(
            **{**lent, "delegate": clerk.person}, capacity="stand_in", valid_from=TODAY, granted_at=morning(TODAY)
        )
        appoint(specialist.person, self[SCIENCE], "specialist", valid_from=MERGED)
        appoint(head.person, self[SCIENCE], "head", valid_from=MERGED)


def district(agency: Agency) -> dict[str, Any]:
    return {"participations__agency": agency, "participations__participant": "addressee"}


# --- looks


def queues() -> Counter[tuple[int, str, str]]:
    """Every piece of open work: process, state, position; whoever has it."""
    rows = Task.objects.filter(status=Task.Status.OPEN, desk__isnull=False)
    return Counter(rows.values_list("instance_id", "state", "desk__position__code"))


def held_by(*names: str) -> set[int]:
    """Processes of which an open task lies with these agencies."""
    rows = Task.objects.filter(status=Task.Status.OPEN, desk__agency__name__in=names)
    return set(rows.values_list("instance_id", flat=True))


def unstaffed(day: date) -> list[str]:
    """Desks with open work at which nobody sits."""
    rows = Task.objects.filter(status=Task.Status.OPEN, desk__isnull=False).select_related(
        "desk__agency", "desk__position"
    )
    seated = Appointment.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return sorted({str(one.desk) for one in rows.exclude(desk__in=seated.values("desk"))})


HISTORY = {
    "auditentry", "organizationentry", "organizationhead", "handedover", "succession", "successionchoice",
    "incident", "periodic",  # what was looked at meanwhile
}  # fmt: skip
MARKS = {"revision", "audit_head"}  # a trail grows, whatever is undone


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of both rooms, the trails apart."""
    found = {}
    for model in [*apps.get_app_config("workflow").get_models(), *apps.get_app_config("processes").get_models()]:
        if model._meta.model_name not in HISTORY:
            values = model._base_manager.order_by("pk").values()
            found[model._meta.label_lower] = [{k: v for k, v in row.items() if k not in MARKS} for row in values]
    chosen = apps.get_model("processes.namechoice_agencies")._base_manager.order_by("pk").values()
    found["chosen"] = list(chosen)
    return found


NEXT: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    ("plan", "drafted"): ("skip_consultation", {"reason": "Cấp bách"}),
    ("plan", "completed"): ("consult_again", {}),
    ("approval", "returned"): ("resubmit", {}),
    ("approval", "submitted"): ("sign_submission", {}),
    ("approval", "endorsed"): ("number_submission", {}),
    ("opinion", "asked"): ("write", {"kind": "agrees", "text": ""}),
    ("opinion", "written"): ("sign", {}),
    ("funding_review", "asked"): ("supplement", {"supplement": "Đã bổ sung"}),
    ("delivery", "sent"): ("receive", {}),
    ("assignment", "given"): ("acknowledge", {}),
    ("assignment", "accepted"): ("update", {"percent": "75", "result": "Gần xong"}),
    ("report", "due"): ("write", {"text": "Báo cáo"}),
    ("report", "written"): ("send", {}),
    ("report", "sent"): ("accept", {}),
    ("consolidation", "collecting"): ("compile_without", {"missing_reason": "Chưa đủ"}),
}


def next_step(instance: ProcessInstance, eve: Eve) -> tuple[str, dict[str, Any]]:
    step, inputs = NEXT[instance.definition_key, instance.state]
    if step == "consult_again":
        inputs = {"agencies": [str(eve[HEALTH].uuid)], "answer_by": "2027-12-31"}
    return step, inputs


def may_act(person: Actor, instance: ProcessInstance, at: datetime) -> bool:
    try:
        return bool(queries.actions(instance, person, at))
    except Refusal:
        return False
