"""Plandialog's own place in the profile of QGIS."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication


def data_folder() -> Path:
    """The folder for what Plandialog keeps."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "plandialog"
