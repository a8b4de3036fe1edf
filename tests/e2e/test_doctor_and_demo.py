import json

import pytest

from tests.e2e.command import BossBot


async def test_everything_that_a_job_needs_works_here(boss_bot: BossBot) -> None:
    ran = await boss_bot("doctor", "--json")
    assert ran.status == 0
    checks = {check["name"]: check for check in ran.document["checks"]}
    assert set(checks) >= {
        "video", "pictures", "gallery-dl", "yt-dlp", "javascript", "work folder", "download folder",
    }  # fmt: skip
    assert all(check["ok"] for check in checks.values())
    assert "h264 and aac" in checks["video"]["found"]
    assert ran.document["ok"] is True
    assert boss_bot.left_behind() == []
    assert not (boss_bot.home / "downloads").exists()


async def test_what_does_not_work_is_told_with_what_to_do(boss_bot: BossBot) -> None:
    (boss_bot.home / "downloads").touch()
    ran = await boss_bot("doctor")
    assert ran.status == 1
    (line,) = (line for line in ran.out.splitlines() if line.startswith("FAILS"))
    assert "DOWNLOAD_DIR" in line


@pytest.mark.long  # `make check` runs it, too, from the wheel
async def test_the_demo_ends_as_it_should(boss_bot: BossBot) -> None:
    settings = {"COMPRESSION_FFMPEG_PRESET": "ultrafast"}
    ran = await boss_bot("demo", "--to", "shown", settings=settings)
    assert ran.status == 0, json.dumps([ran.out, ran.err])
    folder = boss_bot.home / "shown"
    assert f"Look into {folder}" in ran.out
    kinds = sorted(path.suffix for path in folder.iterdir())
    assert kinds == [".gif", *[".jpg"] * 6, ".mp3", ".mp4", ".mp4"]
    assert boss_bot.left_behind() == []
