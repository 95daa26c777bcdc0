"""What the screen shows beside the bench: the devices and the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.station.ports import DeviceChanged, LinkChanged, LinkState


@dataclass(frozen=True, slots=True)
class World:
    """The devices, by name, and the link to the centre, as each last reported."""

    devices: Mapping[str, DeviceChanged] = field(default_factory=dict)
    link: LinkChanged | None = None

    @property
    def online(self) -> bool:
        return self.link is not None and self.link.state is LinkState.ONLINE
