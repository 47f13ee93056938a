"""Plandialog's own place in the profile of QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from qgis.core import QgsApplication, QgsSettings

_Kept = TypeVar("_Kept", str, bool, int, float)


def data_folder() -> Path:
    """The folder for what Plandialog keeps."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "plandialog"


def kept(name: str, default: _Kept) -> _Kept:
    """The setting ``name`` of Plandialog, or ``default`` where there is none or it is of another kind: settings are a
    file that anybody may edit."""
    kind = type(default)
    try:
        value = QgsSettings().value(f"plandialog/{name}", default, type=kind)
    except TypeError:
        return default
    return value if isinstance(value, kind) else default


def keep(name: str, value: _Kept) -> None:
    """Keep ``value`` as the setting ``name`` of Plandialog."""
    QgsSettings().setValue(f"plandialog/{name}", value)
