"""gallery-dl, in-process, with what it says of each file."""

import os

from gallery_dl import config, exception, extractor
from gallery_dl.job import DownloadJob

from tests.simulator.inside.jobs import Json, each, size


def _run(job: Json, folder: str, proxy: str) -> Json:
    files: list[Json] = []

    class Job(DownloadJob):
        def handle_url(self, url, kwdict):
            super().handle_url(url, kwdict)
            path = self.pathfmt.realpath
            keywords = {key: value for key, value in kwdict.items() if key[0] != "_"}
            told = {"path": path, "bytes": size(path), "source": url, "keywords": keywords}
            files.append(told)

    config.clear()
    config._config.update(
        extractor={
            "base-directory": folder,
            "proxy": proxy,
            "verify": os.environ["SSL_CERT_FILE"],
            "retries": 1,
            "timeout": 5,
            "sleep-429": 0,
            "sleep-request": 0,
            "sleep-extractor": 0,
            "cookies": job.get("cookies"),
            "cookies-update": False,
            **job.get("options", {}),
        },
        cache={"file": ":memory:"},
        output={"mode": "null"},
        downloader={"ytdl": {"raw-options": {"compat_opts": ["no-certifi"]}}},
    )
    try:
        found = extractor.find(job["url"])
        code = 64 if found is None else Job(found).run()
    except exception.GalleryDLException as failure:
        code = failure.code
    return {"files": files, "code": code}


if __name__ == "__main__":
    each(_run)
