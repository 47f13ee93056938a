"""Programs started for a test, waited for, and ended with it."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens at ``port``."""
    with socket.socket() as client:
        client.settimeout(0.2)
        return client.connect_ex(("127.0.0.1", port)) == 0


def as_account(account: Optional[pwd.struct_passwd]) -> list[str]:
    """The words that make ``setpriv`` run a program as ``account``."""
    if account is None:
        return []
    return [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


class Program:
    """A program with its log in a file; ended with everything that it started.

    It gets the signal ``death`` when the tests end in a way that leaves them no time to end it, and runs as ``account``
    where one is given.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        env: Optional[Mapping[str, str]] = None,
        cwd: Optional[Path] = None,
        death: signal.Signals = signal.SIGKILL,
        account: Optional[pwd.struct_passwd] = None,
    ) -> None:
        self._log = log
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                ["setpriv", f"--pdeathsig={death.name[3:]}", *as_account(account), *command],
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until ``ready``; the log is in the error where it never is."""
        until = time.monotonic() + seconds
        while not ready():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(
                    f"{self._process.args} did not start:\n{self._log.read_text(errors='replace')[-4000:]}"
                )
            time.sleep(0.1)

    def stop(self, with_signal: signal.Signals = signal.SIGKILL, seconds: float = 10.0) -> None:
        """End it with a signal, and with force where that does not end it in time."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, with_signal)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
