"""One module a platform: the hosts it answers for, its links by scenario, and its answers."""
