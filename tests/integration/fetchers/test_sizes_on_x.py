"""Of the sizes in which X offers a film, gallery-dl fetches the one worth fetching, either way."""

from typing import Final

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from application.ports.fetcher import Fetcher
from domain.failures import CannotFit, PrivateMedia
from domain.limits import Aim, UploadLimits
from domain.link import Admission
from domain.outcome import Failure, Success
from domain.request import Clip, Quality
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded
from tests.simulator import faults, media
from tests.simulator.messages import Response
from tests.simulator.sites import files, twitter


@pytest.fixture(params=["api", "cli"])
def gallery_dl(request, cells: Cells, visitor: Visitor) -> Fetcher:
    return GalleryDl(request.param, cells, Admission(), visitor)


RATES: Final = {240: 240_000, 360: 360_000, 720: 720_000}
"""Bits a second of the sizes in which the simulated X offers a film."""


def told_size(height: int) -> int:
    return RATES[height] * media.SECONDS // 8


ROOM_FOR_360: Final = told_size(360) * 5 // 4
"""Bytes: a size that is reckoned may be off by so much."""


def fitting(limit: int) -> Aim:
    return Aim(limits=UploadLimits(bytes_per_file=limit, bytes_per_message=limit))


def a_film_of(size: int) -> Response:
    return files.file(media.video(240).ljust(size, b"\0"), "video/mp4")


def files_of(simulator) -> list[str]:
    asked = simulator.asked(host="video.twimg.com", path="*.mp4*")
    return [seen.request.url.rpartition("/avc1/")[2].partition("/")[0] for seen in asked]


async def test_of_a_film_in_several_sizes_the_best_that_fits_is_taken(gallery_dl, room, simulator):
    told = Remembers()
    await gallery_dl.fetch(asking(twitter.VIDEO), room=room, aim=fitting(ROOM_FOR_360), tell=told)
    assert files_of(simulator) == [f"{media.width(360)}x360"]
    assert len(told.arrived) == 1


async def test_a_film_that_is_larger_than_it_was_said_gives_way_to_the_next_lower(
    gallery_dl, room, simulator
):
    simulator.fail(faults.says(a_film_of(ROOM_FOR_360 + 1)), path="*x360/*")
    told = Remembers()
    await gallery_dl.fetch(asking(twitter.VIDEO), room=room, aim=fitting(ROOM_FOR_360), tell=told)
    assert files_of(simulator) == [f"{media.width(360)}x360", f"{media.width(240)}x240"]
    assert [item.file.size_bytes for item in told.arrived] == [len(media.video(240))]


async def test_of_a_film_that_is_always_larger_than_it_was_said_the_lowest_comes(
    gallery_dl, room, simulator
):
    simulator.fail(faults.says(a_film_of(ROOM_FOR_360 + 1)), path="*.mp4*")
    told = Remembers()
    await gallery_dl.fetch(asking(twitter.VIDEO), room=room, aim=fitting(ROOM_FOR_360), tell=told)
    assert files_of(simulator) == [f"{media.width(360)}x360", f"{media.width(240)}x240"]
    assert [item.file.size_bytes for item in told.arrived] == [ROOM_FOR_360 + 1]


async def test_a_film_of_which_a_part_is_wanted_may_be_larger_than_what_fits(
    gallery_dl, room, simulator
):
    simulator.fail(faults.says(a_film_of(ROOM_FOR_360 + 1)), path="*x720/*")
    told = Remembers()
    request = asking(twitter.VIDEO, clip=Clip(end=1.0))
    await gallery_dl.fetch(request, room=room, aim=fitting(ROOM_FOR_360), tell=told)
    assert files_of(simulator) == [f"{media.width(720)}x720"]
    assert [item.file.size_bytes for item in told.arrived] == [ROOM_FOR_360 + 1]


async def test_a_film_that_cannot_be_made_to_fit_is_refused_before_it_is_fetched(
    gallery_dl, room, simulator
):
    told = Remembers()
    outcome = await gallery_dl.fetch(
        asking(twitter.VIDEOS), room=room, aim=fitting(20_000), tell=told
    )
    assert isinstance(outcome, Success)
    assert files_of(simulator) == []
    refusals = [item.failure for item in told.skipped]
    assert [type(refusal) for refusal in refusals] == [CannotFit, CannotFit]
    assert all(refusal.smallest_limit for refusal in refusals)


async def test_a_picture_comes_whatever_becomes_of_the_film_beside_it(gallery_dl, room, simulator):
    told = Remembers()
    await gallery_dl.fetch(asking(twitter.MIXED), room=room, aim=fitting(20_000), tell=told)
    assert told.failures == ["cannot_fit"]
    assert [str(item.file.file_type) for item in told.arrived] == ["image", "video"]


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
