"""What a person wants to hear, where and when, and in which language. No row: what the message itself says."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.models import Person

from ..message import Channel, When


class Preference(models.Model):
    """A choice that differs from the message's own. Of a person: mails go to people, not to accounts."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notification_preferences")
    kind = models.SlugField(_("loại thông báo"), max_length=40)
    channel = models.CharField(_("kênh"), max_length=4, choices=Channel.choices)
    when = models.CharField(_("khi nào"), max_length=6, choices=When.choices)

    class Meta:
        verbose_name = _("lựa chọn nhận thông báo")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="preference_once"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.BELL, when=When.DIGEST), name="preference_bell_has_no_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.channel}: {self.when}"


class Reader(models.Model):
    """The language in which a person is written to: the one they last chose for the pages."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="reader")
    language = models.CharField(_("ngôn ngữ"), max_length=10)

    class Meta:
        verbose_name = _("người nhận thông báo")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.language}"


def language_of(person: Person) -> str:
    """Known to the portal still, or its first language. `person`: with `reader` selected, this asks nothing."""
    reader = getattr(person, "reader", None)
    known = dict(settings.LANGUAGES)
    return reader.language if reader and reader.language in known else settings.LANGUAGE_CODE
