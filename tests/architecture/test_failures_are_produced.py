"""A failure that nobody ever produced is a sentence that nobody ever read."""

import ast
from pathlib import Path

from domain.failures import AnyFailure
from tests.unit.test_words import members

E2E = Path(__file__).parents[1] / "e2e"


def test_every_failure_is_produced_end_to_end_by_a_test_that_reads_its_sentence() -> None:
    expected = {
        node.func.attr
        for path in E2E.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "failures"
    }
    assert {failure.__name__ for failure in members(AnyFailure)} <= expected
