"""Why something did not work, in English: what happened, and what to do about it."""

from datetime import UTC, datetime
from typing import assert_never

from domain import failures
from domain.durations import human_duration
from domain.failures import AnyFailure, CannotFit, WhatTooMuch, WhyRefused
from domain.link import MAX_LENGTH
from domain.sizes import human_limit, human_size

LINK_REFUSED: dict[WhyRefused, str] = {
    "not_a_link": "That is not a link. Copy it whole, from https:// on.",
    "scheme": "Only links that begin with http:// or https:// can be fetched.",
    "userinfo": "A link with a user name in it is not fetched. Leave out what stands before the @.",
    "odd_characters": "That link has spaces or signs in it that no link has. Copy it once more.",
    "too_long": f"That link is longer than {MAX_LENGTH} characters. Copy it once more.",
    "port": "That link names an unusual port, which is not asked. Leave the port out.",
    "internal_host": "That link leads into a private network, where nothing is fetched from.",
    "disabled_site": "That site is switched off here. Ask whoever runs this to allow it.",
}

CHAT_REFUSED = {
    "permission": "I may not post files here. Someone who manages the server can allow it.",
    "deleted": "The place to answer in is gone. Ask again where you want the answer.",
    "blocked": "The chat does not let me write to you. Allow messages from me, then ask again.",
    "content": "The chat refused what the file shows. It cannot be posted here.",
    "exhausted": "The chat takes no more messages for this request. Ask again for the rest.",
}

NOT_IN_FILE = {
    "sound": "There is no sound in it. Ask for it with the picture.",
    "clip": "It ends before the part that you want. Choose an earlier start.",
}

TOO_MUCH: dict[WhatTooMuch, str] = {
    "pixels": "Its picture has more pixels than is worked on here ({} million at most).",
    "frames": "It has more frames than a moving picture may have here ({} at most).",
    "seconds": "It is longer than what is worked on here ({} hours at most).",
    "rate": "It has more frames a second than is worked on here ({} at most).",
    "streams": "It has more tracks than a file may have here ({} at most).",
}
IN = {"pixels": 1_000_000, "seconds": 3600}
"""What the number in a sentence counts, where that is not one."""

NO_ROOM = {
    "full": "The disk is full. Make room on it, or choose another folder.",
    "not_writable": "The folder cannot be written to. Choose another one, or allow writing there.",
    "gone": "What was kept of this is gone by now. Ask for the link again.",
    "in_use": "This is being sent already. Ask again if nothing of it arrives.",
}

WHOSE = {
    "job": "One request",
    "user": "You",
    "guild": "This server",
    "everything": "Everyone together",
}


