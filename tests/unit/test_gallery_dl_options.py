"""What gallery-dl is told for one job: ours, the operator's wishes, and what has to be."""

from pathlib import Path
from types import SimpleNamespace

from adapters.fetchers.cookie_jar import Lent
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.options import COMMENTS, for_job
from adapters.fetchers.visitor import Visitor
from application.ports.egress import EgressAddress, JobBudget

FOLDER = Path("/job/work")
ROOM = SimpleNamespace(
    budget=JobBudget(file_bytes=1000), egress=EgressAddress(url="http://127.0.0.1:1")
)
KNOWN = Lent(FOLDER / ".cookies", logged_in=True)


def told(extractor: dict | None = None, *, lent: Lent | None = None, **focus: str) -> dict:
    return for_job(
        ROOM,
        folder=FOLDER,
        config=GalleryDLConfig.model_validate({"extractor": extractor or {}}),
        visitor=Visitor(user_agent="a-browser", ca_file=Path("/ca.pem")),
        lent=lent,
        focus=focus,
        download=True,
    )["extractor"]


def test_the_names_on_disk_are_ours_whatever_the_operator_wishes_people_to_see():
    wishes = {"filename": "{title}", "directory": ["{user}"], "twitter": {"filename": "{title}"}}
    assert told(wishes)["filename"] == told()["filename"]
    assert told(wishes)["directory"] == []
    assert "filename" not in told(wishes)["twitter"]


def test_every_request_goes_our_way():
    extractor = told()
    assert extractor["proxy"] == "http://127.0.0.1:1"
    assert extractor["verify"] == "/ca.pem"
    assert extractor["headers"] == {"User-Agent": "a-browser"}


def test_an_operators_wishes_stand_over_ours():
    wishes = {"instagram": {"sleep-request": 9}, "imgur": {"mp4": False}}
    assert told()["instagram"]["sleep-request"] == [0.5, 1.5]
    assert told(wishes)["instagram"]["sleep-request"] == 9.0
    assert told(wishes)["imgur"] == {"mp4": False}


def test_a_conversation_is_asked_for_by_those_who_can_see_it():
    assert "conversations" not in told()["twitter"]
    assert "conversations" not in told(lent=Lent(FOLDER, logged_in=False))["twitter"]
    assert told(lent=KNOWN)["twitter"]["conversations"] is True
    assert (
        told({"twitter": {"conversations": False}}, lent=KNOWN)["twitter"]["conversations"] is False
    )


def test_comments_are_listed_where_one_of_them_is_meant():
    assert told()["reddit"]["comments"] == 0
    assert told(comment="c2")["reddit"]["comments"] == COMMENTS


def test_films_are_wanted_in_a_form_that_needs_no_ffmpeg_binary():
    wishes = {"reddit": {"videos": True}, "instagram": {"videos": True}}
    assert told(wishes)["reddit"]["videos"] == "dash"
    assert told(wishes)["instagram"]["videos"] == "merged"
    assert told({"reddit": {"videos": False}})["reddit"]["videos"] is False


def test_the_music_of_pictures_is_no_file():
    assert told()["tiktok"]["audio"] is False
