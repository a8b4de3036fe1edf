"""The commands themselves, once each."""

import json
import sys
from pathlib import Path

from tests.simulator.engines import command
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter

BIN = Path(sys.executable).parent


async def test_the_commands_reach_the_simulated_sites_too(simulator: Simulator, tmp_path: Path):
    job = tmp_path / "job.json"
    job.write_text(
        json.dumps(
            {
                "extractor": {
                    "base-directory": str(tmp_path / "got"),
                    "directory": [],
                    "proxy": simulator.proxy_for("photo"),
                    "verify": str(simulator.ca_file),
                },
                "cache": {"file": ":memory:"},
            }
        )
    )
    words = ["gallery-dl", "--config-ignore", "--config-json", str(job), "--", twitter.PHOTO]
    await command([str(BIN / words[0]), *words[1:]], simulator)
    words = ["yt-dlp", "--ignore-config", "--no-cache-dir", "--compat-options", "no-certifi"]
    words += ["--proxy", simulator.proxy_for("video"), "-P", f"home:{tmp_path / 'got'}"]
    await command([str(BIN / words[0]), *words[1:], "--", twitter.VIDEO], simulator)

    assert sorted(path.suffix for path in (tmp_path / "got").iterdir()) == [".jpg", ".mp4"]
    photo = {seen.request.host for seen in simulator.asked(job="photo")}
    video = {seen.request.host for seen in simulator.asked(job="video")}
    assert photo == {"api.x.com", "x.com", "pbs.twimg.com"}
    assert video == {"api.x.com", "x.com", "video.twimg.com"}
