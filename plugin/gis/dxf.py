"""The lines of a DXF file, looked over before GDAL gets it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

_BINARY = b"AutoCAD Binary DXF"
_MARK = b"\xef\xbb\xbf"


def wrong_line(path: Path) -> Optional[int]:
    """The number of the first line that should be a group code and is none; None for a file in order.

    Lines come in pairs, a group code (a whole number) and its value. Where a line was lost, codes are read as values
    from there on, and counts that come of it keep GDAL busy without an end that anybody could wait for. Raises OSError.
    """
    with path.open("rb") as stream:
        number = 1
        for code in stream:
            code = code.strip()
            if number == 1:
                # GDAL knows a binary drawing and the line ends of old Macs, of which this knows nothing.
                if code.startswith(_BINARY) or b"\r" in code:
                    return None
                code = code.removeprefix(_MARK).strip()
            if not code.lstrip(b"+-").isdigit():
                # Blank lines after the end are harmless.
                is_over = not code and not stream.read(4096).strip()
                return None if is_over else number
            if next(stream, b"").strip() == b"EOF" and code == b"0":
                return None
            number += 2
    return None
