"""One bad article is named with the step that failed, and the others are read."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.isolation import ArticleError, ArticleLimits, attempt, step
from kg.pipeline.outcomes import Built
from kg.pipeline.pool import Work, WorkerPool, _Worker
from tests.failing import FailingReader, Prepared, article, read
from tests.waiting import until

LIMITS = ArticleLimits(seconds=0.5, megabytes=256)
CAUSES = {
    "deep": "it is nested too deeply",
    "endless": "took more than 0.5 seconds",
    "large": "took more than 256 MB of memory",
    "wrong": "IndexError: list index out of range",
    "told": "the sentence has no end",
}


def texts(found: Iterable[Built | ArticleError]) -> list[str]:
    return sorted(one.message if isinstance(one, ArticleError) else one.graph.articles[0].text for one in found)


@pytest.mark.parametrize("deed", CAUSES)
def test_what_an_article_does_to_the_reader_is_told_with_its_step(deed: str) -> None:
    articles = [article("good"), article(deed, "a7", "news.jsonl:3"), article("better")]
    assert texts(read(articles, FailingReader(), LIMITS)) == [
        "better", "good", f"news.jsonl:3 (a7): failed in names: {CAUSES[deed]}",
    ]  # fmt: skip


@pytest.mark.parametrize("deed", CAUSES)
def test_a_batch_that_cannot_be_parsed_is_parsed_one_by_one(deed: str) -> None:
    reader = FailingReader((deed,))
    articles = [article("good"), article(deed), article("better")]
    failed = f"{deed}: failed in parse: {CAUSES[deed]}"
    assert texts(read(articles, reader, LIMITS)) == sorted(["better", failed, "good"])
    assert reader.batches == [3, 1, 1, 1]


def test_the_limit_of_time_grows_with_a_long_text_alone() -> None:
    assert [LIMITS.of_text(size).seconds for size in (10, 200_000, 1_000_000)] == [0.5, 0.5, 2.5]


def test_an_article_that_stands_alone_is_parsed_once() -> None:
    reader = FailingReader(("wrong",))
    assert len(texts(read([article("wrong")], reader, LIMITS))) == 1
    assert reader.batches == [1]


def test_an_interrupt_interrupts() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(read([article("interrupted")], FailingReader(), LIMITS))


def test_limits_hold_for_one_article_and_are_gone_after_it() -> None:
    before = signal.getsignal(signal.SIGPROF)
    for _ in range(3):
        assert attempt(lambda: sum(range(1000)), LIMITS) == 499500
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    assert len(bytearray(1 << 29)) == 1 << 29


def test_a_process_with_less_time_than_an_article_may_take_has_what_is_left() -> None:
    code = (
        "import resource, signal; from kg.isolation import ArticleLimits, attempt\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "print(attempt(lambda: 'done', ArticleLimits(deadly=True)), signal.getitimer(signal.ITIMER_PROF)[0])\n"
    )
    path = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=path, text=True, check=True)
    assert done.stdout == "done 0.0\n"


def test_the_innermost_step_is_the_one_that_failed() -> None:
    def work() -> None:
        with step("outer"), step("inner"):
            raise ValueError

    found = attempt(work, LIMITS)
    assert isinstance(found, ArticleError)
    assert (found.step, found.message) == ("inner", "ValueError")
    assert "in the step: inner" in found.trace


def test_a_worker_that_dies_loses_one_article() -> None:
    articles = [article(f"good {number}") for number in range(40)]
    articles[20:20] = [article("killed"), article("endless")]
    with WorkerPool(Prepared(), jobs=2) as crew:
        found = texts(crew.read(articles))
    failed = [text for text in found if "failed" in text]
    assert len(found) == 42
    assert failed == [
        "endless: failed in names: took more than 1 seconds",
        "killed: failed: its process was ended by the system (killed)",
    ]


@pytest.mark.slow
def test_a_worker_that_cannot_be_told_is_ended_by_the_system() -> None:
    with WorkerPool(Prepared(grace=1)) as crew:
        (found,) = texts(crew.read([article("deaf")]))
    assert found == "deaf: failed: its process was ended by the system (cpu time limit exceeded)"


def test_a_worker_that_is_killed_from_without_loses_none() -> None:
    articles = [article(f"good {number}") for number in range(64)]
    with WorkerPool(Prepared()) as crew:
        found = crew.read(articles)
        seen = texts([next(found)])
        os.kill(crew._workers[0].process.pid or 0, signal.SIGKILL)
        assert sorted(seen + texts(found)) == sorted(one.text for one in articles)


def test_a_crew_reads_again_and_again() -> None:
    with WorkerPool(Prepared()) as crew:
        for text in ("good", "killed", "better"):
            (found,) = texts(crew.read([article(text)]))
            assert found.startswith(text)


@pytest.mark.parametrize(("fails", "message"), [("told", "the sentence has no end"), ("killed", "could not start")])
def test_a_crew_that_cannot_start_is_an_error(fails: str, message: str) -> None:
    with WorkerPool(Prepared(fails=fails), jobs=2) as crew, pytest.raises(KgError, match=message):
        list(crew.read([article("good")] * 40))


def test_a_worker_that_cannot_be_replaced_at_once_is_replaced_later(tmp_path: Path) -> None:
    articles = [article("killed"), *(article(f"good {number}") for number in range(20))]
    with WorkerPool(Prepared(fails="told", starts=tmp_path / "starts", vain=(2, 3))) as crew:
        found = texts(crew.read(articles))
    assert len(found) == 21
    assert [text for text in found if "failed" in text] == [
        "killed: failed: its process was ended by the system (killed)"
    ]


def test_what_waits_for_a_worker_that_cannot_be_replaced_fails_by_name(tmp_path: Path) -> None:
    articles = [*(article(f"good {number}") for number in range(16)), article("killed")]
    articles += [article(f"late {number}") for number in range(20)]
    with WorkerPool(Prepared(fails="killed", starts=tmp_path / "starts", vain=range(2, 99))) as crew:
        found = texts(crew.read(articles))
    assert sum(text.startswith("good") for text in found) == 16
    assert found[-1].startswith("late 9: failed: a worker process could not start: its process was ended by the system")
    assert len({text.partition(":")[0] for text in found}) == len(articles)


def test_a_system_that_gives_no_more_processes_loses_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    started, starts = _Worker.started, [0]

    def refused(prepared: Callable[[], Work[Built]]) -> _Worker[Built]:
        starts[0] += 1
        if starts[0] > 1:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        return started(prepared)

    monkeypatch.setattr(_Worker, "started", refused)
    with WorkerPool(Prepared()) as crew:
        found = texts(crew.read([article("killed"), *(article(f"good {number}") for number in range(40))]))
    assert len(found) == 41
    assert "good 9: failed: a worker process could not start: Resource temporarily unavailable" in found


def test_workers_end_with_who_started_them() -> None:
    code = (
        "from tests.failing import Prepared, article; from kg.isolation import ArticleLimits\n"
        "from kg.pipeline.pool import WorkerPool\n"
        "batch = [*[article(f'good {n}') for n in range(15)], article('endless')]\n"
        "crew = WorkerPool(Prepared(limits=ArticleLimits(seconds=60)), jobs=2)\n"
        "found = crew.read(batch * 2)\n"
        "next(found)\n"
        "print(*(one.process.pid for one in crew._workers), flush=True)\n"
        "list(found)\n"
    )
    path = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=path, text=True)
    assert parent.stdout is not None
    workers = [int(number) for number in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(workers) == 2
    until(lambda: not any(map(_lives, workers)))


def _lives(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
