"""A QGIS window for a test: started from an empty profile, driven by steps, looked at, and ended."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any, Callable, Iterator, Optional, Union

from . import installing
from .display import Display, bound_to_us, program
from .profile import ROOT, write_profile

PICTURES = ROOT / "build" / "journey"

#: The least level of QGIS's message log that is a fault: Qgis.MessageLevel.Warning, and Critical above it.
_WARNING, _CRITICAL = 1, 2

# Qt 5 looks whether a conversion is registered and then registers it, without a lock in between: where two threads come
# at once, as one that reads and the one that draws do, the second is told so, and nothing else comes of it.
_SAID_BY_QT = r"^stderr: Warning: Type conversion already registered from type QPointer<QgsMapLayer> to type QObject\*$"

_numbers: dict[Path, Iterator[int]] = {}


class StepError(AssertionError):
    """A step failed in QGIS; the text is its traceback."""


class WindowError(RuntimeError):
    """QGIS did not start, does not answer or has died."""


class Window:
    """QGIS on a display of its own; ``with Window("sv") as window:``.

    ``theme`` is a UI theme by QGIS's name (``"Night Mapping"`` is the dark one); ``settings`` are more keys of
    QGIS3.ini, ``environment`` more variables. With ``plugin``, a zip file, the profile begins empty and QGIS's own
    installer puts the plugin into it, in place of the checkout. Everything lies in a temporary folder, pictures
    excepted: ``build/journey/<language>/NN-name.png``.
    """

    def __init__(
        self,
        language: str = "sv",
        theme: str = "default",
        settings: Optional[dict[str, Any]] = None,
        environment: Optional[dict[str, str]] = None,
        plugin: Optional[Path] = None,
    ) -> None:
        self.language = language
        self.theme = theme
        self._settings = settings or {}
        self._environment = environment or {}
        self._plugin = plugin
        self._allowed: list[str] = [_SAID_BY_QT]
        self._process: Optional[subprocess.Popen] = None
        self._connection: Optional[socket.socket] = None
        self._unread = b""

    # start and end

    def __enter__(self) -> Window:
        for name in ("qgis", "xdotool"):
            program(name)
        self.folder = Path(tempfile.mkdtemp(prefix="journey-"))
        self.folder.chmod(0o700)
        self._display: Optional[Display] = None
        try:
            self._display = Display(self.folder)
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End everything at once and leave nothing behind."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._display is not None:
            self._display.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> None:
        # Names as a Swedish user may have them.
        profiles, home = self.folder / "profiler å", self.folder / "hem"
        # QGIS takes layers below the folder for temporary files for such, so that is beside the others.
        temporary = self.folder / "tmp"
        home.mkdir()
        temporary.mkdir()
        self.profile = write_profile(profiles, self.language, self.theme, self._settings, linked=self._plugin is None)
        address = str(self.folder / "socket")
        startup = self._script("startup", f"recorder.install({str(self.folder / 'log.jsonl')!r})")
        code = self._script("code", f"driver.start({address!r})")
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "XDG_RUNTIME_DIR": str(self.folder),
            "DISPLAY": self._display.name,
            "QT_QPA_PLATFORM": "xcb",
            "QT_FONT_DPI": "96",  # the display rounds to 96.07, which QGIS would scale everything by
            "PYQGIS_STARTUP": str(startup),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self._environment,
        }
        command = ["qgis", "--noversioncheck", "--nologo", "--profiles-path", str(profiles), "--profile", "default"]
        with (
            socket.socket(socket.AF_UNIX) as listener,
            (self.folder / "stdout.txt").open("wb") as stdout,
            (self.folder / "stderr.txt").open("wb") as stderr,
        ):
            listener.bind(address)
            listener.listen()
            self._process = subprocess.Popen(
                bound_to_us([*command, "--code", str(code)]),
                env=environment,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
            self._connection = self._accept(listener, 60)
        self._receive(60)
        if self._plugin is not None:
            installed = Path(self.run(installing.install, path=str(self._plugin)))
            assert self.profile in installed.parents, f"the plugin in {installed} is another one"

    def _script(self, name: str, call: str) -> Path:
        path = self.folder / f"{name}.py"
        module = call.split(".")[0]
        path.write_text(
            f"import sys\nsys.path.append({str(ROOT / 'tests')!r})\nfrom journey import {module}\n{call}\n",
            encoding="utf-8",
        )
        return path

    def _accept(self, listener: socket.socket, seconds: float) -> socket.socket:
        listener.settimeout(0.1)
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.alive():
            try:
                return listener.accept()[0]
            except socket.timeout:
                continue
        raise self._failure(f"QGIS did not start within {seconds} s" if self.alive() else "QGIS ended at the start")

    def alive(self) -> bool:
        """Whether QGIS is running."""
        return self._process is not None and self._process.poll() is None

    def close(self, seconds: float = 30) -> int:
        """End QGIS as a user does, plugins unloaded; gives the exit code, less than 0 for a signal (a crash)."""
        if self.alive():
            self._send({"source": "iface.actionExit().trigger()", "arguments": {}})
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise self._failure(f"QGIS has not ended after {seconds} s") from None
        return self._process.returncode

    # steps

    def run(self, step: Union[str, Callable[..., Any]], *, within: float = 60, **arguments: Any) -> Any:
        """Carry out a step in QGIS and give its answer; see :mod:`journey` for how to write one.

        ``step`` is a function of a module that QGIS can import, or source text in which the names of
        :mod:`journey.hands`, ``iface`` and the ``arguments`` are known. ``within`` is the limit of the whole step in
        seconds.
        """
        if isinstance(step, str):
            request = {"source": step}
        else:
            if step.__module__.rpartition(".")[2].startswith("test_"):
                raise TypeError("QGIS has no pytest: put the step in a module of its own, such as journey/steps.py")
            request = {"module": step.__module__, "name": step.__qualname__}
        self._send({**request, "arguments": arguments})
        answer = self._receive(within)
        if "error" in answer:
            raise StepError(f"{answer['error'].rstrip()}\n{self._last_picture()}")
        return answer["result"]

    def _send(self, request: dict[str, Any]) -> None:
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            raise self._failure("QGIS has died") from None

    def _receive(self, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while b"\n" not in self._unread:
            self._connection.settimeout(max(0.01, until - time.monotonic()))
            try:
                data = self._connection.recv(65536)
            except socket.timeout:
                raise self._failure(f"QGIS has not answered for {seconds} s") from None
            except ConnectionError:
                data = b""
            if not data:
                raise self._failure("QGIS has died")
            self._unread += data
        line, self._unread = self._unread.split(b"\n", 1)
        return json.loads(line)

    def _failure(self, what: str) -> WindowError:
        """Everything there is to know about a QGIS that is stuck or dead; it is ended."""
        told = [what, self._last_picture()]
        if self.alive():
            self._process.send_signal(signal.SIGUSR1)  # the recorder writes the Python stack to stderr
            time.sleep(0.5)
            self._process.kill()
        elif self._process is not None:
            told.append(f"exit code {self._process.returncode}")
        if self._process is not None:
            self._process.wait()
        told += [f"{record['kind']}: {record['text']}" for record in self.log()[-5:]]
        # QGIS writes the stack of a crash to stdout, where gdb is installed.
        told += [self.stderr()[-4000:], self._text("stdout.txt")[-8000:]]
        return WindowError("\n".join(filter(None, told)))

    # what is seen

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the screen, once the map is drawn, as ``build/journey/<language>/NN-name.png``."""
        self.run("yield 0.1\nyield settled()")
        return self._keep(name)

    def _keep(self, name: str) -> Path:
        folder = self.language if self.theme == "default" else f"{self.language} {self.theme}"
        folder = PICTURES / folder.lower().replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{next(_numbers.setdefault(folder, count(1))):02d}-{name}.png"
        if not self._display.picture().save(str(path)):
            raise OSError(f"cannot write {path}")
        return path

    def _last_picture(self) -> str:
        return f"The screen then: {self._keep('failed')}" if self._display is not None else ""

    def log(self) -> list[dict[str, Any]]:
        """What the recorder has kept: messages, exceptions, requests."""
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def stderr(self) -> str:
        return self._text("stderr.txt")

    def _text(self, name: str) -> str:
        path = self.folder / name
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def requests(self) -> list[str]:
        """The network requests that QGIS was asked for, as URLs."""
        return [record["text"] for record in self.log() if record["kind"] == "request"]

    def allow(self, *patterns: str) -> None:
        """Faults whose text holds one of these regular expressions are meant."""
        self._allowed += patterns

    def errors(self) -> list[str]:
        """Python exceptions, warnings and worse in the message log, lines on stderr, a crash; none that is allowed."""
        faults = [text for record in self.log() if (text := _fault(record))]
        faults += [f"stderr: {line}" for line in self.stderr().splitlines() if line.strip()]
        if self._process.poll() not in (None, 0):
            faults.append(f"QGIS ended with {self._process.returncode}")
        return [fault for fault in faults if not any(re.search(pattern, fault) for pattern in self._allowed)]


def _fault(record: dict[str, Any]) -> str:
    if record["kind"] == "exception":
        return record["text"]
    if record["kind"] == "message" and record["level"] in (_WARNING, _CRITICAL):
        return f"{record['tab']}: {record['text']}"
    return ""
