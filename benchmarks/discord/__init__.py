"""The bot: its memory while it uploads, and how fast it acknowledges meanwhile."""
