"""Plandialog: regional perspectives in early municipal planning, a QGIS plugin."""


def classFactory(iface: object) -> object:
    """The plugin, as QGIS asks for it. Nothing is imported before."""
    from .plugin.main import Plandialog

    return Plandialog(iface)
