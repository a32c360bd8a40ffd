"""Why may somebody, why may they not: the help desk's page. Nothing of the file is shown but the reasons."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access import desk, request_time
from workflow import registry
from workflow.definition import Step
from workflow.explanation import explain
from workflow.models import Account, ProcessInstance

from .agencies import ADMINISTRATOR

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class QuestionForm(forms.Form):
    """Who, which file, which step, when."""

    username = forms.CharField(label=_("Tên đăng nhập"), max_length=150)
    file = forms.CharField(
        label=_("Hồ sơ"), max_length=500, help_text=_("Dán địa chỉ trang của hồ sơ, hoặc mã của hồ sơ.")
    )
    step = forms.CharField(
        label=_("Bước"),
        max_length=60,
        required=False,
        help_text=_("Tên bước như trên nút bấm, ví dụ “Trình lại”. Để trống nếu chỉ hỏi quyền xem."),
    )
    moment = forms.DateTimeField(
        label=_("Vào lúc"),
        required=False,
        widget=forms.DateTimeInput(attrs={"placeholder": "22/11/2026 14:05"}),
        help_text=_("Để trống nếu hỏi về lúc này."),
    )

    def clean_username(self) -> Account:
        account = Account.objects.select_related("person").filter(username=self.cleaned_data["username"]).first()
        if account is None or account.person is None:
            raise forms.ValidationError(_("Không có tài khoản nào của một người mang tên này."))
        return account

    def clean_file(self) -> ProcessInstance:
        """The last id of a pasted address that is a process's: a step's address names the file before it."""
        for found in reversed(PUBLIC_ID.findall(self.cleaned_data["file"].lower())):
            instance = ProcessInstance.objects.select_related("root").filter(uuid=UUID(found)).first()
            if instance is not None:
                return instance
        raise forms.ValidationError(_("Không có hồ sơ nào ở địa chỉ hoặc mang mã này."))

    def clean(self) -> dict[str, object]:
        """A step may be named as the button names it, or by its code; of a plan's address also a step within it."""
        cleaned = super().clean() or {}
        instance, wanted = cleaned.get("file"), cleaned.get("step", "").strip()
        if instance and wanted:
            cleaned["file"], cleaned["step"] = _with_step(instance, wanted) or (instance, wanted)
        return cleaned


def _with_step(instance: ProcessInstance, wanted: str) -> tuple[ProcessInstance, str] | None:
    """The process that has the step, and the step's code: the one that was named, else one of the same root.

    Of several the one where the step can be taken now, else the latest.
    """
    others = ProcessInstance.objects.filter(root=instance.root_id).exclude(pk=instance.pk).order_by("-pk")
    for processes in ([instance], others):
        having = [(process, step) for process in processes if (step := _step(process, wanted))]
        ready = [(process, step) for process, step in having if process.state in step.sources]
        for process, step in ready or having:
            return process, step.name
    return None


def _step(instance: ProcessInstance, wanted: str) -> Step | None:
    definition = registry.get(instance.definition_key, instance.definition_version)
    return next((one for one in definition.transitions() if _is_named(one, wanted)), None)


def _is_named(step: Step, wanted: str) -> bool:
    return step.name == wanted or str(step.title).casefold() == wanted.casefold()


@desk(ADMINISTRATOR)
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The question is in the address, so that it can be sent to a colleague; asking changes nothing."""
    form = QuestionForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        asked = form.cleaned_data
        at: datetime = asked["moment"] or request_time(request)
        person = asked["username"].person
        process = registry.get(asked["file"].definition_key, asked["file"].definition_version).title
        context |= {"person": person, "asked_at": at, "file": asked["file"], "process": process}
        context["answer"] = explain(person, asked["file"], asked["step"] or None, at)
    return render(request, "portal/administration/rights.html", context)
