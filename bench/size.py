"""How much room a folder takes on the disk."""

from __future__ import annotations

import os
from pathlib import Path


def installed_bytes(folder: Path) -> int:
    """Bytes on the disk under the folder; a file with several names counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            status = (Path(place) / name).lstat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_blocks * 512
    return total
