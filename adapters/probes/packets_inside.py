"""What the packets of a track say: how many, how large, and when they are shown."""

from array import array
from dataclasses import dataclass, field
from typing import Any

from av.packet import Packet

from adapters.opening.refusing import refuse
from domain.media_limits import too_long


@dataclass
class Track:
    """Packet by packet, because a container's word on itself is often wrong or missing."""

    densest: float
    """Packets a second: with more it is not worked on."""
    bytes: int = 0
    packets: int = 0
    key_frames: int = 0
    damaged: int = 0
    end: float = 0.0
    times: "array[float]" = field(default_factory=lambda: array("d"))
    """Seconds on the container's clock; none before 0, where an edit list cuts."""

    def add(self, packet: "Packet[Any]") -> None:
        """Count it; TooMuchError: there are more than the longest film or sound has."""
        self.bytes += packet.size
        self.packets += 1
        refuse(too_long(self.packets / self.densest))
        self.key_frames += packet.is_keyframe
        self.damaged += packet.is_corrupt
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None or packet.is_discard:
            return
        at = float(stamp * packet.time_base)
        self.end = max(self.end, at + float((packet.duration or 0) * packet.time_base))
        if at >= 0:
            self.times.append(at)

    @property
    def start(self) -> float:
        """Seconds; 0 where nothing has a time."""
        return min(self.times, default=0.0)
