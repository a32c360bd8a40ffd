"""Gửi văn bản: an issued plan reaches one recipient; those outside the system are served on the clerk's record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.deadline_rules import working_days
from workflow.definition import SYSTEM, ProcessDefinition, Reveal, Stage, Transition

from .asked import METHOD, NOTE, SERVED_ON
from .roles import AGENCY_CLERK, OFFICE_CLERK
from .services.distribution import record_receipt, record_service


class S(models.TextChoices):
    SENT = "sent", _("Đã gửi, chờ tiếp nhận")
    TO_SERVE = "to_serve", _("Chờ gửi ngoài hệ thống")
    RECEIVED = "received", _("Đã tiếp nhận")
    SERVED = "served", _("Đã gửi")
    CANCELLED = "cancelled", _("Không còn gửi")


class DeliveryProcess(ProcessDefinition):
    key, version = "delivery", 1
    title = _("Gửi văn bản")
    subject = "processes.Recipient"
    reveals = Reveal.ISSUED
    states, initial, final = S, (S.SENT, S.TO_SERVE), (S.RECEIVED, S.SERVED, S.CANCELLED)
    stages = {
        S.SENT: Stage(assigned_to=AGENCY_CLERK, deadline=working_days(1)),
        S.TO_SERVE: Stage(assigned_to=OFFICE_CLERK, deadline=working_days(1)),
    }

    receive = Transition(_("Vào sổ văn bản đến"), S.SENT, S.RECEIVED, by=AGENCY_CLERK, does=[record_receipt])
    serve = Transition(
        _("Ghi nhận đã gửi"), S.TO_SERVE, S.SERVED, by=OFFICE_CLERK, needs=[METHOD, SERVED_ON, NOTE],
        does=[record_service],
    )
    cancel = Transition(_("Không còn gửi"), (S.SENT, S.TO_SERVE), S.CANCELLED, by=SYSTEM)
