"""Fixtures for journeys. They start QGIS as a process of its own and never skip: without QGIS or Xvfb they fail."""

from __future__ import annotations

import contextlib
import shutil

import pytest

from .window import PICTURES, Window


@pytest.fixture(scope="session", autouse=True)
def _no_old_pictures():
    shutil.rmtree(PICTURES, ignore_errors=True)


@pytest.fixture
def open_window():
    """Opens windows: ``open_window("sv", theme="Night Mapping")``.

    At the end of the test each is ended as a user ends it; it must not have crashed, nor have logged a fault that was
    not allowed (:meth:`Window.allow`).
    """
    windows = []
    with contextlib.ExitStack() as stack:

        def open_(language="sv", theme="default", plugin=None, **settings):
            windows.append(stack.enter_context(Window(language, theme, settings, plugin=plugin)))
            return windows[-1]

        yield open_
        for window in windows:
            window.close()
            assert window.errors() == [], "\n".join(window.errors())


@pytest.fixture
def window(request, open_window):
    """One window; Swedish, or as ``@pytest.mark.parametrize("window", ["sv", "en"], indirect=True)`` says."""
    return open_window(getattr(request, "param", "sv"))
