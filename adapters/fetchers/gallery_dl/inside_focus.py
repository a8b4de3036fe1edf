"""Which of the listed posts and files are those that the link means."""

from typing import Any, TypeAlias, final

Keywords: TypeAlias = dict[str, Any]


@final
class Focus:
    """`asked` is what `focus_of` found in the link."""

    def __init__(self, asked: dict[str, str]) -> None:
        self._post = int(asked["post"]) if "post" in asked else None
        self._comment = asked.get("comment")
        self._seen = False
        self._thread: set[int] = set()

    def follows(self, keywords: Keywords) -> bool | None:
        """Whether a post is the one that is asked for, its author's thread, or quoted there.

        None: nothing more of it will come, for what follows a thread is what others answered.
        """
        number = keywords.get("tweet_id")
        if self._post is None or number is None:
            return True
        asked = self.is_asked(keywords)
        self._seen = self._seen or asked
        if asked or self._is_of_thread(keywords):
            self._thread.add(number)
            return True
        if keywords.get("quote_id") in self._thread or keywords.get("retweet_id"):
            return True
        return None if self._seen else False

    def wants(self, keywords: Keywords) -> bool:
        """Whether a file is of the comment that is asked for, if one is."""
        if self._comment is None:
            return True
        return (keywords.get("comment") or {}).get("id") == self._comment

    def is_asked(self, keywords: Keywords) -> bool:
        """Whether it is the very post that the link names."""
        return self._post is not None and keywords.get("tweet_id") == self._post

    def _is_of_thread(self, keywords: Keywords) -> bool:
        """By the author of the asked post, whom X's extractor calls its user, and to himself."""
        if keywords["author"].get("id") != keywords["user"].get("id"):
            return False
        before = keywords.get("reply_id")
        return not before or before in self._thread
