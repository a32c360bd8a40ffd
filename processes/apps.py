from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    name = "processes"
    verbose_name = _("Quy trình của tỉnh")

    def ready(self) -> None:
        from workflow import registry
        from workflow.definition import ProcessDefinition

        from . import checks  # noqa: F401 - registers itself
        from .approval import ApprovalProcess
        from .assignment import AssignmentProcess
        from .consolidation import ConsolidationProcess
        from .delivery import DeliveryProcess
        from .funding_review import FundingReviewProcess
        from .opinion import OpinionProcess
        from .past import PAST
        from .plan import PlanProcess
        from .report import ReportProcess
        from .services.succession import list_rows

        definitions: list[type[ProcessDefinition]] = [
            *PAST,
            PlanProcess,
            OpinionProcess,
            FundingReviewProcess,
            ApprovalProcess,
            DeliveryProcess,
            AssignmentProcess,
            ReportProcess,
            ConsolidationProcess,
        ]
        for definition in definitions:
            registry.register(definition)
        registry.hand_over_by(list_rows)
