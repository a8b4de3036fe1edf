"""`boss-bot download` on every scenario of the simulated platforms, as a person has it.

What the engines make of each scenario, and with how many requests, both ways, is tried in
`integration/fetchers`; here it is what lies in the folder, what is said, and how the command ends.
"""

from pathlib import Path
from typing import Any

import pytest

from domain.failures import (
    AgeRestricted,
    AnyFailure,
    Blocked,
    BotCheck,
    GeoBlocked,
    LiveStream,
    LoginNeeded,
    NotFound,
    NothingThere,
    PrivateMedia,
    RateLimited,
    UnsupportedUrl,
)
from entrypoints.words import sentence
from tests.e2e.command import BossBot, Ran
from tests.simulator.simulator import Simulator
from tests.simulator.sites import (
    bluesky,
    files,
    imgur,
    instagram,
    reddit,
    tiktok,
    tumblr,
    twitter,
    youtube,
)

pytestmark = pytest.mark.long

TO_GUESTS = {
    twitter.PHOTO: "image",
    twitter.PHOTOS: "image image image image",
    twitter.VIDEO: "video",
    twitter.GIF: "video",
    twitter.MIXED: "image video video",
    twitter.QUOTE: "image image",
    twitter.QUOTE_OF_VIDEO: "video",
    twitter.REPLY: "image",
    twitter.SENSITIVE: "image",
    twitter.HLS_ONLY: "video",
    twitter.VIDEOS: "video video",
    reddit.VIDEO: "video",
    reddit.SILENT: "video",
    reddit.CROSSPOSTED_VIDEO: "video",
    instagram.REEL: "video",
    youtube.VIDEO: "video",
    youtube.SHORT: "video",
    youtube.SHORT_LINK: "video",
    youtube.IN_PLAYLIST: "video",
    tiktok.VIDEO: "video",
    tiktok.PHOTOS: "image image",
    bluesky.IMAGES: "image image",
    bluesky.VIDEO: "video",
    imgur.IMAGE: "image",
    imgur.ALBUM: "image image video",
    imgur.ANIMATION: "video",
    tumblr.PHOTOS: "image image",
    tumblr.INLINE: "image",
    tumblr.VIDEO: "video",
    files.JPEG: "image",
    files.GIF: "animation",
    files.MP3: "audio",
    files.REDIRECTED: "image",
}
NOT_TO_GUESTS: dict[str, AnyFailure] = {
    twitter.TEXT: NothingThere(),
    twitter.AGE_GATED: AgeRestricted(),
    twitter.PROTECTED: PrivateMedia(),
    twitter.SUSPENDED: NotFound(),
    twitter.DELETED: NotFound(),
    reddit.IMAGE: Blocked(),
    reddit.PRIVATE: PrivateMedia(),
    reddit.DELETED: NotFound(),
    instagram.IMAGE: LoginNeeded(),
    instagram.GATED: LoginNeeded(),
    youtube.LIVE: LiveStream(),
    youtube.UPCOMING: LiveStream(),
    youtube.PRIVATE: PrivateMedia(),
    youtube.AGE_GATED: AgeRestricted(),
    youtube.BOT_CHECK: BotCheck(),
    youtube.REMOVED: NotFound(),
    youtube.GEO_BLOCKED: GeoBlocked(),
    youtube.SLOWED: RateLimited(),
    youtube.MISSING_PLAYLIST: NotFound(),
    tiktok.PRIVATE: LoginNeeded(),
    tiktok.DELETED: Blocked(),
    bluesky.TEXT: NothingThere(),
    bluesky.MISSING: NotFound(),
    imgur.MISSING: NotFound(),
    tumblr.MISSING: NotFound(),
    files.MISSING: NotFound(),
    files.CIRCLE: NotFound(),
    files.PAGE: UnsupportedUrl(),
}
TO_MEMBERS = {
    twitter.THREAD: "image video image",
    twitter.RETWEET: "image",
    twitter.AGE_GATED: "image",
    reddit.IMAGE: "image",
    reddit.SHARED: "image",
    reddit.GALLERY: "image image image",
    reddit.GIF: "animation",
    reddit.CROSSPOST: "image",
    reddit.VIDEO: "video",
    reddit.SILENT: "video",
    reddit.LINK: "video",
    reddit.LINK_TO_FILE: "image",
    reddit.SELF_WITH_IMAGE: "image",
    reddit.SELF_WITH_VIDEO: "video",
    reddit.COMMENT: "image",
    instagram.IMAGE: "image",
    instagram.CAROUSEL: "image image video",
    instagram.REEL: "video",
    instagram.STORY: "video",
    instagram.GATED: "video",
}
NOT_TO_MEMBERS: dict[str, AnyFailure] = {
    reddit.SELF: NothingThere(),
    reddit.COMMENTS: NothingThere(),
    reddit.REMOVED: NothingThere(),
    reddit.PRIVATE: LoginNeeded(),
    instagram.MISSING: NotFound(),
}
LOGINS = {".x.com": twitter, ".reddit.com": reddit, ".instagram.com": instagram}


