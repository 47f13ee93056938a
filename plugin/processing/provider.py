"""The Processing provider."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..about import RESOURCES, version
from .adddataset import AddDataset
from .checkplanarea import CheckPlanArea
from .georeferencestructureimage import GeoreferenceStructureImage
from .loadpackage import LoadPackage
from .newpackage import NewPackage
from .publishpackage import PublishPackage
from .saveofflinecopy import SaveOfflineCopy
from .validatepackage import ValidatePackage

_ALGORITHMS = (
    CheckPlanArea,
    LoadPackage,
    SaveOfflineCopy,
    GeoreferenceStructureImage,
    NewPackage,
    AddDataset,
    ValidatePackage,
    PublishPackage,
)


class PlandialogProvider(QgsProcessingProvider):
    """Plandialog's algorithms."""

    def id(self) -> str:
        return "plandialog"

    def name(self) -> str:
        return "Plandialog"

    def longName(self) -> str:
        return f"Plandialog {version()}"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "plandialog.svg"))

    def loadAlgorithms(self) -> None:
        for algorithm in _ALGORITHMS:
            self.addAlgorithm(algorithm())
