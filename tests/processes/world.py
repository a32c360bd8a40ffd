"""A province just large enough for every process: one person in each role, and a subject of each process.

Instances are put into a state by writing rows, which only tests may do, so that each state is reached at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from processes.documents import facts as said
from processes.models import (
    Approval,
    Assignment,
    AssignmentAgency,
    Consolidation,
    FundingReview,
    JudgedLine,
    Opinion,
    Plan,
    PlanVersion,
    Recipient,
    Report,
    ReportDuty,
)
from tests.factories import appoint, make_account, make_agency, make_person, morning
from workflow import engine, registry, tasks
from workflow.context import Actor, Seen, load_subject
from workflow.definition import ProcessDefinition, Role, Transition
from workflow.inputs import Input, InputKind
from workflow.models import Agency, AuditEntry, FieldOfWork, Participation, Person, ProcessInstance

TODAY = date(2026, 3, 10)
AT = morning(TODAY)
LARGE = 600_000_000
PARTS = {  # participant → kind, mandates
    "drafting": (Agency.Kind.DEPARTMENT, ()),
    "addressee": (Agency.Kind.DEPARTMENT, ()),
    "receiver": (Agency.Kind.DEPARTMENT, ()),
    "funding": (Agency.Kind.DEPARTMENT, ("funding",)),
    "office": (Agency.Kind.OFFICE, ("office",)),
    "issuer": (Agency.Kind.AUTHORITY, ("issuer",)),
}
WAITING = {"opinion": "consulted", "funding_review": "appraised", "approval": "submitted"}  # the plan's state meanwhile
_numbers = count(1)


class World:
    """`people`: role key → who holds it; `agencies`: participant key → agency."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {role.key: role for role in registry.roles() if role.at.key in PARTS}
        number = next(_numbers)
        self.agencies: dict[str, Agency] = {
            key: make_agency(f"Cơ quan {key} {number}", symbol=key.upper(), kind=kind, mandates=mandates)
            for key, (kind, mandates) in PARTS.items()
        }
        self.people: dict[str, Person] = {}
        self._inputs: dict[int, dict[str, Any]] = {}
        seats: dict[tuple[str, str], Person] = {}
        for role in self.roles.values():
            seat = (role.at.key, role.position)
            if seat not in seats:
                seats[seat] = make_person(f"Cán bộ {role.key} {number}")
                appoint(seats[seat], self.agencies[role.at.key], role.position)
            self.people[role.key] = seats[seat]

    def actor(self, role: str) -> Actor:
        account = self.people[role].accounts.order_by("pk").first()
        assert account is not None
        return Actor.of(account)

    def second_account(self, role: str) -> Actor:
        return Actor.of(make_account(self.people[role]))

    def colleague(self, role: str) -> Actor:
        """Another person at the same desk."""
        person = make_person()
        appoint(person, self.agencies[self.roles[role].at.key], self.roles[role].position)
        return Actor.of(person.accounts.get())

    def outsiders(self) -> dict[str, Actor]:
        """Who holds no post here: nobody at all, everything elsewhere, everything here until yesterday."""
        elsewhere = make_agency("Cơ quan khác", kind=Agency.Kind.DEPARTMENT)
        nobody, stranger, former = (make_person() for _ in range(3))
        for position in {role.position for role in self.roles.values()}:
            appoint(stranger, elsewhere, position)
        for part, position in {(role.at.key, role.position) for role in self.roles.values()}:
            appoint(former, self.agencies[part], position, valid_to=TODAY - timedelta(days=1))
        people = {"nobody": nobody, "stranger": stranger, "former": former}
        return {name: Actor.of(person.accounts.get()) for name, person in people.items()}

    # --- subjects

    def plan(self, *, cost: int = 0) -> Plan:
        plan = Plan.objects.create(
            title="Kế hoạch thử nghiệm",
            drafting_agency=self.agencies["drafting"],
            drafter=self.people["drafter"],
            created_at=AT,
            number="01/KH-UBND",
            issued_on=TODAY,
        )
        self.write_version(plan, self.facts(cost=cost))
        return plan

    def facts(self, *, cost: int = 0, title: str = "Kế hoạch thử nghiệm") -> said.PlanFacts:
        agency = self.agencies["addressee"].name
        return said.PlanFacts(
            title=said.Fact.of(title),
            symbol=said.Fact.of("KH-UBND"),
            bases=(said.Basis("Căn cứ Luật Tổ chức chính quyền địa phương;"),),
            tasks=(said.Task("1", "Tổ chức tuyên truyền", (said.Mention(agency),), time=said.Fact.of("Quý II")),),
            recipients=(said.Recipient(agency),),
            signer=said.Signer(authority="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH"),
            costs=(said.CostLine("In tài liệu", cost),) if cost else (),
        )

    def write_version(self, plan: Plan, facts: said.PlanFacts) -> PlanVersion:
        version = PlanVersion(
            plan=plan, number=plan.versions.count() + 1, content=facts.to_dict(), hash=facts.hash, created_at=AT
        )
        version.save()
        plan.current_version = version
        plan.save()
        return version

    def subject(self, key: str, plan: Plan | None = None) -> Any:
        """What a process of this definition is about."""
        plan = plan or self.plan()
        return plan if key == "plan" else getattr(self, f"_{key}")(plan)

    def _approval(self, plan: Plan) -> Approval:
        return Approval.objects.create(plan=plan)

    def _opinion(self, plan: Plan) -> Opinion:
        return Opinion.objects.create(
            plan=plan, version=plan.current_version, agency=self.agencies["addressee"], due_on=TODAY
        )

    def _funding_review(self, plan: Plan) -> FundingReview:
        review = FundingReview.objects.create(plan=plan, version=plan.current_version)
        JudgedLine.objects.create(review=review, order=1, content="In tài liệu", amount=LARGE, agreed=LARGE)
        return review

    def _delivery(self, plan: Plan) -> Recipient:
        agency = self.agencies["addressee"]
        return Recipient.objects.create(
            plan=plan, agency=agency, agency_name=agency.name, written=agency.name, purpose="execute", inside=True
        )

    def _assignment(self, plan: Plan) -> AssignmentAgency:
        agency = self.agencies["addressee"]
        assignment = Assignment.objects.create(plan=plan, ref="1", order=1, text="Tổ chức tuyên truyền")
        return AssignmentAgency.objects.create(
            assignment=assignment,
            agency=agency,
            agency_name=agency.name,
            written=agency.name,
            role="lead",
            valid_from=TODAY,
        )

    def _duty(self, plan: Plan) -> ReportDuty:
        return ReportDuty.objects.create(
            plan=plan,
            order=plan.report_duties.count() + 1,
            who="các cơ quan",
            cycle="annual",
            via=self.agencies["addressee"].name,
            receiver=self.agencies["addressee"],
        )

    def _report(self, plan: Plan) -> Report:
        agency = self.agencies["addressee"]
        return Report.objects.create(
            duty=self._duty(plan),
            agency=agency,
            agency_name=agency.name,
            period="năm 2026",
            opens_on=TODAY,
            due_on=TODAY,
        )

    def _consolidation(self, plan: Plan) -> Consolidation:
        agency = self.agencies["addressee"]
        return Consolidation.objects.create(
            duty=self._duty(plan),
            agency=agency,
            agency_name=agency.name,
            period="năm 2026",
            opens_on=TODAY,
            due_on=TODAY,
        )

    # --- instances

    def put(
        self,
        key: str,
        state: str,
        *,
        subject: Any = None,
        parent: ProcessInstance | None = None,
        due_on: date | None = TODAY,
        at: datetime = AT,
    ) -> ProcessInstance:
        """An instance in `state` with its agencies and its task, as if it had come there."""
        definition = registry.latest(key)
        subject = subject or self.subject(key)
        instance = ProcessInstance.objects.create(
            definition_key=key,
            definition_version=definition.version,
            state=state,
            title="Hồ sơ thử nghiệm",
            subject_id=subject.pk,
            parent=parent,
            root=parent.root if parent else None,
            due_on=due_on,
            opened_at=at,
            entered_at=at,
        )
        if parent is None:
            instance.root = instance
            instance.save(update_fields=["root"])
        agencies = {role.at.key: self.agencies[role.at.key] for role in definition.roles()}
        Participation.objects.bulk_create(
            Participation(instance=instance, participant=part, agency=agency) for part, agency in agencies.items()
        )
        task = tasks.opened(instance, definition, tasks.parts_of(instance), at)
        if task is not None:
            task.save()
        return instance

    def put_below(self, key: str, state: str, **options: Any) -> ProcessInstance:
        """The same under a plan that waits for it."""
        if key == "plan":
            return self.put(key, state, **options)
        plan = self.plan()
        parent = self.put("plan", WAITING.get(key, "in_force"), subject=plan)
        return self.put(key, state, subject=self.subject(key, plan), parent=parent, **options)

    def did(self, actor: Actor, instance: ProcessInstance, step: str) -> None:
        """The trail says that `actor` took `step`, of the instance or ("parent.…") of the one above."""
        above = instance.parent if step.startswith("parent.") else instance
        assert above is not None
        AuditEntry.objects.create(
            instance=above,
            revision=0,
            definition_key=above.definition_key,
            definition_version=1,
            transition=step.removeprefix("parent."),
            to_state=above.state,
            at=AT,
            actor=actor.account,
            person=actor.person,
            hash="0" * 64,
        )

    # --- firing

    def fire(
        self, instance: ProcessInstance, name: str, actor: Actor, *, at: datetime = AT, **options: Any
    ) -> engine.Answer:
        """With all that the step needs, and as seen now unless `seen` says otherwise."""
        definition = registry.latest(instance.definition_key)
        step = definition.transition(name)
        inputs = {**(self.inputs(step) if step else {}), **options.pop("inputs", {})}
        if "seen" not in options:
            options["seen"] = None if actor.is_system else self.seen(instance)
        return engine.fire(instance_id=instance.uuid, transition=name, actor=actor, at=at, inputs=inputs, **options)

    def seen(self, instance: ProcessInstance) -> Seen:
        definition = registry.latest(instance.definition_key)
        subject = load_subject(definition, instance.subject_id)
        revision = ProcessInstance.objects.values_list("revision", flat=True).get(pk=instance.pk)
        return Seen(revision, str(getattr(subject, "document_hash", "")))

    def inputs(self, step: Transition) -> dict[str, Any]:
        if id(step) not in self._inputs:
            self._inputs[id(step)] = {needed.key: self._input(needed) for needed in step.needs}
        return self._inputs[id(step)]

    def _input(self, needed: Input) -> Any:
        if needed.kind is InputKind.CHOICE:
            return needed.choices[0][0]
        if needed.kind is InputKind.DATE:
            return (TODAY + timedelta(days=90) if needed.key == "new_day" else TODAY).isoformat()
        if needed.kind is InputKind.AGENCIES:
            return [str(self.agencies["addressee"].uuid)]
        if needed.key == "field":
            return FieldOfWork.objects.get_or_create(code="press", defaults={"name": "Báo chí"})[0].code
        if needed.kind is InputKind.DATA:
            return self.facts(title="Đã sửa").to_dict() if needed.key == "facts" else [{"order": 1, "agreed": 1}]
        return "Nội dung thử nghiệm"


def definitions() -> list[type[ProcessDefinition]]:
    """The newest version of every process of the province."""
    found = {d.key: d for d in registry.all_definitions() if d.__module__.startswith("processes.")}
    return list(found.values())
