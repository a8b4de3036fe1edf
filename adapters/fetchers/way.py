"""A tool can be driven in two ways, which differ in nothing but the child that runs it."""

from typing import Literal, TypeAlias

Way: TypeAlias = Literal["api", "cli"]
"""Its classes in a fork of a server that has them loaded, or its own main in a new interpreter."""
