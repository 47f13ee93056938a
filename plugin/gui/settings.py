"""What the planner has chosen once and need not choose again."""

from __future__ import annotations

from dataclasses import dataclass, fields

from qgis.core import QgsSettings

from ..translation import interface_language

_PREFIX = "plandialog"


@dataclass
class Settings:
    """The choices of the Options page and of the dock, with their defaults.

    ``language`` is ``sv``, ``en`` or empty for that of QGIS. ``folder`` is where summaries were last saved.
    ``image_opacity`` (0–1) is what structure images are added to the map with.
    """

    language: str = ""
    live: bool = True
    flash: bool = True
    zoom: bool = True
    folder: str = ""
    package: str = ""
    dock_open: bool = False
    image_opacity: float = 0.5

    @classmethod
    def load(cls) -> Settings:
        """The settings of the profile."""
        store = QgsSettings()
        values = {
            field.name: store.value(f"{_PREFIX}/{field.name}", field.default, type=type(field.default))
            for field in fields(cls)
        }
        return cls(**values)

    def save(self) -> None:
        """Keep the settings in the profile."""
        store = QgsSettings()
        for field in fields(self):
            store.setValue(f"{_PREFIX}/{field.name}", getattr(self, field.name))

    @property
    def texts_language(self) -> str:
        """``sv`` or ``en``: the language of summaries and of the package's texts in the dock."""
        return self.language or interface_language()
