"""What deploy/ says fits what the program is: nothing here runs systemd or a container engine."""

import re
import tomllib
from pathlib import Path

from entrypoints.command_line.statuses import CANNOT_BEGIN, WRONG_USAGE
from entrypoints.settings import Settings

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy/boss-bot.service").read_text()
IMAGE = (ROOT / "deploy/Containerfile").read_text()
ADMITTED = [
    line
    for line in (ROOT / ".dockerignore").read_text().splitlines()
    if line and not line.startswith("#")
]


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE))


def test_what_a_restart_does_not_mend_is_not_started_again() -> None:
    assert f"RestartPreventExitStatus={WRONG_USAGE} {CANNOT_BEGIN}\n" in UNIT


def test_each_setting_that_is_given_is_one() -> None:
    given = [
        name
        for line in (UNIT + IMAGE).splitlines()
        if line.startswith(("Environment=", "ENV "))
        for name in re.findall(r"([A-Z_]+)=", line)
    ]
    known = {name.upper() for name in Settings.model_fields}
    assert set(given) - known == {"PYTHONUNBUFFERED"}


def test_the_image_is_built_from_what_the_wheel_is_made_of_and_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    texts = [project["project"]["readme"], *project["project"]["license-files"]]
    wanted = {*packages, *texts, "pyproject.toml", "requirements"}
    assert ADMITTED[0] == "*"
    assert {line[1:] for line in ADMITTED if line.startswith("!")} == wanted
    assert not (ROOT / ".containerignore").exists(), "podman would read it instead"


def test_what_builds_the_wheel_is_pinned_as_for_developers() -> None:
    build, development = pinned("build.txt"), pinned("development.txt")
    assert "hatchling" in build
    assert build.items() <= development.items()
