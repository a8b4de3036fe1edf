"""SECURITY.md promises nothing without a test."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text()
THREATS = [line for line in PAGE.partition("## Threats")[2].splitlines() if line.startswith("| ")]


def test_every_threat_has_a_test_that_is_there():
    rows = THREATS[1:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row.rsplit("|", 2)[1])
        assert named, row
        assert [path for path in named if not (ROOT / path).is_file()] == [], row


def test_every_suite_of_security_stands_for_a_threat():
    suites = {f"tests/security/{path.name}" for path in (ROOT / "tests/security").glob("test_*.py")}
    assert [suite for suite in sorted(suites) if f"`{suite}`" not in PAGE] == []
