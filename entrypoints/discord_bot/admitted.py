"""Whom the operator lets in."""

from domain.value import Value
from entrypoints.discord_bot.asked import Asked


class Admitted(Value):
    """Guilds and users by their ids; where neither is named, everyone is."""

    guilds: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    """They may everything, everywhere."""

    def lets_in(self, user: str, guild: str | None) -> bool:
        """Whether that user may ask there."""
        if user in self.owners or not (self.guilds or self.users):
            return True
        return user in self.users or guild in self.guilds

    def owns(self, asked: Asked) -> bool:
        """Whether an owner asks."""
        return asked.user in self.owners
