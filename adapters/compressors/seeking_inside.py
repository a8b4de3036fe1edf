"""Finds the place in a file from which a track can be decoded before a moment of a clip."""

import av
from av import error as av_error
from av.container import InputContainer

from adapters.opening.with_av import open_film, packets

SEEK_FROM = 2.0
"""Seconds; what comes earlier is reached faster by decoding."""
BACK = (0.5, 5.0, 30.0)
"""Seconds before the moment that are sought, one after the other.

Some containers go to the nearest packet, whether a picture can be decoded from there or not, or
to where the picture's packets are, when those of the sound lie seconds further ahead.
"""


def place_before(
    path: str, mimetype: str, index: int, moment: float, *, lead: float = 0
) -> int | None:
    """What to seek so that stream `index` is there whole `lead` seconds before the moment.

    Seconds on the container's clock. None: there is no such place but the start, which some
    containers do not seek, so that this opens the file for itself.
    """
    try:
        with open_film(path, mimetype) as container:
            for back in BACK:
                place = int((moment - back) * av.time_base)
                container.seek(place)
                if _is_there(container, index, moment - lead):
                    return place
    except av_error.FFmpegError:
        pass
    return None


def _is_there(container: InputContainer, index: int, moment: float) -> bool:
    stream = container.streams[index]
    for packet in packets(container, stream):
        if packet.pts is None:
            continue
        if packet.pts * packet.time_base > moment:
            return False
        if packet.is_keyframe:
            return True
    return False