def failure(what: AnyFailure) -> str:  # noqa: C901, PLR0912 - one flat arm for each noun
    """Why it did not work, and what to do."""
    match what:
        case failures.LinkRefused(why=why):
            return LINK_REFUSED[why]
        case failures.UnsupportedUrl():
            return "No tool here knows that site. A link straight to the file may work."
        case failures.NothingThere():
            return "No picture, video or sound stands behind that link. Open it yourself to check."
        case failures.NotFound():
            return "There is no such post or file, or no longer. Open it yourself to check."
        case failures.PrivateMedia():
            return "That is private: only people whom its author admits can see it. Ask its author."
        case failures.GeoBlocked():
            return (
                "The site does not show that in the country that I ask from. Whoever runs this can "
                "let me ask from another one (DOWNLOAD_PROXY)."
            )
        case failures.AgeRestricted():
            return (
                "The site shows that to adults' accounts only, and I have none to show. Whoever "
                "runs this can lend the cookies of one (GALLERY_DL_COOKIES_FILE)."
            )
        case failures.NotForAllAges():
            return (
                "That is marked as not for all ages. Ask for it in an age-restricted channel, or "
                "in a direct message to me."
            )
        case failures.LiveStream():
            return "That is live, or yet to come. Ask again when it is over."
        case failures.BotCheck():
            return "The site wants proof of a human visitor, which I cannot give. Try again later."
        case failures.LoginNeeded():
            return (
                "The site shows that to logged-in visitors only. Whoever runs this can lend the "
                "cookies of a login (GALLERY_DL_COOKIES_FILE)."
            )
        case failures.Blocked():
            return "The site refused to show me that. It may work later, or with a login's cookies."
        case failures.RateLimited(until=until):
            when = f"at {clock(until)}" if until else "in a few minutes"
            return f"The site has had too many questions from here. Ask again {when}."
        case failures.DownloadTimedOut(after=after):
            return f"The site was too slow: I stopped after {human_duration(after)}. Try again."
        case failures.ConnectionLost():
            return (
                "The site could not be reached, or the connection broke. Look for a mistake in the "
                "link, or try again later."
            )
        case failures.ServerError(status=status):
            return f"The site has a fault{f' ({status})' if status else ''}. Try again later."
        case failures.ExternalToolFailed():
            return "Something went wrong that I have no better words for; the log has them."
        case failures.TooLarge(bytes=size, allowed=allowed):
            told = f"It has {human_size(size)}; " if size else "It is too large: "
            return f"{told}at most {human_size(allowed)} may be downloaded here."
        case failures.OverBudget(allowed=allowed):
            return (
                f"That takes more than the {human_size(allowed)} that one request may bring in. "
                "Choose fewer items, or a lower quality."
            )
        case failures.TooMany(found=found, allowed=allowed):
            told = f"It has {found} items" if found else "It has too many items"
            return f"{told}; one request takes {allowed}. Choose some of them, such as 1-{allowed}."
        case failures.QuotaExceeded(whose="job", allowed=allowed):
            return (
                f"One request may use {human_size(allowed)} of storage, and this takes more. "
                "Choose some of its items."
            )
        case failures.QuotaExceeded(whose=whose, used=used, allowed=allowed):
            return (
                f"{WHOSE[whose]} may use {human_size(allowed)} of storage, and "
                f"{human_size(used)} are in use. Wait until other requests are done."
            )
        case failures.Corrupt():
            return "The file is damaged, or is no picture, video or sound. Open it to check."
        case failures.UnsupportedCodec(codec=codec):
            kind = f"that kind of file{f' ({codec})' if codec else ''}"
            return f"Nothing here can read {kind}. Choose it in another format, if there is one."
        case failures.TooMuchMedia(what=measure, allowed=allowed):
            return TOO_MUCH[measure].format(f"{allowed / IN.get(measure, 1):,.0f}")
        case failures.CannotFit():
            return _cannot_fit(what)
        case failures.NotInFile(what=part):
            return NOT_IN_FILE[part]
        case failures.CellDied(overran=overran):
            took = f" and was stopped after {human_duration(overran)}" if overran else ""
            return f"Working on the file failed{took}; it may be damaged. Try again."
        case failures.OutOfMemory():
            return "Working on the file takes more memory than there is. Choose a smaller one."
        case failures.NoRoom(why=why):
            return NO_ROOM[why]
        case failures.ChatTooLarge():
            return "The chat refused the file as too large, however small I made it."
        case failures.ChatExpired():
            return "The time to answer ran out. Ask again: it goes faster the second time."
        case failures.ChatRefused(why=why):
            return CHAT_REFUSED[why]
        case failures.ChatUnknown():
            return "The chat did not say whether it took the message. Look before you ask again."
        case failures.ChatDown():
            return "The chat did not answer, however often I tried. Try again later."
        case failures.QueueFull(allowed=0):
            return "I am about to stop, and take nothing new. Ask again in a few minutes."
        case failures.QueueFull(whose=whose, allowed=allowed):
            return f"{WHOSE[whose]} may have {_requests(allowed)} waiting. Try again in a moment."
        case failures.NotYours():
            return "Only who asked for it, or who may manage messages here, can do that."
        case failures.JobGone():
            return "There is no such request, or no longer. Ask for the link again."
        case failures.AlreadyOver():
            return "That request is over already."
        case _:
            assert_never(what)


def _cannot_fit(what: CannotFit) -> str:
    offers = [
        f"a limit of {human_limit(what.smallest_limit)}" if what.smallest_limit else "",
        f"its first {human_duration(int(what.longest_clip))}" if what.longest_clip else "",
        f"its sound alone ({human_size(what.audio_bytes)})" if what.audio_bytes else "",
    ]
    offered = _either([offer for offer in offers if offer])
    works = f" What would work: {offered}." if offered else ""
    return f"It cannot be made that small without spoiling it.{works}"


def clock(moment: datetime) -> str:
    """The time of day, as everybody everywhere can read it."""
    return f"{moment.astimezone(UTC):%H:%M} UTC"


def _requests(count: int) -> str:
    return "1 request" if count == 1 else f"{count} requests"


def _either(offers: list[str]) -> str:
    return ", or ".join(filter(None, (", ".join(offers[:-1]), *offers[-1:])))
