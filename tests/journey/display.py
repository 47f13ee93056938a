"""A display of its own for one window: Xvfb, whose frame buffer is a file that can be read at any time."""

from __future__ import annotations

import os
import select
import shutil
import struct
import subprocess
from pathlib import Path

from qgis.PyQt.QtGui import QImage

SIZE = (1600, 1000)


class MissingProgramError(RuntimeError):
    """A program that the journeys need is not installed."""


def program(name: str) -> str:
    """The path of an installed program."""
    found = shutil.which(name)
    if found is None:
        raise MissingProgramError(f"{name} is not installed; tools/setup.sh dev installs what the journeys need")
    return found


def bound_to_us(command: list[str]) -> list[str]:
    """``command``, ended by the kernel when the tests end, however they end."""
    return [program("setpriv"), "--pdeathsig", "KILL", "--", *command]


class Display:
    """An X server with one screen, a Swedish keyboard, no window manager and no pointer in its pictures."""

    def __init__(self, folder: Path) -> None:
        self._buffer = folder / "Xvfb_screen0"
        reader, writer = os.pipe()
        command = [
            program("Xvfb"), "-displayfd", str(writer), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-dpi", "96",
            "-nolisten", "tcp", "-nocursor", "-noreset", "-fbdir", str(folder),
        ]  # fmt: skip
        with (folder / "xvfb.txt").open("wb") as told:
            self._process = subprocess.Popen(
                bound_to_us(command), pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=told
            )
        os.close(writer)
        with os.fdopen(reader) as stream:
            number = stream.readline().strip() if select.select([stream], [], [], 20)[0] else ""
        if not number:
            self.close()
            raise RuntimeError("Xvfb did not start: " + (folder / "xvfb.txt").read_text(errors="replace")[-2000:])
        self.name = f":{number}"
        subprocess.run(
            [program("setxkbmap"), "-layout", "se"], env={**os.environ, "DISPLAY": self.name}, check=True, timeout=20
        )

    def picture(self) -> QImage:
        """What the screen shows now. The file is an X window dump: a header, a colour table, rows of BGRX."""
        data = self._buffer.read_bytes()
        header = struct.unpack(">20I", data[:80])
        width, height, row, colours = header[4], header[5], header[12], header[19]
        start = header[0] + 12 * colours
        pixels = data[start : start + row * height]
        return QImage(pixels, width, height, row, QImage.Format.Format_RGB32).copy()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
