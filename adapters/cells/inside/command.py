"""A child that is a freshly started interpreter: the same life, the same conversation."""

from typing import NoReturn

from adapters.cells.inside.life import live


def main(talk: str, lifeline: str) -> NoReturn:
    """Live on the file descriptors of these numbers."""
    live(int(talk), int(lifeline))
