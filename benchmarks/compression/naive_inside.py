"""What everybody tries first: the rate that the limit leaves, once, and hope."""

import asyncio

from benchmarks.compression.inside import Json, when_told

SOUND_KBPS = 96
"""As the peer takes off, too."""


async def fit(job: Json) -> Json:
    """One pass of x264 at its own preset, at the source's size."""
    kbps = job["limit"] * 8 / 1000 / job["seconds"] - SOUND_KBPS * job["sounds"]
    words = ["-v", "error", "-y", "-i", job["path"], "-b:v", f"{kbps:.0f}k"]
    words += ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", f"{SOUND_KBPS}k"]
    encoding = await asyncio.create_subprocess_exec("ffmpeg", *words, job["to"], stdin=-3)
    status = await encoding.wait()
    return {"tries": 1, "failure": f"exit status {status}" if status else ""}


if __name__ == "__main__":
    asyncio.run(when_told(fit))
