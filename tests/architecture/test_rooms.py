"""What import contracts cannot say about the rooms."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "application", "adapters", "entrypoints")
AVOIDED = re.compile(r"manager|handler|processor|service|helper|util|(^|_)core($|_)|(^|_)base($|_)")
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time"}


def _modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _told(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _from_imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name


def test_there_is_something_to_hold() -> None:
    assert all(len(_modules(room)) > 5 for room in ROOMS)


@pytest.mark.parametrize("path", _modules("domain"), ids=_told)
def test_the_domain_knows_paths_only_as_text_and_no_clock(path: Path) -> None:
    tree = _tree(path)
    imported = list(_from_imports(tree))
    assert {name for module, name in imported if module == "pathlib"} <= {"PurePosixPath"}
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & CLOCKS


def test_no_module_function_or_class_has_a_name_that_says_nothing() -> None:
    named = [
        (_told(path), node.name)
        for path in _modules(*ROOMS)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    named += [(_told(path), path.stem) for path in _modules(*ROOMS)]
    snaked = [(where, re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()) for where, name in named]
    assert [(where, name) for where, name in snaked if AVOIDED.search(name)] == []


@pytest.mark.parametrize("path", _modules(*ROOMS), ids=_told)
def test_a_module_says_why_it_exists_in_one_sentence(path: Path) -> None:
    tree = _tree(path)
    if path.name == "__init__.py":
        assert len(tree.body) <= 1
        return
    said = ast.get_docstring(tree)
    assert said, "a module's docstring says why it exists"
    assert len(said.split("\n\n")[0]) <= 200


def test_checkers_and_the_interpreter_see_the_same_imports() -> None:
    hidden = [
        _told(path)
        for path in _modules(*ROOMS)
        if ("typing", "TYPE_CHECKING") in set(_from_imports(_tree(path)))
        or any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(_tree(path)))
    ]
    assert hidden == []
