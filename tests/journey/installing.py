"""The plugin manager's way with the plugin; the steps run inside QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import qgis.utils
from qgis.utils import iface

from journey.hands import until
from journey.planner import dock

_PLUGIN = "plandialog"


def _installer() -> Any:
    # It needs the window as soon as it is imported.
    import pyplugin_installer

    return pyplugin_installer.instance()


def install(path: str) -> Any:
    """Install a zip file as *Install from ZIP* does; over what is installed already it is an update. Gives where the
    plugin is then."""
    _installer().installFromZipFile(path)
    yield until(lambda: _PLUGIN in qgis.utils.active_plugins, 30, "the plugin to be active")
    return str(Path(qgis.utils.plugins[_PLUGIN].__class__.__init__.__code__.co_filename).parent.parent)


def uninstall() -> Any:
    """Uninstall the plugin; gives what QGIS still has of it. Layers of the demo package would go with its folder."""
    iface.newProject(False)
    yield 0.2
    _installer().uninstallPlugin(_PLUGIN, quiet=True)
    yield 0.2
    folder = Path(qgis.utils.HOME_PLUGIN_PATH) / _PLUGIN
    return {"active": _PLUGIN in qgis.utils.active_plugins, "folder": folder.exists()}


def drafts_after_update(path: str) -> Any:
    """Install the zip file once more while the dock is open; gives the names of the proposals before and after."""
    before = sorted(draft.name for draft in dock().workbench.session.drafts)
    yield install(path)
    qgis.utils.plugins[_PLUGIN].entrance.toggle.setChecked(True)
    yield until(lambda: dock() is not None and dock().workbench.prepared is not None, 30, "the dock with its package")
    return before, sorted(draft.name for draft in dock().workbench.session.drafts)
