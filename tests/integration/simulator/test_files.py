"""Links straight to files, as gallery-dl sees them."""

from tests.simulator import faults
from tests.simulator.engines import run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files


async def test_links_to_files_are_what_they_are(simulator: Simulator):
    good = (files.JPEG, files.PNG, files.GIF, files.MP4, files.MP3, files.REDIRECTED, files.PLAIN)
    bad = (files.PAGE_NAMED_JPEG, files.EMPTY, files.MISSING)
    runs = await run("gallery_dl", simulator, *good, *bad)
    assert [bool(one.files[0]["bytes"]) for one in runs] == [True] * 7 + [False] * 3
    assert [one.code for one in runs] == [0] * 7 + [4] * 3


async def test_gallery_dl_tries_a_broken_file_again(simulator: Simulator):
    simulator.fail(faults.status(500), path="/pictures/lake.jpg", times=1)
    simulator.fail(faults.cut(after=100), path="/pictures/lake.png", times=1)
    jpeg, png = await run("gallery_dl", simulator, files.JPEG, files.PNG)
    assert all(one.files[0]["bytes"] for one in (jpeg, png))
    assert [seen.status for seen in simulator.asked(path="*/lake.jpg")] == [500, 200]
    assert [seen.status for seen in simulator.asked(path="*/lake.png")] == [200, 206]
