"""Which drawings are looked over line by line, and where a line is missing."""

from __future__ import annotations

import pytest
from plandialog.plugin.gis.dxf import wrong_line

SOUND = b"  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n  0\nEOF\n"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (SOUND, None),
        (b"\xef\xbb\xbf" + SOUND, None),
        (SOUND.replace(b"\n", b"\r\n"), None),
        (SOUND.replace(b"\n", b"\r"), None),
        (b"AutoCAD Binary DXF\r\n\x1a\x00" + SOUND, None),
        (SOUND.replace(b"  2\n", b""), 3),
        (b"inte en ritning\n", 1),
        (b"", None),
    ],
)
def test_the_first_line_that_is_no_group_code_is_told(tmp_path, content, wrong):
    path = tmp_path / "ritning.dxf"
    path.write_bytes(content)
    assert wrong_line(path) == wrong
