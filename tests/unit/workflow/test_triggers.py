from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from tests.factories import letters, make_agency, make_appointed, morning, write_letter
from workflow import seals, triggers
from workflow.models import AuditEntry, OrganizationEntry, Seal, SealedHead

AT = morning(date(2026, 11, 23))
KEPT = (AuditEntry, OrganizationEntry, SealedHead, Seal)
CHANGES = {
    "an update": lambda model: model.objects.update(hash="forged"),
    "a save": lambda model: model.objects.get().save(),
    "a deletion": lambda model: model.objects.all()._raw_delete("default"),
    "an update past the ORM": lambda model: run(f"UPDATE {model._meta.db_table} SET hash = ''"),
    "a deletion past the ORM": lambda model: run(f"DELETE FROM {model._meta.db_table}"),
}


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def entry():
    """A step, the act of an appointment, a seal over both."""
    with letters():
        agency = make_agency(posts=["specialist"])
        writer = make_appointed(agency, "specialist")
        write_letter(agency, writer, at=AT)
        seals.seal(day=AT.date(), at=AT)
        yield AuditEntry.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nobody_can_change_what_was_written_down(entry, model, change):
    before = model.objects.get().hash
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        change(model)
    assert model.objects.get().hash == before


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_nobody_can_truncate_what_was_written_down(entry, model):
    with pytest.raises(IntegrityError, match="append only"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert model.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_installing_again_changes_nothing(entry):
    triggers.install()
    triggers.install()
    with pytest.raises(IntegrityError):
        AuditEntry.objects.update(transition="forged")


@pytest.mark.django_db(transaction=True)
def test_every_migrate_installs_them(entry):
    with triggers.switched_off():
        AuditEntry.objects.update(request="allowed here")
        call_command("migrate", verbosity=0, run_syncdb=True)
        with pytest.raises(IntegrityError):
            AuditEntry.objects.update(request="not any more")


@pytest.mark.django_db(transaction=True)
def test_switch_puts_them_back(entry):
    with triggers.switched_off():
        AuditEntry.objects.update(request="allowed here")
    with pytest.raises(IntegrityError):
        AuditEntry.objects.update(request="not any more")


@pytest.mark.django_db
@override_settings(TESTING_TRAIL_SWITCH=False)
def test_only_tests_have_the_switch(entry):
    with pytest.raises(ImproperlyConfigured), triggers.switched_off():
        pass
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(transition="forged")
