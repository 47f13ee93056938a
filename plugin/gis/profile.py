"""Plandialog's own place in the profile of QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Optional, TypeVar, Union

from qgis.core import QgsApplication, QgsSettings

from ..core.codec import CodecError
from ..core.versions import NewerError, check_version

_Kept = TypeVar("_Kept", str, bool, int, float)

#: The version of the settings; those without one are of the first.
SETTINGS_VERSION = 1
_VERSION = "version"


def data_folder() -> Path:
    """The folder for what Plandialog keeps."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "plandialog"


def unpacked_packages() -> Path:
    """The folder where the dock unpacks zip files of packages."""
    return data_folder() / "packages"


def kept(name: str, default: _Kept) -> _Kept:
    """The setting ``name`` of Plandialog, or ``default`` where there is none or it is of another kind: settings are a
    file that anybody may edit."""
    kind = type(default)
    try:
        value = QgsSettings().value(f"plandialog/{name}", default, type=kind)
    except TypeError:
        return default
    return value if isinstance(value, kind) else default


def keep(values: Mapping[str, Union[str, bool, int, float]]) -> None:
    """Keep ``values`` as settings of Plandialog by their names. Settings of a newer version stay as they are."""
    if newer_settings() is None:
        # One for all of them: each writes the whole file as it goes.
        store = QgsSettings()
        for name, value in {_VERSION: SETTINGS_VERSION, **values}.items():
            store.setValue(f"plandialog/{name}", value)


def newer_settings() -> Optional[NewerError]:
    """That a newer version has written the settings, or None."""
    try:
        check_version(kept(_VERSION, SETTINGS_VERSION), SETTINGS_VERSION)
    except NewerError as error:
        return error
    except CodecError:  # somebody edited it
        return None
    return None
