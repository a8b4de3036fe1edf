"""The probes' own work on many files in one child, and what one file cost it; runs in a child."""

import importlib
import json
import time
from pathlib import Path

WEIGHT = "weight.json"


def measure_all(job, talk):
    """What each [path, mimetype] of `job` came to, as [path, what fails or None]."""
    told = []
    for path, mimetype in job:
        talk.tell(path)
        told.append([path, _measured(path, mimetype).get("fails")])
    return told


def open_plainly(job, talk):
    """As one would who had not heard of playlists: the names of the errors."""
    av = importlib.import_module("av")
    errors = []
    for path in job:
        try:
            with Path(path).open("rb") as file:
                av.open(file).close()
        except av.error.FFmpegError as error:
            errors.append(type(error).__name__)
    return errors


def weighed_film(job, talk):
    """As the probe for films, with what it cost beside it."""
    return _weighed(_probe("pyav"), job)


def weighed_picture(job, talk):
    """As the probe for pictures, with what it cost beside it."""
    return _weighed(_probe("pillow"), job)


def _weighed(measure, job):
    began = time.perf_counter()
    try:
        return measure(job, None)
    finally:
        seconds = time.perf_counter() - began
        status = Path("/proc/self/status").read_text()
        (peak,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
        weight = {"seconds": seconds, "bytes": int(peak.split()[1]) * 1024}
        Path(WEIGHT).write_text(json.dumps(weight))


def _probe(library):
    """Only what it needs: to import the other would be weighed, too."""
    return importlib.import_module(f"adapters.probes.{library}_inside").measure


def _measured(path, mimetype):
    """A cell's edge turns what is raised here into one failure, too."""
    measure = _probe("pillow" if mimetype.startswith("image/") else "pyav")
    try:
        return measure({"path": path, "mimetype": mimetype}, None)
    except MemoryError:
        return {"fails": "MemoryError"}
    except Exception as error:  # noqa: BLE001 - as at a cell's edge
        return {"fails": f"{type(error).__name__}: {error}"}
