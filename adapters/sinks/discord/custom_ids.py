"""What a button remembers: all of it stands in its id, so that it works after any restart."""

from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from domain.jobs import JobId
from domain.link import Link
from domain.request import Clip, Items, MediaRequest, Quality
from domain.value import Value

LONGEST: Final = 100
"""Characters of a component's id, by Discord's reference."""


class Cancel(Value):
    """End a job that is not over."""

    job: JobId

    def __str__(self) -> str:
        return f"cancel:{self.job}"


class Delete(Value):
    """Take the message away."""

    user: str
    """Who asked."""

    def __str__(self) -> str:
        return f"delete:{self.user}"


class Deliver(Value):
    """Hand over what a job has, or kept, with the token of this click."""

    user: str
    job: JobId

    def __str__(self) -> str:
        return f"deliver:{self.user}:{self.job}"


class Again(Value):
    """Ask for the message's link once more, with these wishes."""

    user: str
    wishes: str
    """As a URL's query writes them."""

    @classmethod
    def of(cls, user: str, request: MediaRequest) -> "Again":
        """A request without its link."""
        clip = request.clip or Clip()
        told = {
            "q": "" if request.quality is Quality.BEST else request.quality.value,
            "a": "1" if request.audio_only else "",
            "g": "1" if request.gif else "",
            "i": str(request.items or ""),
            "m": str(request.max_items or ""),
            "s": f"{clip.start:g}" if clip.start else "",
            "e": f"{clip.end:g}" if clip.end else "",
            "h": "1" if request.spoiler else "",
        }
        kept = {name: value for name, value in told.items() if value}
        return cls(user=user, wishes=urlencode(kept, safe=","))

    def request(self, link: Link) -> MediaRequest | None:
        """What is asked for; None when the wishes cannot be read."""
        told = dict(parse_qsl(self.wishes))
        try:
            return MediaRequest(
                link=link,
                quality=Quality(told.get("q", "best")),
                audio_only="a" in told,
                gif="g" in told,
                items=Items.parse(told["i"]) if "i" in told else None,
                max_items=int(told["m"]) if "m" in told else None,
                clip=_clip(told),
                spoiler="h" in told,
            )
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"again:{self.user}:{self.wishes}"


Pressed: TypeAlias = Cancel | Delete | Deliver | Again


def parse(custom_id: str) -> Pressed | None:
    """What was pressed; None for an id that is not ours."""
    match custom_id.split(":", 2):
        case ["cancel", job] if job:
            return Cancel(job=job)
        case ["delete", user] if user:
            return Delete(user=user)
        case ["deliver", user, job] if user and job:
            return Deliver(user=user, job=job)
        case ["again", user, wishes] if user:
            return Again(user=user, wishes=wishes)
        case _:
            return None


def _clip(told: dict[str, str]) -> Clip | None:
    if not {"s", "e"} & told.keys():
        return None
    end = float(told["e"]) if "e" in told else None
    try:
        return Clip(start=float(told.get("s", "0")), end=end)
    except ValidationError as wrong:
        raise ValueError("no clip") from wrong