@pytest.fixture
def visitors(boss_bot: BossBot, simulator: Simulator, tmp_path: Path) -> dict[str, BossBot]:
    """A guest, and a member with cookies of each site that shows guests little."""
    way_out = {"DOWNLOAD_PROXY": simulator.proxy, "DOWNLOAD_CA_FILE": str(simulator.ca_file)}
    file = tmp_path / "cookies.txt"
    file.write_text(
        "".join(
            f"{domain}\tTRUE\t/\tTRUE\t0\t{name}\t{value}\n"
            for domain, site in LOGINS.items()
            for name, value in site.COOKIES.items()
        )
    )
    guest = {**boss_bot.settings, **way_out}
    member = {**guest, "GALLERY_DL_COOKIES_FILE": str(file)}
    return {"guest": BossBot(tmp_path, guest), "member": BossBot(tmp_path, member)}


def ended(ran: Ran) -> dict[str, dict[str, Any]]:
    return {document["url"]: document for document in ran.documents}


def came(document: dict[str, Any]) -> str:
    """The kinds of the files, which lie where they are said to."""
    for file in document["files"]:
        assert Path(file["path"]).stat().st_size == file["size_bytes"]
        assert file["action"] == "kept"
    return " ".join(file["kind"] for file in document["files"])


def platform(url: str) -> str:
    sites = [twitter, reddit, instagram, youtube, tiktok, bluesky, imgur, tumblr]
    names = [site.__name__.rpartition(".")[2] for site in sites if url in vars(site).values()]
    return names[0] if names else "other"


@pytest.mark.parametrize(
    ("who", "scenarios"), [("guest", TO_GUESTS), ("member", TO_MEMBERS)], ids=["guest", "member"]
)
async def test_what_a_post_holds_lies_in_the_folder(
    visitors: dict[str, BossBot], who: str, scenarios: dict[str, str]
) -> None:
    ran = await visitors[who]("download", *scenarios, "--json")
    documents = ended(ran)
    assert {url: came(documents[url]) for url in scenarios} == scenarios
    assert {documents[url]["outcome"] for url in scenarios} == {"delivered"}
    told = {url: document["metadata"]["platform"] for url, document in documents.items()}
    assert told == {url: platform(url) for url in scenarios}
    by_engines = [url for url in scenarios if platform(url) != "other"]
    assert {documents[url]["download_method"] for url in by_engines} == {"api"}
    assert all(documents[url]["metadata"]["author"] for url in by_engines)
    assert ran.status == 0


@pytest.mark.parametrize(
    ("who", "scenarios"),
    [("guest", NOT_TO_GUESTS), ("member", NOT_TO_MEMBERS)],
    ids=["guest", "member"],
)
async def test_why_there_is_nothing_is_said_in_a_sentence(
    visitors: dict[str, BossBot], who: str, scenarios: dict[str, AnyFailure]
) -> None:
    resting = [url for url, failure in scenarios.items() if failure == RateLimited()]
    for urls in ([url for url in scenarios if url not in resting], resting):
        if urls:
            await tell_why(visitors[who], {url: scenarios[url] for url in urls})


async def tell_why(boss_bot: BossBot, scenarios: dict[str, AnyFailure]) -> None:
    ran = await boss_bot("download", *scenarios, "--json")
    told = {document["url"]: document["failure"] for document in ran.documents}
    assert told == {
        url: {"kind": failure.kind, "message": sentence(failure)}
        for url, failure in scenarios.items()
    }
    assert not any(document["files"] for document in ran.documents)
    assert ran.status == 1
