"""What the browser's compositor showed and when: frames of a page, and which of them changed a part of it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import CDPSession, Page

SCALE: Final = 0.5
CHANGED_LEVEL: Final = 40
CHANGED_SHARE: Final = 0.002

Box = tuple[float, float, float, float]
Pixels = NDArray[np.int16]


def pixels(frame: str, box: Box) -> Pixels:
    """Cut the part `box` (x, y, width, height in page pixels) out of a frame."""
    x, y, width, height = (value * SCALE for value in box)
    picture = Image.open(io.BytesIO(base64.b64decode(frame))).convert("RGB")
    return np.asarray(picture.crop((int(x), int(y), int(x + width), int(y + height))), dtype=np.int16)


def differ(one: Pixels, other: Pixels) -> bool:
    """Tell whether a person could see a difference between two pictures of the same part."""
    if one.shape != other.shape:
        return True
    return float((np.abs(one - other).max(axis=2) > CHANGED_LEVEL).mean()) > CHANGED_SHARE


@dataclass
class Recorder:
    """Keeps every frame that Chromium draws while it runs, with the time at which it was shown."""

    session: CDPSession
    width: int
    height: int
    frames: list[tuple[float, str]] = field(default_factory=list)

    def start(self) -> None:
        """Ask the browser to send a picture whenever something on the page changes."""
        size = {"maxWidth": int(self.width * SCALE), "maxHeight": int(self.height * SCALE)}
        self.session.on("Page.screencastFrame", self._keep)
        self.session.send("Page.startScreencast", {"format": "jpeg", "quality": 70, "everyNthFrame": 1, **size})

    def _keep(self, event: dict[str, Any]) -> None:
        self.frames.append((event["metadata"]["timestamp"] * 1000, event["data"]))
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def clear(self) -> None:
        """Forget all frames but the last, which is what the page shows now."""
        del self.frames[:-1]

    def wait_until_still(self, page: Page, quiet: float = 700, limit: float = 20_000) -> None:
        """Let the page run until no frame has come for `quiet` ms (a blinking caret does not wait for ever)."""
        waited, last, count = 0.0, 0.0, len(self.frames)
        while waited < limit and waited - last < quiet:
            page.wait_for_timeout(50)
            waited += 50
            if len(self.frames) != count:
                count, last = len(self.frames), waited

    def settled_at(self, box: Box, since: float) -> float | None:
        """Return when the part `box` began to look as it does at the end; nothing if it did not change."""
        shown = [(when, pixels(frame, box)) for when, frame in self.frames]
        if not shown:
            return None
        final = shown[-1][1]
        unlike = [at for at, (_, picture) in enumerate(shown) if differ(picture, final)]
        if not unlike or unlike[-1] + 1 >= len(shown):
            return None
        when = shown[unlike[-1] + 1][0]
        return when if when >= since else None
