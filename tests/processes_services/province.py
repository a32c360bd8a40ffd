"""A province of twelve agencies with somebody at every desk, plans to send through it, and hands that take steps."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from portal.demonstration.people import settle
from processes.documents import facts as said
from processes.models import Plan
from processes.services import drafting
from tests.factories import morning
from workflow import calendar, engine, registry
from workflow.context import SYSTEM_ACTOR, Actor, Context, Seen, load_subject
from workflow.definition import Guard, Role, Verdict
from workflow.models import Account, Agency, Participation, ProcessInstance

TODAY = date(2026, 3, 10)
FIRST_DAY = date(2020, 1, 1)
POSTS = ["head", "specialist", "clerk"]
HEALTH, FINANCE, CULTURE, SCIENCE = "Sở Y tế", "Sở Tài chính", "Sở Văn hóa", "Sở Khoa học"
OFFICE, LEADERS, ALL_DEPARTMENTS, CONCERNED = (
    "Văn phòng UBND tỉnh",
    "Chủ tịch, các PCT UBND tỉnh",
    "Các sở, ban, ngành",
    "các cơ quan liên quan",
)
MINISTRY, COMMUNES = "Bộ Y tế", "UBND các xã, phường"


def _agency(code: str, name: str, kind: str = "department", **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind, "symbol": code.upper(), **more}


PROVINCE: dict[str, Any] = {
    "province": {"code": "thu", "name": "tỉnh Thử", "place": "Thử", "valid_from": FIRST_DAY},
    "agency": [
        _agency(
            "ubnd", "Ủy ban nhân dân tỉnh Thử", "authority",
            aliases=[LEADERS, "UBND tỉnh"], mandates=["issuer"], posts=["chairman", "vice_chairman"],
        ),
        _agency(
            "vp", OFFICE, "office", mandates=["office"], parent="ubnd",
            posts=["deputy_chief", "office_specialist", "office_clerk", *POSTS],
        ),
        _agency("syt", HEALTH, parent="ubnd", posts=POSTS),
        _agency("stc", FINANCE, parent="ubnd", posts=POSTS, mandates=["funding"]),
        _agency("svh", CULTURE, parent="ubnd", posts=POSTS),
        _agency("skh", SCIENCE, parent="ubnd", posts=POSTS),
        _agency("ca", "Công an tỉnh", "force", posts=POSTS),
        _agency("xa1", "UBND xã Một", "commune", posts=POSTS),
        _agency("xa2", "UBND phường Hai", "commune", posts=POSTS),
        _agency("byt", MINISTRY, "central"),
        _agency("bao", "Báo Thử", "press"),
        _agency("hoi", "Hội Nông dân tỉnh", "mass", posts=["head", "specialist"]),
    ],
    "group": [
        {"code": "so", "name": ALL_DEPARTMENTS, "sort": "by_date", "kinds": ["department"]},
        {"code": "xa", "name": COMMUNES, "sort": "by_date", "kinds": ["commune"]},
        {"code": "lq", "name": CONCERNED, "sort": "open", "kinds": ["department", "force"]},
    ],
}  # fmt: skip


def facts(**changes: Any) -> said.PlanFacts:
    """A plan that lacks nothing, cost nothing and reports to nobody."""
    plan = said.PlanFacts(
        symbol=said.Fact.of("KH-UBND"),
        place=said.Fact.of("Thử"),
        title=said.Fact.of("Chăm sóc sức khỏe ban đầu"),
        bases=(said.Basis("Căn cứ Luật Tổ chức chính quyền địa phương;"),),
        tasks=(task("1", CULTURE),),
        recipients=(said.Recipient(CULTURE), said.Recipient("VT", "lưu")),
        signer=said.Signer(authority="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH"),
    )
    return replace(plan, **changes)


def task(ref: str, *lead: str, coordinating: tuple[said.Mention, ...] = (), time: str = "Quý II năm 2026") -> said.Task:
    mentions = tuple(said.Mention(name) for name in lead)
    return said.Task(ref, f"Nhiệm vụ {ref}", mentions, coordinating, said.Fact.of(time))


def coordinating(*names: str, role: said.Role = said.Role.COORDINATING) -> tuple[said.Mention, ...]:
    return tuple(said.Mention(name, role) for name in names)


def cost(*amounts: int, **changes: Any) -> tuple[said.CostLine, ...]:
    return tuple(said.CostLine(f"Nội dung {n}", amount, **changes) for n, amount in enumerate(amounts, start=1))


class Province:
    """Settled once a module; what a test writes is taken back after it."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        data = data or PROVINCE
        settle(data, morning(TODAY))
        codes = [row["code"] for row in data["agency"]]
        self.agencies = {agency.name: agency for agency in Agency.objects.filter(code__in=codes)}

    def __getitem__(self, name: str) -> Agency:
        return self.agencies[name]

    def person(self, agency: Agency | str, position: str) -> Actor:
        code = agency.code if isinstance(agency, Agency) else self[agency].code
        return Actor.of(Account.objects.select_related("person").get(username=f"{code}.{position}"))

    # --- plans

    def plan(self, content: said.PlanFacts | None = None, *, agency: str = HEALTH) -> tuple[Plan, ProcessInstance]:
        """A draft of `agency`."""
        return drafting.create_plan(
            facts=content or facts(), agency=self[agency], actor=self.person(agency, "specialist"), at=morning(TODAY)
        )

    def approved(
        self, content: said.PlanFacts | None = None, *, until: str = "sign", **options: Any
    ) -> ProcessInstance:
        """The approval of a new plan that nobody was asked about, after the step `until`."""
        _plan, instance = self.plan(content, **options)
        self.take(instance, "skip_consultation", reason="Cấp bách")
        self.take(instance, "submit")
        [approval] = self.below(instance, "approval")
        for step, inputs in WAY_UP:
            approval = self.take(approval, step, **inputs)
            if step == until:
                break
        return approval

    def in_force(
        self, content: said.PlanFacts | None = None, *, at: datetime | None = None, **options: Any
    ) -> tuple[Plan, ProcessInstance]:
        """A plan that was numbered and issued at `at`, without its file."""
        approval = self.approved(content, **options)
        self.issue(approval, at=at)
        instance = ProcessInstance.objects.get(pk=approval.parent_id)
        return Plan.subjects.get(pk=instance.subject_id), instance

    def issue(self, approval: ProcessInstance, *, at: datetime | None = None) -> None:
        """Numbered by the clerk, issued by the system."""
        self.take(approval, "number", at=at)
        engine.fire(instance_id=approval.uuid, transition="issue", actor=SYSTEM_ACTOR, at=at or morning(TODAY))

    # --- steps

    def take(
        self,
        instance: ProcessInstance,
        step: str,
        *,
        by: Actor | None = None,
        at: datetime | None = None,
        **inputs: Any,
    ) -> ProcessInstance:
        """By whoever's turn it is, unless `by` says who; as seen now."""
        instance.refresh_from_db()
        definition = registry.get(instance.definition_key, instance.definition_version)
        transition = definition.transition(step)
        assert transition is not None, f"{definition.key} has no {step}"
        role = definition.actor_of(transition, instance.state)
        assert isinstance(role, Role)
        if by is None:
            part = Participation.objects.get(instance=instance, participant=role.at.key)
            by = self.person(part.agency, role.position)
        document_hash = str(getattr(load_subject(definition, instance.subject_id), "document_hash", ""))
        engine.fire(
            instance_id=instance.uuid, transition=step, actor=by, at=at or morning(TODAY),
            seen=Seen(instance.revision, document_hash), command_id=uuid.uuid4(), inputs=inputs,
        )  # fmt: skip
        instance.refresh_from_db()
        return instance

    def below(self, instance: ProcessInstance, key: str) -> list[ProcessInstance]:
        rows = ProcessInstance.objects.filter(parent=instance, definition_key=key, closed_at__isnull=True)
        return list(rows.order_by("pk"))

    def judge(self, guard: Guard, instance: ProcessInstance, *, at: datetime | None = None, **inputs: Any) -> Verdict:
        """What the guard says of this file now."""
        instance.refresh_from_db()
        definition = registry.get(instance.definition_key, instance.definition_version)
        step = next(iter(definition.steps.values()))
        context = Context(instance, definition, step, SYSTEM_ACTOR, at or morning(TODAY), inputs=inputs)
        return guard.judge(context)


WAY_UP: list[tuple[str, dict[str, Any]]] = [
    ("sign_submission", {}),
    ("number_submission", {}),
    ("register", {}),
    ("propose", {"slip": "Đủ thẩm quyền, đủ hồ sơ."}),
    ("initial_off", {}),
    ("sign", {}),
]


def rule(who: str = ALL_DEPARTMENTS, cycle: str = "annual", due: str = "12-05", **more: Any) -> said.ReportRule:
    """Reports to the province's committee through the Department of Health."""
    return said.ReportRule(who, cycle=said.Cycle(cycle), due=due, **{"to": ("UBND tỉnh",), "via": HEALTH, **more})


def consolidation(cycle: str = "annual", due: str = "12-15", **more: Any) -> said.ReportRule:
    return said.ReportRule(HEALTH, ("UBND tỉnh", MINISTRY), said.Cycle(cycle), due, **{"tier": 2, **more})


def days(count: int) -> timedelta:
    return timedelta(days=count)


def just_before_midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time().replace(microsecond=0), tzinfo=calendar.ZONE)
