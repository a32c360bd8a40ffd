"""Every way in which a definition changes, as second versions of the factories' matter and question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.factories.matter import (
    ARCHIVIST,
    OTHER_HEAD,
    SIGNER,
    WRITER,
    Q,
    S,
    ask_two,
    choices,
    matter,
    question,
    stop_asking,
)
from workflow.context import Context
from workflow.deadline_rules import calendar_days, working_days
from workflow.definition import (
    SYSTEM,
    Manner,
    Outcome,
    ProcessDefinition,
    Stage,
    TakeBack,
    Transition,
    Verdict,
    guard,
    holds,
    missing,
)

Make = Callable[[], type[ProcessDefinition]]


@dataclass(frozen=True)
class Change:
    """`states`: key of the definition → old state → new state, where a move has to be told."""

    matter: Make | None = None
    question: Make | None = None
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def new(self) -> list[type[ProcessDefinition]]:
        return [make() for make in (self.matter, self.question) if make is not None]


STAGES = {
    S.DRAFTED: Stage(assigned_to=WRITER),
    S.ASKED: Stage(assigned_to=SYSTEM),
    S.REVIEWED: Stage(assigned_to=WRITER, deadline=working_days(3)),
    S.SUBMITTED: Stage(assigned_to=SIGNER),
    S.RESTING: Stage(assigned_to=SYSTEM, deadline=calendar_days(10, then="wake")),
}


def stages(**changed: Stage | None) -> dict[str, Stage]:
    found: dict[str, Stage | None] = {str(state): stage for state, stage in STAGES.items()}
    return {state: stage for state, stage in (found | changed).items() if stage is not None}


@guard("có thư điện tử của người soạn")
def has_an_address(context: Context) -> Verdict:
    return holds() if context.subject.email else missing("Chưa có thư điện tử.")


def state_renamed() -> type[ProcessDefinition]:
    return matter(
        2,
        states=choices(S, without="reviewed", completed="Đang hoàn thiện hồ sơ"),
        stages=stages(reviewed=None, completed=STAGES[S.REVIEWED]),
        answered=Outcome("Đã đủ trả lời", S.ASKED, "completed", child="question"),
        submit=Transition("Trình", "completed", S.SUBMITTED, by=WRITER),
        give_back=Transition("Trả lại", S.SUBMITTED, "completed", by=SIGNER, manner=Manner.BACK),
        drop=Transition("Bỏ", (S.DRAFTED, "completed"), S.DROPPED, by=WRITER, does=[stop_asking], manner=Manner.END),
    )


def state_removed() -> type[ProcessDefinition]:
    return matter(
        2,
        states=choices(S, without="resting"),
        stages=stages(resting=None),
        sign=Transition("Ký", S.SUBMITTED, S.DONE, by=SIGNER, not_by=["submit"]),
        wake=None,
    )


def waiting_state_renamed() -> type[ProcessDefinition]:
    return matter(
        2,
        states=choices(S, without="asked", consulted="Đang lấy ý kiến"),
        stages=stages(asked=None, consulted=STAGES[S.ASKED]),
        ask=Transition("Hỏi", S.DRAFTED, "consulted", by=WRITER, does=[ask_two]),
        answered=Outcome("Đã đủ trả lời", "consulted", S.REVIEWED, child="question"),
    )


def rerouted() -> type[ProcessDefinition]:
    return matter(
        2,
        states=choices(S, checked="Đã kiểm tra"),
        stages=stages(checked=Stage(assigned_to=SIGNER)),
        submit=Transition("Trình", S.REVIEWED, "checked", by=WRITER),
        take_back=None,
        check=Transition("Kiểm tra", "checked", S.SUBMITTED, by=SIGNER),
    )


def role_changed() -> type[ProcessDefinition]:
    """Another post of an agency that takes no part yet: the mandate brings it in."""
    return matter(
        2,
        stages=stages(submitted=Stage(assigned_to=ARCHIVIST)),
        give_back=Transition("Trả lại", S.SUBMITTED, S.REVIEWED, by=ARCHIVIST, manner=Manner.BACK),
        sign=Transition("Ký", S.SUBMITTED, S.RESTING, by=ARCHIVIST, not_by=["submit"]),
    )


def child_state_renamed() -> type[ProcessDefinition]:
    return question(
        2,
        states=choices(Q, without="written", drafted="Đã dự thảo trả lời"),
        stages={
            Q.ASKED: Stage(assigned_to=OTHER_HEAD, deadline=working_days(2, then="fall_silent")),
            "drafted": Stage(assigned_to=OTHER_HEAD),
        },
        write=Transition("Soạn trả lời", Q.ASKED, "drafted", by=OTHER_HEAD),
        answer=Transition("Trả lời", "drafted", Q.ANSWERED, by=OTHER_HEAD),
        cancel=Transition("Không còn hỏi", (Q.ASKED, "drafted"), Q.CANCELLED, by=SYSTEM),
    )


CHANGES: dict[str, Change] = {
    "a step removed": Change(lambda: matter(2, give_back=None, take_back=None)),
    "a step renamed": Change(
        lambda: matter(
            2,
            submit=None,
            present=Transition("Trình ký", S.REVIEWED, S.SUBMITTED, by=WRITER),
            take_back=TakeBack("Lấy lại", of=["present"]),
            sign=Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER, not_by=["present"]),
        )
    ),
    "a step re-routed": Change(rerouted),
    "a role changed": Change(role_changed),
    "a state renamed": Change(state_renamed, states={"matter": {"reviewed": "completed"}}),
    "the waiting state renamed": Change(waiting_state_renamed, states={"matter": {"asked": "consulted"}}),
    "a state removed": Change(state_removed, states={"matter": {"resting": "submitted"}}),
    "deadlines changed": Change(
        lambda: matter(
            2,
            stages=stages(
                reviewed=Stage(assigned_to=WRITER),
                submitted=Stage(assigned_to=SIGNER, deadline=working_days(1)),
                resting=Stage(assigned_to=SYSTEM, deadline=calendar_days(1, then="wake")),
            ),
        )
    ),
    "a timer for a person": Change(
        lambda: matter(
            2,
            stages=stages(reviewed=Stage(assigned_to=WRITER, deadline=working_days(3, then="give_up"))),
            give_up=Transition("Hết hạn", S.REVIEWED, S.DROPPED, by=SYSTEM),
        )
    ),
    "a guard added": Change(
        lambda: matter(
            2,
            sign=Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER, not_by=["submit"], guards=[has_an_address]),
        )
    ),
    "the child changed": Change(question=child_state_renamed, states={"question": {"written": "drafted"}}),
    "parent and child changed": Change(
        state_renamed,
        child_state_renamed,
        states={"matter": {"reviewed": "completed"}, "question": {"written": "drafted"}},
    ),
}
