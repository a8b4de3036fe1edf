"""What a child costs that does nothing; runs in a child."""


def nothing(_job: object, _talk: object) -> None:
    """Be there, and end."""
