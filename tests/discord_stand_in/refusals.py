"""What Discord says no with."""

from typing import Any

_KNOWN = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10008: (404, "Unknown Message"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    20009: (400, "Explicit content cannot be sent to the desired recipient(s)"),
    30015: (400, "Maximum number of attachments in a message reached (10)"),
    30032: (400, "Maximum number of application commands reached (100)"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "The maximum number of follow-up messages for this interaction was reached"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50045: (400, "File uploaded exceeds the maximum size"),
    200000: (400, "Message was blocked by automatic moderation"),
    240000: (400, "Message blocked by harmful links filter"),
}


class Refused(Exception):  # noqa: N818 - it is no error of the stand-in
    """Ends a call with one of Discord's codes; `errors` is the tree that comes with 50035."""

    def __init__(self, code: int, errors: dict[str, Any] | None = None) -> None:
        self.status, self.words = _KNOWN[code]
        self.code = code
        self.errors = errors
        super().__init__(f"{self.status} {code} {self.words}")

    def payload(self) -> dict[str, Any]:
        """The body of the answer."""
        body = {"message": self.words, "code": self.code}
        return body | {"errors": self.errors} if self.errors else body


def malformed(field: str, words: str) -> Refused:
    """50035 for one field of the body."""
    tree: dict[str, Any] = {"_errors": [{"code": "BASE_TYPE_BAD", "message": words}]}
    for name in reversed(field.split(".")):
        tree = {name: tree}
    return Refused(50035, tree)
