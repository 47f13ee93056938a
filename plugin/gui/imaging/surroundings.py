"""What the map of the assistant shows: the layers of the project, or a package's own where the project is empty."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsProject, QgsRectangle
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.package.manifest import Integrity
from ...core.package.model import Dataset, Package
from ...gis.engine import PreparedPackage
from ...gis.opening import map_layer
from ...gis.sources import SourceError, Unavailable
from ...gis.styles import apply_style
from ..workbench import Workbench
from .names import PlaceIndex, name_datasets, read_places
from .running import Latest
from .stage import Stage

# Where nothing else says so: SWEREF 99 TM.
_USUAL_CRS = "EPSG:3006"

_STACKING = ("point", "line", "polygon")

# Datasets with names that are shown, beside the background of the package.
_NAMED_SHOWN = 2


class Surroundings(QObject):
    """Keeps the map of the assistant as the project and the package are. ``package_ready``: another package is open.
    ``places_found`` is emitted with the :class:`~.names.PlaceIndex` of its names.
    """

    package_ready = pyqtSignal()
    places_found = pyqtSignal(object)

    def __init__(
        self, iface: QgisInterface, workbench: Workbench, stage: Stage, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._workbench = workbench
        self._stage = stage
        self._own_layers: list[QgsMapLayer] = []
        self.crs = map_crs(workbench.prepared, QgsProject.instance())
        # Points that are set are in the CRS that the map had then.
        self.keeps_crs = False
        # Opening layers takes a while, in which the window is to be seen already.
        self._map_timer = QTimer(self)
        self._map_timer.setSingleShot(True)
        self._map_timer.timeout.connect(self._show_map)
        self.names = Latest((), self)
        self.names.ready.connect(lambda places: self.places_found.emit(PlaceIndex(places)))
        workbench.package_changed.connect(self.show_package)
        iface.mapCanvas().layersChanged.connect(self._show_map)

    @property
    def package(self) -> Optional[Package]:
        """The package that is open, the main one of several: images are saved into no other."""
        prepared = self._workbench.prepared
        return prepared.package.main if prepared is not None else None

    def waiting(self) -> tuple[Dataset, ...]:
        """The structure images of the package that have no position yet."""
        prepared = self._workbench.prepared
        if prepared is None:
            return ()
        opened = ((dataset, prepared.datasets.get(dataset.id)) for dataset in prepared.package.main.images)
        return tuple(
            dataset
            for dataset, each in opened
            if isinstance(each, Unavailable) and each.message.code == "image-no-position"
        )

    def show_package(self) -> None:
        """Show the map of the package that is open, and read its names."""
        prepared = self._workbench.prepared
        if self._workbench.opening is not None:
            return
        if not self.keeps_crs:
            self.crs = map_crs(prepared, QgsProject.instance())
        self.package_ready.emit()
        self._own_layers = []
        self._map_timer.start()
        if prepared is None:
            return
        self._stage.zoom_to_map(whole_extent(prepared, self._iface, self.crs))
        language = self._workbench.settings.texts_language
        self.names.want(lambda cancelled: read_places(prepared, language, cancelled))

    def _show_map(self) -> None:
        layers = project_layers(self._iface)
        package = self.package
        if not layers and package is not None:
            if not self._own_layers:
                self._own_layers = package_layers(package)
            layers = self._own_layers
        self._stage.show_map(layers, self.crs, QgsProject.instance().transformContext())

    def close_down(self) -> None:
        """Listen to nothing any more."""
        self.names.drop()
        self._map_timer.stop()
        self._iface.mapCanvas().layersChanged.disconnect(self._show_map)
        self._workbench.package_changed.disconnect(self.show_package)
        self._own_layers = []


def map_crs(prepared: Optional[PreparedPackage], project: QgsProject) -> QgsCoordinateReferenceSystem:
    """The CRS that control points are set in: the package's, else the project's, in metres."""
    if prepared is not None:
        return prepared.crs
    crs = project.crs()
    return crs if crs.isValid() and not crs.isGeographic() else QgsCoordinateReferenceSystem(_USUAL_CRS)


def project_layers(iface: QgisInterface) -> list[QgsMapLayer]:
    """What QGIS's own map shows, the first on top."""
    return [layer for layer in iface.mapCanvas().layers() if layer.isSpatial()]


def package_layers(package: Package) -> list[QgsMapLayer]:
    """The borders, localities and background of a package as layers that belong to nobody, points on top."""
    named = [dataset.id for dataset in name_datasets(package)[:_NAMED_SHOWN]]
    municipality = [package.municipalities.dataset] if package.municipalities is not None else []
    names = dict.fromkeys([*named, *reversed(package.background), *municipality, package.area])
    datasets = [package.datasets[name] for name in names if package.datasets[name].geometry in _STACKING]
    integrity = Integrity(package.root, package.manifest)
    layers = []
    for dataset in sorted(datasets, key=lambda each: _STACKING.index(each.geometry)):
        try:
            layer = map_layer(package, dataset, integrity)
        except SourceError:
            # The dock tells of it; the others are enough to find one's way.
            continue
        apply_style(layer, package, dataset, integrity)
        layers.append(layer)
    return layers


def whole_extent(
    prepared: Optional[PreparedPackage], iface: QgisInterface, crs: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """What the map shows at first, in ``crs``: all of the package's area, else what QGIS's own map shows."""
    if prepared is not None and prepared.validity is not None and not prepared.validity.isEmpty():
        return prepared.validity.boundingBox()
    settings = iface.mapCanvas().mapSettings()
    return settings.extent() if settings.destinationCrs() == crs else QgsRectangle()
