"""What doctor tries says the same every time: no tool is given what nobody has written."""

import os
import subprocess
import sys

import pytest

DOCTORS_FILM = "from entrypoints.checks_inside import encode; print(encode(None, None))"


@pytest.mark.parametrize("garbage", ["1", "128"])
def test_a_film_is_encoded_whatever_lay_in_the_memory_before(garbage: str) -> None:
    """The C library fills fresh memory; read as samples, these two are enormous."""
    ran = subprocess.run(
        [sys.executable, "-c", DOCTORS_FILM],
        env={**os.environ, "MALLOC_PERTURB_": garbage},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "h264 and aac" in ran.stdout
