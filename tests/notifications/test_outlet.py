"""What happens inside the transaction that causes a fact: one job is enqueued with it, nothing else."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from notifications import outlet
from workflow import registry
from workflow.models import Desk

from .conftest import Facts


def test_the_engine_knows_the_listener() -> None:
    assert outlet.enqueue in registry._listeners


def test_a_fact_becomes_one_job_by_one_statement(
    fact: Facts, finance: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    facts = [fact(to=(finance,)) for _ in range(outlet.MANY - 1)]
    with django_assert_num_queries(1):
        outlet.enqueue(facts)

    (job,) = DBTaskResult.objects.all()
    assert (job.queue_name, len(job.args_kwargs["kwargs"]["announcements"])) == ("notifications", outlet.MANY - 1)


def test_a_job_vanishes_with_the_transaction_that_caused_it(fact: Facts, finance: Desk) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        outlet.enqueue([fact(to=(finance,))])
        raise RuntimeError

    assert not DBTaskResult.objects.exists()


def test_what_concerns_nobody_makes_no_job(fact: Facts) -> None:
    outlet.enqueue([fact()])

    assert not DBTaskResult.objects.exists()


def test_many_different_facts_are_shared_among_jobs(fact: Facts, finance: Desk) -> None:
    outlet.enqueue([fact(to=(finance,), transition=f"step_{n}") for n in range(2 * outlet.CHUNK + 1)])

    sizes = [len(job.args_kwargs["kwargs"]["announcements"]) for job in DBTaskResult.objects.all()]
    assert sorted(sizes) == [1, outlet.CHUNK, outlet.CHUNK]


def test_a_snapshot_keeps_the_whole_fact(fact: Facts, finance: Desk, culture: Desk) -> None:
    told = fact(to=(finance,), telling=(culture,), reason="Thiếu dự toán")

    assert outlet.restore(outlet.snapshot(told)) == told
    assert outlet.restore(outlet.snapshot(fact(due_at=told.at))).due_at == told.at
