from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from tests.factories import letters, make_agency, make_holder, morning, write_letter
from workflow import triggers
from workflow.models import AuditEntry

AT = morning(date(2026, 11, 23))
CHANGES = {
    "an update": lambda: AuditEntry.objects.update(transition="forged"),
    "a save": lambda: AuditEntry.objects.get().save(),
    "a deletion": lambda: AuditEntry.objects.all().delete(),
    "an update past the ORM": lambda: run("UPDATE workflow_auditentry SET hash = ''"),
    "a deletion past the ORM": lambda: run("DELETE FROM workflow_auditentry"),
}


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def entry():
    with letters():
        agency = make_agency(posts=["specialist", "head"])
        writer = make_holder(agency, "specialist")
        write_letter(agency, writer, at=AT)
        yield AuditEntry.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nobody_can_change_the_trail(entry, change):
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        change()
    assert AuditEntry.objects.get().hash == entry.hash


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_nobody_can_truncate_the_trail(entry):
    with pytest.raises(IntegrityError, match="append only"):
        run("TRUNCATE workflow_auditentry")
    assert AuditEntry.objects.count() == 1


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
