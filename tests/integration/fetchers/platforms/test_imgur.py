"""Imgur for guests."""

from domain.media import MediaKind
from tests.simulator.sites import imgur


async def test_links_bring_what_they_show(fetch):
    links = {
        imgur.IMAGE: (["image"], 2),
        imgur.DIRECT: (["image"], 2),
        imgur.MISSING: ("not_found", 1),
    }
    assert {url: (await fetch(url)).brief for url in links} == links


async def test_an_albums_words_are_its_own_and_each_picture_has_its_caption(fetch):
    came = await fetch(imgur.ALBUM)
    assert came.shown == [("image", "At dawn"), ("image", "At noon"), ("video", None)]
    assert (came.metadata.id, came.metadata.title) == ("albm001", "A lake & its shore")
    assert came.metadata.description is None
    assert [item.key for item in came.told.found] == [f"imgur:albm001:{n}" for n in (1, 2, 3)]


async def test_what_moves_without_sound_is_an_animation(fetch):
    (found,) = (await fetch(imgur.ANIMATION)).told.found
    assert found.kind is MediaKind.ANIMATION
