"""A job that needs an engine, for a child."""


def version(_job, _talk):
    """The engine's version; None where there is none."""
    try:
        import boss_engine  # noqa: PLC0415 - whether it is there is the question
    except ModuleNotFoundError:
        return None
    return boss_engine.VERSION
