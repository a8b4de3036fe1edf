"""What the tools say when something is wrong, read as failures."""

from datetime import UTC, datetime

import pytest

from adapters.cells.endings import Died, Garbled, Overran, Raised
from adapters.cells.endings import OutOfMemory as NoMemory
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.gallery_dl import words as gallery_dl
from adapters.fetchers.http_status import failure_of_status, retry_after
from adapters.fetchers.yt_dlp import words as yt_dlp
from domain.failures import (
    CellDied,
    DownloadTimedOut,
    ExternalToolFailed,
    OutOfMemory,
    TooLarge,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "line", "kind"),
    [
        (4, "HttpError: '403 Forbidden' for 'https://a.example/b'", "blocked"),
        (4, "'404 Not Found' for 'https://a.example/b'", "not_found"),
        (4, "'502 Bad Gateway' for 'https://a.example/b'", "server_error"),
        (4, "'429 Too Many Requests' for 'https://a.example/b'", "rate_limited"),
        (4, "404 Not Found (no such post)", "not_found"),
        (4, "NotFoundError: Requested post could not be found", "not_found"),
        (4, "Rate limit exceeded (1/1)", "rate_limited"),
        (16, "AuthRequired: authenticated cookies needed to access this timeline", "login_needed"),
        (16, "AuthRequired: 'Protected Tweet'", "private"),
        (16, "AuthRequired: 'NSFW Tweet'", "age"),
        (8, "Cloudflare challenge (403 Forbidden) for 'https://a.example/'", "bot_check"),
        (
            4,
            "HTTPSConnectionPool(host='a', port=443): Read timed out. (read timeout=9)",
            "timed_out",
        ),
        (4, "NewConnectionError: [Errno 111] Connection refused", "connection_lost"),
        (4, "file size mismatch (10 < 20)", "connection_lost"),
        (4, "File size larger than allowed maximum (300 > 200)", "too_large"),
        (4, "OSError: [Errno 27] File too large", "too_large"),
        (128, "OSError: [Errno 28] No space left on device", "no_room"),
        (128, "PermissionError: [Errno 13] Permission denied", "no_room"),
        (4, "Empty file", "empty"),
        (4, "HTML response", "corrupt"),
        (64, "Unsupported URL 'https://a.example/'", "unsupported"),
        (16, "", "login_needed"),
        (8, "", "bot_check"),
        (1, "An unexpected error occurred: KeyError - 'core'.", "tool_failed"),
        (1, "", "tool_failed"),
    ],
)
def test_gallery_dl_says_why(code, line, kind):
    assert gallery_dl.failure_of(code, [line] if line else [], allowed=200).kind == kind


def test_the_first_line_that_means_anything_counts():
    lines = ["Sleeping 2 seconds", "'500 Server Error' for 'https://a.example/'", "'Unavailable'"]
    assert gallery_dl.failure_of(4, lines, allowed=1).kind == "server_error"


def test_sizes_and_times_are_taken_from_the_words():
    larger = gallery_dl.failure_of(4, ["larger than allowed maximum (300 > 200)"], allowed=200)
    assert larger == TooLarge(bytes=300, allowed=200)
    late = gallery_dl.failure_of(4, ["Read timed out. (read timeout=1.5)"], allowed=200)
    assert late == DownloadTimedOut(after=1.5)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ERROR: No suitable extractor found for URL https://a.example/", "unsupported"),
        ("ERROR: Unsupported URL: https://a.example/", "unsupported"),
        (
            "ERROR: [youtube] a: Sign in to confirm you\u2019re not a bot",
            "bot_check",
        ),
        ("ERROR: [youtube] a: Sign in to confirm your age. Use --cookies", "age"),
        ("ERROR: [TikTok] 1: Your IP address is blocked from accessing this post", "blocked"),
        ("ERROR: [youtube] a: Private video. Sign in if you've been granted access", "private"),
        ("ERROR: [youtube] a: Join this channel to get access to members-only content", "private"),
        ("ERROR: [youtube] a: not made this video available in your country", "geo"),
        ("ERROR: [youtube] a: This live event will begin in 2 hours.", "live"),
        ("ERROR: [youtube] a: Premieres in 3 days", "live"),
        ("ERROR: [youtube] a: Video unavailable. This video has been removed", "not_found"),
        ("ERROR: [twitter] 1: No video could be found in this tweet", "empty"),
        ("ERROR: [a] b: No video formats found!", "empty"),
        ("ERROR: Did not get any data blocks", "empty"),
        ("ERROR: [a] b: Unable to download webpage: HTTP Error 404: Not Found", "not_found"),
        ("ERROR: unable to download video data: HTTP Error 403: Forbidden", "blocked"),
        ("ERROR: [a] b: HTTP Error 429: Too Many Requests", "rate_limited"),
        ("ERROR: [a] b: HTTP Error 503: Service Unavailable", "server_error"),
        ("ERROR: [a] b: HTTP Error 471: No such host", "connection_lost"),
        (
            "ERROR: [Instagram] a: An empty media response. Use --cookies",
            "login_needed",
        ),
        ("ERROR: 100 bytes read, 900 more expected", "connection_lost"),
        ("ERROR: [a] b: [Errno 104] Connection reset by peer", "connection_lost"),
        ("ERROR: unable to write data: [Errno 28] No space left on device", "no_room"),
        ("ERROR: unable to open for writing: [Errno 13] Permission denied", "no_room"),
        ("ERROR: 'NoneType' object is not subscriptable", "tool_failed"),
    ],
)
def test_yt_dlp_says_why(words, kind):
    assert yt_dlp.failure_of(words).kind == kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "unsupported"),
        (401, "login_needed"),
        (403, "blocked"),
        (404, "not_found"),
        (408, "server_error"),
        (410, "not_found"),
        (429, "rate_limited"),
        (451, "geo"),
        (471, "connection_lost"),
        (500, "server_error"),
        (599, "server_error"),
    ],
)
def test_a_status_means_the_same_to_every_tool(status, kind):
    assert failure_of_status(status).kind == kind


@pytest.mark.parametrize(
    ("header", "until"),
    [
        (None, None),
        ("soon", None),
        ("120", datetime(2026, 11, 1, 12, 2, tzinfo=UTC)),
        ("99999999999", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("9" * 5000, datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("Sun, 01 Nov 2026 13:00:00 GMT", datetime(2026, 11, 1, 13, tzinfo=UTC)),
        ("Sun, 01 Nov 2026 13:00:00 -0000", datetime(2026, 11, 1, 13, tzinfo=UTC)),
    ],
)
def test_when_a_site_says_to_come_back(header, until):
    assert retry_after(header, now=NOW) == until


@pytest.mark.parametrize(
    ("ending", "failure"),
    [
        (Died(signal=9), CellDied(signal=9)),
        (Died(code=3), CellDied(code=3)),
        (Overran("total", 5.0), DownloadTimedOut(after=5.0)),
        (Overran("idle", 2.0), DownloadTimedOut(after=2.0)),
        (Overran("cpu", 60.0), CellDied(overran=60.0)),
        (NoMemory(), OutOfMemory()),
        (Raised("KeyError", "'a'"), ExternalToolFailed(tool="a", words="KeyError: 'a'\n")),
        (Garbled("too_much"), ExternalToolFailed(tool="a", words="too_much\n")),
    ],
)
def test_how_a_child_ended_is_a_failure_of_the_fetch(ending, failure):
    assert failure_of_cell(ending, tool="a") == failure
