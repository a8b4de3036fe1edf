"""Of the sizes in which X offers a film, gallery-dl fetches the one worth fetching, either way."""

from typing import Final

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from application.ports.fetcher import Fetcher
from domain.failures import PrivateMedia
from domain.limits import Aim, UploadLimits
from domain.link import Admission
from domain.outcome import Failure
from domain.request import Quality
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded
from tests.simulator import media
from tests.simulator.sites import twitter


@pytest.fixture(params=["api", "cli"])
def gallery_dl(request, cells: Cells, visitor: Visitor) -> Fetcher:
    return GalleryDl(request.param, cells, Admission(), visitor)


RATES: Final = {240: 240_000, 360: 360_000, 720: 720_000}
"""Bits a second of the sizes in which the simulated X offers a film."""


def told_size(height: int) -> int:
    return RATES[height] * media.SECONDS // 8


def files_of(simulator) -> list[str]:
    asked = simulator.asked(host="video.twimg.com", path="*.mp4*")
    return [seen.request.url.rpartition("/avc1/")[2].partition("/")[0] for seen in asked]


async def test_of_a_film_in_several_sizes_the_best_that_fits_is_taken(gallery_dl, room, simulator):
    told = Remembers()
    limit = told_size(360) * 5 // 4  # a size that is reckoned may be off by so much
    limits = UploadLimits(bytes_per_file=limit, bytes_per_message=limit)
    await gallery_dl.fetch(asking(twitter.VIDEO), room=room, aim=Aim(limits=limits), tell=told)
    assert files_of(simulator) == [f"{media.width(360)}x360"]
    assert len(told.arrived) == 1


async def test_a_film_that_is_too_large_gives_way_to_a_smaller_one(gallery_dl, room, simulator):
    told = Remembers()
    bound = bounded(room, file_bytes=told_size(720) - 1)
    await gallery_dl.fetch(asking(twitter.VIDEO), room=bound, aim=None, tell=told)
    assert files_of(simulator) == [f"{media.width(360)}x360"]
    assert len(told.arrived) == 1


async def test_no_more_pixels_come_than_are_asked_for(gallery_dl, room, simulator):
    told = Remembers()
    request = asking(twitter.VIDEO, quality=Quality("240p"))
    await gallery_dl.fetch(request, room=room, aim=None, tell=told)
    assert files_of(simulator) == [f"{media.width(240)}x240"]
    assert len(told.arrived) == 1


async def test_a_link_to_x_by_another_name_is_one_to_x(gallery_dl, room, simulator):
    def elsewhere(link: str, **wishes: Quality):
        return asking(link.replace("//x.com/", "//fxtwitter.com/"), **wishes)

    told = Remembers()
    request = elsewhere(twitter.VIDEO, quality=Quality("240p"))
    await gallery_dl.fetch(request, room=room, aim=None, tell=told)
    assert files_of(simulator) == [f"{media.width(240)}x240"]
    protected = await gallery_dl.look(elsewhere(twitter.PROTECTED), room=room)
    assert protected == Failure(PrivateMedia())


async def test_a_look_tells_in_which_sizes_a_film_is_offered(gallery_dl, room):
    look = (await gallery_dl.look(asking(twitter.VIDEO), room=room)).unwrap()
    assert [(each.height, each.size_bytes) for each in look.renditions] == [
        (height, told_size(height)) for height in RATES
    ]
    assert [item.size_bytes for item in look.items] == [told_size(720)]


async def test_films_of_one_post_are_chosen_each_for_itself(gallery_dl, room, simulator):
    told = Remembers()
    request = asking(twitter.VIDEOS, quality=Quality("360p"))
    await gallery_dl.fetch(request, room=room, aim=None, tell=told)
    assert len(told.arrived) == len({item.key for item in told.arrived}) == 2
    assert len(files_of(simulator)) == 2
