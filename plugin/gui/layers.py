"""The drafts and the project's layers: edits in a layer reach its drafts at once, and drafts of no layer get one."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGeometry,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject

from ..core.session import Draft
from ..gis.drafts import edited
from ..gis.transforms import transformation
from ..report.symbols import label_layer
from ..translation import tr
from .workbench import Workbench, crs_of, new_draft, wkt_of

#: The custom property by which the layer of the drafts is known again.
SHEET_PROPERTY = "plandialog/proposals"


class LayerFollower(QObject):
    """Follows the layers that drafts came from: a moved vertex, a save, a roll-back, a removal."""

    def __init__(self, workbench: Workbench, project: QgsProject) -> None:
        super().__init__()
        self._workbench = workbench
        self._project = project
        self._followed: dict[str, QgsVectorLayer] = {}
        self._going: set[str] = set()
        workbench.drafts_changed.connect(self.follow)
        project.layersWillBeRemoved.connect(self._let_go)
        project.layersRemoved.connect(self._removed)
        # A project that is closed takes its layers with it, and its session is not to be changed for that.
        project.aboutToBeCleared.connect(self._leave_all)

    def follow(self) -> None:
        """Listen to the layers of the present drafts, and to no others."""
        wanted = {draft.origin.layer for draft in self._workbench.session.drafts if draft.origin is not None}
        for identifier in set(self._followed) - wanted:
            self._leave(identifier)
        for identifier in wanted - set(self._followed):
            layer = self._project.mapLayer(identifier)
            if isinstance(layer, QgsVectorLayer):
                layer.geometryChanged.connect(self._geometry_changed)
                layer.committedFeaturesAdded.connect(self._added)
                layer.afterCommitChanges.connect(self._settled)
                layer.afterRollBack.connect(self._settled)
                self._followed[identifier] = layer

    def stop(self) -> None:
        """Listen to nothing any more."""
        self._leave_all()
        self._project.layersWillBeRemoved.disconnect(self._let_go)
        self._project.layersRemoved.disconnect(self._removed)
        self._project.aboutToBeCleared.disconnect(self._leave_all)
        self._workbench.drafts_changed.disconnect(self.follow)

    def _leave_all(self) -> None:
        for identifier in list(self._followed):
            self._leave(identifier)

    def _leave(self, identifier: str) -> None:
        layer = self._followed.pop(identifier)
        layer.geometryChanged.disconnect(self._geometry_changed)
        layer.committedFeaturesAdded.disconnect(self._added)
        layer.afterCommitChanges.disconnect(self._settled)
        layer.afterRollBack.disconnect(self._settled)

    def _let_go(self, identifiers: list[str]) -> None:
        for identifier in self._followed.keys() & set(identifiers):
            self._leave(identifier)
            self._going.add(identifier)

    def _removed(self, identifiers: list[str]) -> None:
        # Only now: the drafts may get another layer, which is no time for while layers are on their way out.
        for identifier in self._going & set(identifiers):
            self._going.discard(identifier)
            self._workbench.unlink(identifier)

    def _drafts_of(self, layer: str) -> list[Draft]:
        drafts = self._workbench.session.drafts
        return [draft for draft in drafts if draft.origin is not None and draft.origin.layer == layer]

    def _geometry_changed(self, feature: int, geometry: QgsGeometry) -> None:
        for draft in self._drafts_of(self.sender().id()):
            if draft.origin is not None and draft.origin.feature == feature:
                self._workbench.reshape(draft.id, geometry, unsaved=True)

    def _added(self, layer: str, features: Iterable[QgsFeature]) -> None:
        """New features were saved, and got other ids with that: drafts that were taken before follow them."""
        saved = list(features)
        for draft in [draft for draft in self._drafts_of(layer) if draft.origin.feature < 0]:
            twin = next((each for each in saved if _is_same(each.geometry(), draft)), None)
            if twin is not None:
                saved.remove(twin)
                origin = replace(draft.origin, feature=twin.id())
                self._workbench.reshape(draft.id, twin.geometry(), unsaved=False, origin=origin)

    def _settled(self) -> None:
        """The edits were saved or rolled back: the drafts are what the layer holds now."""
        layer = self.sender()
        identifier, is_edited = layer.id(), edited(layer)
        held = [(draft, layer.getFeature(draft.origin.feature)) for draft in self._drafts_of(identifier)]
        for draft, feature in held:
            # QGIS lets other events in while it reads from a server, and whoever hears of a new shape may do anything:
            # by now the draft may be gone, and its id that of another one.
            still = {(each.id, each.origin) for each in self._drafts_of(identifier)}
            if (draft.id, draft.origin) in still and feature.isValid() and feature.hasGeometry():
                self._workbench.reshape(draft.id, feature.geometry(), is_edited(feature.id()))


class DraftSheet(QObject):
    """The project's layer of drafts that come from no layer of the user's: drawn ones and those from a file.

    The layer is in memory; what it shows is kept with the session, so nothing is lost with it. It may be edited like
    any other: moved vertices, deleted and added polygons reach the drafts.
    """

    def __init__(self, workbench: Workbench, project: QgsProject) -> None:
        super().__init__()
        self._workbench = workbench
        self._project = project
        self._layer: Optional[QgsVectorLayer] = None
        # The drafts that the layer shows, with the names it shows for them.
        self._shown: dict[str, str] = {}
        self._taking = False
        workbench.drafts_changed.connect(self.show)
        workbench.geometry_changed.connect(self.show)
        workbench.package_changed.connect(self.show)
        project.layersWillBeRemoved.connect(self._removed)
        # Edits that the user saves as the project is being closed are not for the next one.
        project.aboutToBeCleared.connect(self._let_go)

    def stop(self) -> None:
        """Listen to nothing any more. The layer stays in the project."""
        self._workbench.drafts_changed.disconnect(self.show)
        self._workbench.geometry_changed.disconnect(self.show)
        self._workbench.package_changed.disconnect(self.show)
        self._project.layersWillBeRemoved.disconnect(self._removed)
        self._project.aboutToBeCleared.disconnect(self._let_go)
        self._let_go()

    def show(self, *_changed: str) -> None:
        """Show the drafts as they are now."""
        if self._taking:
            return
        drafts = [draft for draft in self._workbench.session.drafts if draft.origin is None]
        if self._layer is None:
            self._adopt(self._find())
        if self._layer is None and (not drafts or self._workbench.prepared is None):
            return
        if self._layer is None:
            self._adopt(self._make())
        if self._layer.isEditable():
            # What the user is editing is not written over; what has changed meanwhile is shown when that is done.
            return
        self._write(drafts)

    def lay_out(self) -> None:
        """Have the layer in the project before there is a draft to show."""
        self.show()
        if self._layer is None and self._workbench.prepared is not None:
            self._adopt(self._make())

    def _find(self) -> Optional[QgsVectorLayer]:
        layers = self._project.mapLayers().values()
        return next((layer for layer in layers if layer.customProperty(SHEET_PROPERTY) and layer.isValid()), None)

    def _make(self) -> QgsVectorLayer:
        definition = "CurvePolygon?field=id:string(40)&field=name:string(200)"
        layer = QgsVectorLayer(definition, tr("Proposals (Plandialog)"), "memory")
        layer.setCrs(self._workbench.prepared.crs)
        layer.setCustomProperty(SHEET_PROPERTY, True)
        # QGIS warns that such a layer is lost when the project is closed; this one is not.
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        symbol = QgsFillSymbol.createSimple(
            {"color": "224,165,38,60", "outline_color": "#7a5300", "outline_width": "0.6"}
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        label_layer(layer, "name", "#5a3d00")
        self._project.addMapLayer(layer, False)
        self._project.layerTreeRoot().insertLayer(0, layer)
        return layer

    def _adopt(self, layer: Optional[QgsVectorLayer]) -> None:
        self._layer = layer
        if layer is not None:
            layer.geometryChanged.connect(self._geometry_changed)
            layer.afterCommitChanges.connect(self._committed)
            layer.afterRollBack.connect(self._rolled_back)
            layer.editingStopped.connect(self.show)
            self._shown = self._names()

    def _let_go(self) -> None:
        if self._layer is not None:
            self._layer.geometryChanged.disconnect(self._geometry_changed)
            self._layer.afterCommitChanges.disconnect(self._committed)
            self._layer.afterRollBack.disconnect(self._rolled_back)
            self._layer.editingStopped.disconnect(self.show)
            self._layer = None
            self._shown = {}

    def _removed(self, identifiers: list[str]) -> None:
        if self._layer is not None and self._layer.id() in identifiers:
            # The drafts stay; the layer comes back with the next one that changes.
            self._let_go()

    def _write(self, drafts: list[Draft]) -> None:
        wanted = {draft.id: (draft.name, self._in_layer(draft)) for draft in drafts}
        # What is no polygon, or cannot be put on the map, stands in the dock with the reason.
        wanted = {name: each for name, each in wanted.items() if each[1].type() == Qgis.GeometryType.Polygon}
        shown = {}
        for feature in self._layer.getFeatures():
            shown[str(feature["id"])] = (str(feature["name"]), feature.geometry().asWkt(6))
        if shown == {name: (title, geometry.asWkt(6)) for name, (title, geometry) in wanted.items()}:
            return
        provider = self._layer.dataProvider()
        provider.truncate()
        features = []
        for name, (title, geometry) in wanted.items():
            feature = QgsFeature(self._layer.fields())
            feature.setAttributes([name, title])
            feature.setGeometry(geometry)
            features.append(feature)
        provider.addFeatures(features)
        self._shown = self._names()
        self._layer.updateExtents()
        self._layer.triggerRepaint()

    def _names(self) -> dict[str, str]:
        return {str(each["id"]): str(each["name"]) for each in self._layer.getFeatures() if each.hasGeometry()}

    def _in_layer(self, draft: Draft) -> QgsGeometry:
        return _transformed(QgsGeometry.fromWkt(draft.geometry), crs_of(draft), self._layer.crs(), self._project)

    def _in_draft(self, geometry: QgsGeometry, draft: Draft) -> QgsGeometry:
        return _transformed(geometry, self._layer.crs(), crs_of(draft), self._project)

    def _geometry_changed(self, feature: int, geometry: QgsGeometry) -> None:
        request = QgsFeatureRequest(feature).setFlags(Qgis.FeatureRequestFlag.NoGeometry)
        found = next(iter(self._layer.getFeatures(request)), None)
        draft = self._workbench.session.draft(str(found["id"])) if found is not None else None
        if draft is not None:
            self._workbench.reshape(draft.id, self._in_draft(geometry, draft), unsaved=True)

    def _committed(self) -> None:
        """Edits in this layer were saved: the drafts are what it holds now."""
        self._taking = True
        try:
            self._take_over()
        finally:
            self._taking = False
        self.show()

    def _take_over(self) -> None:
        held: dict[str, QgsFeature] = {}
        fresh = []
        for feature in self._layer.getFeatures():
            name = str(feature["id"] or "")
            if name in self._shown and name not in held:
                held[name] = feature
            elif feature.hasGeometry():
                # Drawn here, or the other part of one that was split.
                fresh.append(feature)
        # A draft that came while the layer was edited is not in it, and one that was removed is.
        for draft in [draft for draft in self._workbench.session.drafts if draft.id in self._shown]:
            feature = held.get(draft.id)
            if feature is None or not feature.hasGeometry():
                self._workbench.remove(draft.id)
                continue
            self._follow(draft, feature)
            if str(feature["name"] or "") not in ("", self._shown[draft.id]):
                self._workbench.state_of(draft.id, name=str(feature["name"]))
        self._take(fresh)
        self._shown = self._names()

    def _take(self, features: list[QgsFeature]) -> None:
        """Make drafts of ``features``, which get their ids and names."""
        known = {draft.id for draft in self._workbench.session.drafts}
        crs = self._layer.crs()
        self._workbench.add(new_draft(each.geometry(), crs, str(each["name"] or "")) for each in features)
        made = [draft for draft in self._workbench.session.drafts if draft.id not in known]
        # Past the edit buffer, which is empty now: the user may go on editing, and this is nothing to undo.
        values = {feature.id(): {0: draft.id, 1: draft.name} for feature, draft in zip(features, made)}
        self._layer.dataProvider().changeAttributeValues(values)

    def _rolled_back(self) -> None:
        for feature in self._layer.getFeatures():
            draft = self._workbench.session.draft(str(feature["id"]))
            if draft is not None:
                self._follow(draft, feature)

    def _follow(self, draft: Draft, feature: QgsFeature) -> None:
        """Give ``draft`` the shape that the layer holds; one that was not touched keeps its coordinates."""
        geometry = feature.geometry()
        if geometry.asWkt(6) == self._in_layer(draft).asWkt(6):
            geometry = QgsGeometry.fromWkt(draft.geometry)
        else:
            geometry = self._in_draft(geometry, draft)
        self._workbench.reshape(draft.id, geometry, unsaved=False)


def _is_same(geometry: QgsGeometry, draft: Draft) -> bool:
    return QgsGeometry.fromWkt(wkt_of(geometry)).isGeosEqual(QgsGeometry.fromWkt(draft.geometry))


def _transformed(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    project: QgsProject,
) -> QgsGeometry:
    moved = QgsGeometry(geometry)
    if source.isValid() and target.isValid() and source != target:
        try:
            moved.transform(transformation(source, target, project))
        except QgsCsException:
            # The check of this draft says that its place cannot be transformed.
            return QgsGeometry()
    return moved
