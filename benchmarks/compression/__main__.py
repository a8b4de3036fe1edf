"""`python -m benchmarks.compression [STAGE...]`: measures what is not measured yet, then tells it.

BENCH_CLIPS is a folder of films and pictures (else some are made), BENCH_RESULTS the folder that
keeps what was measured (else below build/), BENCH_RUNS how often each film is fitted each way.
"""

import os
import sys
from pathlib import Path
from typing import Final

from benchmarks._medians import machine
from benchmarks.compression.clips import clips
from benchmarks.compression.made_clips import make_clips
from benchmarks.compression.measuring import Measuring
from benchmarks.compression.pictures import Pictures
from benchmarks.compression.plot import plot
from benchmarks.compression.records import Log, Pictured, Scored, Timed
from benchmarks.compression.telling import tell
from benchmarks.compression.ways import ROOT, tools

STAGES: Final = ("time", "pictures", "commands", "score", "tell")


def main() -> None:
    stages = sys.argv[1:] or STAGES
    folder = Path(os.environ.get("BENCH_RESULTS", ROOT / "build" / "compression"))
    folder.mkdir(parents=True, exist_ok=True)
    found = tools(folder)
    if found is None:
        print("Left out: the peer is not installed; `make bench` installs requirements/bench.txt.")
        return
    source = Path(os.environ["BENCH_CLIPS"]) if "BENCH_CLIPS" in os.environ else make_clips(folder)
    films = clips(source)
    timed = Log(folder / "timed.jsonl", Timed)
    scored = Log(folder / "scored.jsonl", Scored)
    pictured = Log(folder / "pictured.jsonl", Pictured)
    measuring = Measuring(folder, found, timed, scored)
    print(machine(), "\n")
    for stage in stages:
        match stage:
            case "time":
                for run in range(int(os.environ.get("BENCH_RUNS", "1"))):
                    measuring.time(films, run + 1)
            case "pictures":
                Pictures(folder, found, pictured).measure(source)
            case "commands":
                measuring.time_commands(films)
            case "score":
                measuring.score(films)
            case "tell":
                tell(films, timed.records, scored.records, pictured.records)
                plot(timed.records, scored.records, folder / "plot.svg")
            case _:
                sys.exit(f"there is no stage {stage}; there are: {', '.join(STAGES)}")


if __name__ == "__main__":
    main()
