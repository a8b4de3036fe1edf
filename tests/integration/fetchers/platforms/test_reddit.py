"""Reddit, which shows gallery-dl little without a login."""

import pytest

from tests.simulator.sites import reddit


async def test_a_login_gets_what_posts_hold(fetch):
    links = {
        reddit.IMAGE: (["image"], 2),
        reddit.SHARED: (["image"], 3),
        reddit.GALLERY: (["image"] * 3, 4),
        reddit.GIF: (["animation"], 2),
        reddit.CROSSPOST: (["image"], 2),
        reddit.SELF_WITH_IMAGE: (["image"], 2),
        reddit.LINK_TO_FILE: (["image"], 2),
        reddit.SELF: ("empty", 1),
        reddit.LINK: ("empty", 1),
        reddit.COMMENTS: ("empty", 1),
        reddit.REMOVED: ("empty", 1),
        reddit.PRIVATE: ("login_needed", 1),
        reddit.DELETED: ("not_found", 1),
    }
    assert {url: (await fetch(url, known=True)).brief for url in links} == links


async def test_a_guest_is_blocked_at_once(fetch):
    assert (await fetch(reddit.IMAGE)).brief == ("blocked", 1)


async def test_a_caption_belongs_to_its_picture_even_where_one_is_broken(fetch):
    whole = await fetch(reddit.GALLERY, known=True)
    assert [text for _, text in whole.shown] == ["At dawn", None, "At dusk"]
    partly = await fetch(reddit.GALLERY_PARTLY, known=True)
    assert [text for _, text in partly.shown] == [None, "In autumn"]


async def test_the_permalink_of_a_comment_brings_what_that_comment_shows(fetch):
    came = await fetch(reddit.COMMENT, known=True)
    assert came.brief == (["image"], 2)
    assert came.metadata.author == "boat_owner"
    assert came.metadata.description == "And mine"


async def test_marks_of_the_site_come_along(fetch):
    nsfw = await fetch(reddit.NSFW, known=True)
    spoiler = await fetch(reddit.SPOILER, known=True)
    plain = await fetch(reddit.IMAGE, known=True)
    marks = [(one.metadata.nsfw, one.metadata.spoiler) for one in (nsfw, spoiler, plain)]
    assert marks == [(True, True), (False, True), (False, False)]
    assert plain.metadata.title == "A lake & its shore"


async def test_a_film_of_reddits_own_comes_with_its_sound(fetch):
    came = await fetch(reddit.VIDEO, known=True)
    assert came.shown == [("video", None)]
    assert came.twice == []


@pytest.mark.long
@pytest.mark.parametrize(
    "url",
    [reddit.SILENT, reddit.CROSSPOSTED_VIDEO, reddit.SELF_WITH_VIDEO],
    ids=["silent", "crosspost", "in-words"],
)
async def test_every_film_of_reddits_own_comes(fetch, url):
    assert (await fetch(url, known=True)).shown == [("video", None)]
