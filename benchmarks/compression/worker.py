"""Starts what is measured, and tells its seconds, on the clock and of all its processes."""

import json
import os
import resource
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.compression.inside import READY, Json
from benchmarks.compression.ways import ROOT, Tools

PATIENCE: Final = 300
"""Seconds for one file."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """Seconds."""

    seconds: float
    cpu: float


def run_warm(words: Sequence[str], job: Json, tools: Tools, log: Path) -> tuple[Took, Json]:
    """Of one job in a process that was ready for it, and what it answered."""
    with (
        log.open("ab") as errors,
        subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=tools.environment,
            start_new_session=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().strip() == READY, f"it did not start: see {log}"
        cpu, began = _cpu_of_tree(process.pid), time.perf_counter()
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], PATIENCE)[0]:
            os.killpg(process.pid, signal.SIGKILL)
            return Took(PATIENCE, 0.0), {"failure": f"not done after {PATIENCE} s"}
        answer = process.stdout.readline()
        took = Took(time.perf_counter() - began, _cpu_of_tree(process.pid) - cpu)
        process.stdin.write("\n")
    assert answer, f"it died: see {log}"
    return took, json.loads(answer)


def run_command(words: Sequence[str], tools: Tools, log: Path) -> tuple[Took, int]:
    """Of a command from its start to its end, and its exit status."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with log.open("ab") as errors:
        ended = subprocess.run(
            words, check=False, stdin=-3, stdout=errors, stderr=errors, env=tools.environment
        )
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(seconds, cpu), ended.returncode


def _cpu_of_tree(process: int) -> float:
    """Of the process, its living descendants, and those that each of them has buried."""
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task").glob("*/children")
    below = [child for path in children for child in path.read_text().split()]
    return sum(map(int, stat[11:15])) / TICKS + sum(_cpu_of_tree(int(child)) for child in below)
