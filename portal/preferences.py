"""“Thông báo của tôi”: what a person hears of, where and when, and in which language mails are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from notifications import preferences
from notifications.message import Category, Channel, Message, When
from notifications.messages import MESSAGES
from notifications.models.preference import language_of
from notifications.preferences import Wishes, is_fixed, offered

from .access import person_only

CATEGORIES = {
    Category.WORK: gettext_lazy("Việc của bạn"),
    Category.NEWS: gettext_lazy("Hồ sơ liên quan"),
    Category.DEADLINE: gettext_lazy("Thời hạn"),
}


@dataclass(frozen=True)
class Line:
    """One message with its two choices. `bell` is None where there is nothing to choose: it always rings."""

    message: type[Message]
    bell: forms.BoundField | None
    mail: forms.BoundField


class PreferencesForm(forms.Form):
    """A choice for each message and channel, in rows; and the language of mails."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for message, channel in _choices():
            label = f"{message.title}: {channel.label}"
            choices = [(when.value, when.label) for when in offered(channel)]
            self.fields[_name(message, channel)] = forms.ChoiceField(label=label, choices=choices, widget=_Select)
        self.fields["language"] = forms.ChoiceField(
            label=gettext_lazy("Ngôn ngữ của thư"), choices=settings.LANGUAGES, widget=forms.RadioSelect
        )

    def sections(self) -> Iterator[tuple[Any, list[Line]]]:
        for category, title in CATEGORIES.items():
            yield title, [self._line(message) for message in MESSAGES if message.category is category]

    def choices(self) -> preferences.Choices:
        return {
            (message.kind, channel): When(self.cleaned_data[_name(message, channel)]) for message, channel in _choices()
        }

    def _line(self, message: type[Message]) -> Line:
        bell = None if is_fixed(message, Channel.BELL) else self[_name(message, Channel.BELL)]
        return Line(message, bell, self[_name(message, Channel.MAIL)])


class _Select(forms.Select):
    """In a table the heading above and the row's name say what is chosen: the label is read, not shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs={"class": "form-select"}, **kwargs)


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def notification_preferences(request: HttpRequest) -> HttpResponse:
    """Shows the whole matrix; a POST keeps it, or with `reset` goes back to what everybody has at first."""
    person = request.user.person
    if request.method == "POST" and "reset" in request.POST:
        preferences.choose(person, {})
        messages.success(request, _("Đã đặt lại cách nhận thông báo như ban đầu."))
        return redirect("notification_preferences")
    form = PreferencesForm(request.POST or None, initial=_present(person))
    if request.method == "POST" and form.is_valid():
        preferences.choose(person, form.choices())
        preferences.remember_language(person, form.cleaned_data["language"])
        messages.success(request, _("Đã ghi cách nhận thông báo của bạn."))
        return redirect("notification_preferences")
    return render(request, "notifications/preferences.html", {"form": form, "address": person.email})


def _present(person: Any) -> dict[str, str]:
    wishes = Wishes.of([person.pk])
    chosen = {_name(message, channel): wishes.when(person.pk, message, channel) for message, channel in _choices()}
    return chosen | {"language": language_of(person)}


def _choices() -> Iterator[tuple[type[Message], Channel]]:
    return ((message, channel) for message in MESSAGES for channel in Channel if not is_fixed(message, channel))


def _name(message: type[Message], channel: Channel) -> str:
    return f"{message.kind}_{channel}"
