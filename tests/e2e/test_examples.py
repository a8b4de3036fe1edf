"""The examples say how they are called; `make check` runs them as they should be."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("example", "usage"),
    [
        ("embed.py", "python examples/embed.py URL"),
        ("http_service.py", "python examples/http_service.py FOLDER PORT"),
    ],
)
def test_an_example_without_words_says_which_it_wants(example: str, usage: str) -> None:
    ran = subprocess.run(
        [sys.executable, EXAMPLES / example], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert usage in line
