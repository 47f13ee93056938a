"""The language of the user interface and of what is written unless another is chosen."""

from __future__ import annotations

import re

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .about import RESOURCES

_CONTEXT = "Plandialog"


def tr(text: str) -> str:
    """The English source ``text`` in the language of the user interface."""
    return QCoreApplication.translate(_CONTEXT, text)


def counted(count: int, one: str, many: str, **more: object) -> str:
    """``one`` for a count of one, else ``many``, both translated, with ``{count}`` and whatever ``more`` filled in."""
    return (one if count == 1 else many).format(count=count, **more)


def interface_language() -> str:
    """``sv`` for a Swedish QGIS, else ``en``: the languages that packages, messages and summaries are written in."""
    return "sv" if QgsApplication.locale().lower().startswith("sv") else "en"


class Translation:
    """The compiled translation of the user interface, while the plugin is loaded."""

    def __init__(self) -> None:
        self._translator = QTranslator()

    def install(self) -> None:
        """Use the texts in the language of QGIS where there are some; the source texts are English."""
        language = re.split(r"[_-]", QgsApplication.locale().lower())[0]
        file = RESOURCES / "i18n" / f"plandialog_{language}.qm"
        if file.is_file() and self._translator.load(str(file)):
            QCoreApplication.installTranslator(self._translator)

    def remove(self) -> None:
        """Stop translating."""
        QCoreApplication.removeTranslator(self._translator)
