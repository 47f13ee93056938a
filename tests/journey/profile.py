"""The QGIS profile of a window: empty but for the language, the theme and, where wanted, the plugin, and quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QSettings

ROOT = Path(__file__).resolve().parent.parent.parent

#: Nothing asks at the start or at the end, and nothing is fetched from the network.
QUIET = {
    "qgis/checkVersion": False,
    "qgis/askToSaveProjectChanges": False,
    "plugin-manager/automatically-check-for-updates": False,
    "fonts/downloadMissingFonts": False,
    "core/httpsfeedqgisorg/disabled": True,
    "core/NewsFeed/httpsfeedqgisorg/disabled": True,
    "PythonPlugins/processing": True,
    "PythonPlugins/db_manager": False,
    "PythonPlugins/grassprovider": False,
    "PythonPlugins/MetaSearch": False,
}


def write_profile(profiles: Path, language: str, theme: str, settings: dict[str, Any], linked: bool = True) -> Path:
    """Write the profile ``default`` under ``profiles`` and return it.

    Where it is ``linked`` the checkout lies in it as an installed plugin; otherwise it has no plugin.
    """
    profile = profiles / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    if linked:
        (profile / "python" / "plugins").mkdir(parents=True)
        (profile / "python" / "plugins" / "plandialog").symlink_to(ROOT)
    ini = QSettings(str(profile / "QGIS" / "QGIS3.ini"), QSettings.Format.IniFormat)
    chosen = {
        **QUIET,
        "locale/overrideFlag": True,
        "locale/userLocale": {"sv": "sv", "en": "en_US"}.get(language, language),
        "UI/UITheme": theme,
        **({"PythonPlugins/plandialog": True} if linked else {}),
        **settings,
    }
    for key, value in chosen.items():
        ini.setValue(key, value)
    ini.sync()
    return profile
