"""The maps of a proposal: what was found around it, perspective by perspective, and where in the region it lies."""

from __future__ import annotations

from typing import Callable, Iterable, Iterator, Optional, Sequence, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsRectangle,
    QgsRenderContext,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QGuiApplication

from ..core.assessment import Assessment, Finding, Hit, SourceNote
from ..core.outcome import LABELS, Outcome
from ..core.package.folders import Folders
from ..core.package.model import Dataset, Package
from ..core.quantity import NBSP, Dimension, format_quantity
from ..core.text import Text, listing
from ..gis.engine import seal_of
from ..gis.sources import SourceError, open_layer
from ..gis.styles import apply_style
from ..gis.transforms import transformation, whole
from . import texts
from .image_maps import image_scenes
from .layers import memory_layer
from .length import Length
from .mapped import OVERVIEW, PLAN, perspective_key
from .scene import PIXEL, Entry, Scene, Scenes, framed
from .symbols import COLORS, found_symbol, label_layer, plan_symbol, quiet_symbol

# Sizes in CSS pixels.
_PLAN_SIZE = (720, 480)
_OVERVIEW_SIZE = (300, 480)
_PERSPECTIVE_SIZE = (560, 315)

# The plan area fills about this part of the width, unless that would be a larger scale than 1:10 000.
_FILL = 0.42
_LARGEST_SCALE = 10_000

# Where a map is about what lies around the plan area as well, both together fill more of it.
_FILL_TOGETHER = 0.78

# Features that the map of a perspective is framed on, the nearest first: the tenth school says no more than the ninth.
_MOST_FRAMED = 9

# Features looked at to find which of a layer's signs are on the map, and names in the alternative text.
_MOST_SIGNS = 400
_MOST_NEAR = 5

# A check that found more features than this has none of them labelled: the names would hide the map.
_MOST_LABELS = 12

# The part of the map that a hatch may cover.
_MOST_HATCHED = 0.4

_KINDS = {
    Qgis.GeometryType.Point: "MultiPoint",
    Qgis.GeometryType.Line: "MultiLineString",
    Qgis.GeometryType.Polygon: "MultiPolygon",
}

_Base = list[tuple[Dataset, QgsVectorLayer]]

# How features are drawn: their outcome, their kind of geometry and whether polygons are hatched.
_Group = tuple[Outcome, Qgis.GeometryType, bool]


def scenes_of(package: Package, assessment: Assessment, language: str, length: Length) -> Scenes:
    """The maps of ``assessment``, in the package's CRS, for a summary of ``length``.

    Works in any thread: every layer is made in it, and has to be drawn and dropped in it; no project is touched. A
    dataset that cannot be opened is left out and named under the map. Never raises: where there can be no maps the
    result says why.
    """
    try:
        if QGuiApplication.instance() is None:
            return fault(texts.MAP_NO_GUI.get(language), language)
        return _Cartographer(package, assessment, language).scenes(length)
    except Exception as error:  # the summary matters more than its maps, so whatever happens is told in their place
        return fault(described(error), language)


def fault(reason: str, language: str) -> Scenes:
    """No maps, and why."""
    return Scenes(fault=texts.filled(texts.MAP_FAULT.get(language), reason=reason))


def described(error: Exception) -> str:
    """An unexpected exception as one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


class _Cartographer:
    """The maps of one assessment."""

    def __init__(self, package: Package, assessment: Assessment, language: str) -> None:
        self._package = package
        self._assessment = assessment
        self._language = language
        self._crs = whole(QgsCoordinateReferenceSystem(package.crs))
        self._context = QgsCoordinateTransformContext()
        self._folders = Folders(package)
        self._layers: dict[str, Optional[QgsVectorLayer]] = {}
        # The datasets behind the features found that are on the map, as the source line names them.
        self._credited: dict[str, str] = {}
        self._checked = _checked(package, assessment)
        self._plan = QgsGeometry.fromWkt(assessment.proposal.geometry)
        if self._plan.isNull():
            raise ValueError(assessment.proposal.geometry[:80])

    def scenes(self, length: Length) -> Scenes:
        """All maps that a summary of ``length`` has."""
        made = [self._plan_scene()]
        if length is not Length.BRIEF:
            made += [self._overview(), *self._perspective_scenes()]
            # The picture of another version may show something else than what the findings say of it.
            datasets = [each for each in self._package.images if self._is_as_checked(each.id)]
            made += image_scenes(self._package, datasets, self._assessment, self._language, self._folders)
        return Scenes({scene.key: scene for scene in made})

    def _is_as_checked(self, dataset: str) -> bool:
        """Whether a dataset comes from the package that was checked, in the same version."""
        return self._package.part_of(dataset).id in self._checked

    def _plan_scene(self) -> Scene:
        """The plan area with what was found, on the package's background."""
        subject = self._plan.boundingBox()
        return self._found_scene(PLAN, subject, _FILL, _PLAN_SIZE, self._plan_alt(), lambda finding: True)

    def _perspective_scenes(self) -> Iterator[Scene]:
        """A map for each perspective that found something, framed on the plan area and on what was found."""
        for perspective in self._assessment.perspectives:
            findings = [finding for finding in self._shown() if finding.perspective == perspective.id]
            around = self._around(findings)
            if around is None:
                continue
            subject = QgsRectangle(self._plan.boundingBox())
            subject.combineExtentWith(around)
            fill = _FILL if around == self._plan.boundingBox() else _FILL_TOGETHER
            alt = self._perspective_alt(perspective.title, findings)
            key = perspective_key(perspective.id)
            wanted = perspective.id
            yield self._found_scene(
                key, subject, fill, _PERSPECTIVE_SIZE, alt, lambda finding, wanted=wanted: finding.perspective == wanted
            )

    def _shown(self) -> list[Finding]:
        """The findings with something to show on a map, those that matter most first."""
        findings = [finding for outcome in COLORS for finding in self._assessment.with_outcome(outcome)]
        # The areas of a structure image on a map would look as if they had edges; they have their own.
        return [each for each in findings if each.hits and each.source is not None and not each.source.schematic]

    def _around(self, findings: Sequence[Finding]) -> Optional[QgsRectangle]:
        """Where the nearest of what was found lies, None where nothing was.

        Of a feature that the plan area does not touch it is the nearest place: the whole of it may be a municipality.
        """
        near = []
        for hit in (hit for finding in findings for hit in finding.hits):
            geometry = QgsGeometry.fromWkt(hit.geometry)
            if not geometry.isNull():
                near.append((geometry.distance(self._plan), geometry))
        if not near:
            return None
        extent = QgsRectangle(self._plan.boundingBox())
        for distance, geometry in sorted(near, key=lambda each: each[0])[:_MOST_FRAMED]:
            if distance > 0:
                place = geometry.nearestPoint(self._plan)
                extent.combineExtentWith(place.boundingBox())
        return extent

    def _found_scene(
        self,
        key: str,
        subject: QgsRectangle,
        fill: float,
        size: tuple[int, int],
        alt: str,
        wanted: Callable[[Finding], bool],
    ) -> Scene:
        """The plan area with what the findings that are ``wanted`` found, on the package's background."""
        self._credited = {}
        extent = framed(subject, fill, _LARGEST_SCALE, size[0] * PIXEL, size[1] * PIXEL)
        names = self._package.background or self._package.frame
        base = self._open(names)
        plan = self._memory("MultiPolygon", [(self._plan, "")], plan_symbol(), texts.MAP_PLAN)
        found = list(self._found_layers(QgsGeometry.fromRect(extent), wanted))
        visible = [(dataset, layer, self._items(layer, extent)) for dataset, layer in base]
        visible = [(dataset, layer, items) for dataset, layer, items in visible if items]
        legend = [
            Entry(self._text(texts.MAP_PLAN), (plan_symbol(),)),
            *self._found_entries(found),
            *(entry for dataset, _, items in reversed(visible) for entry in self._entries(dataset, items)),
        ]
        # Layers are drawn from the last to the first; what was found lies below the outline of the plan area.
        layers = [plan, *(layer for _, layer in found), *(layer for _, layer, _ in reversed(visible))]
        credits = {dataset.id: _credit(dataset, self._language) for dataset, _, _ in visible}
        source = self._source({**credits, **self._credited}.values(), names)
        return self._scene(key, layers, subject, fill, _LARGEST_SCALE, size, alt, source, tuple(legend))

    def _overview(self) -> Scene:
        """The area of validity and the municipalities, with the position of the plan area."""
        names = self._package.frame
        base = self._open(names)
        extent = QgsRectangle(self._plan.boundingBox())
        for _, layer in base:
            extent.combineExtentWith(self._in_map_crs(layer.extent(), layer))
        pin = {"name": "diamond", "color": "#111111", "outline_color": "#ffffff", "outline_width": "0.7", "size": "5"}
        symbol = QgsMarkerSymbol.createSimple(pin)
        middle = QgsGeometry.fromPointXY(self._plan.boundingBox().center())
        # The layer owns the symbol that it is given.
        place = self._memory("MultiPoint", [(middle, "")], symbol.clone(), texts.MAP_PLACE)
        alt = self._text(texts.OVERVIEW_ALT, region=self._package.region.get(self._language), where=self._where())
        source = self._source([_credit(dataset, self._language) for dataset, _ in base], names)
        layers = [layer for _, layer in reversed(base)]
        legend = (Entry(self._text(texts.MAP_PLACE), (symbol,)),)
        return self._scene(OVERVIEW, layers, extent, 0.94, 0.0, _OVERVIEW_SIZE, alt, source, legend, (place,))

    # layers

    def _open(self, names: Iterable[str]) -> _Base:
        """The datasets as styled layers, the lowest first; those that cannot be opened are left out."""
        opened = []
        for name in names:
            if name not in self._layers:
                self._layers[name] = self._layer(self._package.datasets[name])
            layer = self._layers[name]
            if layer is not None:
                opened.append((self._package.datasets[name], layer))
        return opened

    def _layer(self, dataset: Dataset) -> Optional[QgsVectorLayer]:
        try:
            part, integrity = self._folders.of(dataset.id)
            layer = open_layer(part, dataset, integrity)
        except SourceError:
            # The findings say why it cannot be used; the map says that it is not complete.
            return None
        if not layer.crs().isValid() or (dataset.filter and not layer.setSubsetString(dataset.filter)):
            return None
        layer.setName(dataset.title.get(self._language))
        if not apply_style(layer, part, dataset, integrity):
            layer.setRenderer(QgsSingleSymbolRenderer(quiet_symbol(layer.geometryType())))
        return layer

    def _memory(
        self, kind: str, features: Iterable[tuple[QgsGeometry, str]], symbol: QgsSymbol, title: Text
    ) -> QgsVectorLayer:
        return memory_layer(kind, features, symbol, self._crs, title.get(self._language))

    def _found_layers(
        self, view: QgsGeometry, wanted: Callable[[Finding], bool]
    ) -> Iterator[tuple[Outcome, QgsVectorLayer]]:
        """What was found in ``view``, by outcome and kind of geometry: points on top, lines, then polygons."""
        groups = self._found_groups(view, wanted)
        for kind, name in _KINDS.items():
            for outcome, color in COLORS.items():
                for hatched in (True, False):
                    found = groups.get((outcome, kind, hatched))
                    if found:
                        layer = self._memory(name, found, found_symbol(kind, outcome, hatched), LABELS[outcome])
                        label_layer(layer, "name", color)
                        yield outcome, layer

    def _found_groups(
        self, view: QgsGeometry, wanted: Callable[[Finding], bool]
    ) -> dict[_Group, list[tuple[QgsGeometry, str]]]:
        """The features found in ``view`` with the names to show, grouped by how they are drawn.

        A feature that several checks found is drawn once, with the outcome that matters most. The datasets are noted
        for the source line.
        """
        groups: dict[_Group, list[tuple[QgsGeometry, str]]] = {}
        seen: set[tuple[str, str]] = set()
        for finding in filter(wanted, self._shown()):
            dataset = finding.source.dataset
            hits = [hit for hit in finding.hits if (dataset, hit.feature) not in seen]
            seen.update((dataset, hit.feature) for hit in hits)
            named = self._is_named(finding, dataset)
            hatched = finding.measure != "sum" and dataset not in self._package.frame
            for hit, geometry in zip(hits, self._whole(dataset, hits)):
                if geometry.intersects(view):
                    group = (finding.outcome, geometry.type(), hatched and _is_small(geometry, view))
                    geometry.convertToMultiType()
                    # A name without a letter, such as the number of a grid square, tells a reader nothing.
                    name = hit.name if named and any(char.isalpha() for char in hit.name) else ""
                    groups.setdefault(group, []).append((geometry, name))
                    self._credited[dataset] = _credit(finding.source, self._language)
        return groups

    def _is_named(self, finding: Finding, dataset: str) -> bool:
        """Whether the names of what was found belong on the map: few, and not there already with the background."""
        background = self._layers.get(dataset)
        labelled = background is not None and _is_labelled(background) and dataset in self._package.background
        return not labelled and finding.hit_count <= _MOST_LABELS

    def _whole(self, dataset: str, hits: Sequence[Hit]) -> list[QgsGeometry]:
        """The geometries of ``hits`` in the map's CRS.

        An assessment keeps them cut to the surroundings of the plan area, and a cut looks like a border; so the whole
        features are taken from the package wherever it is the one that was checked.
        """
        kept = [QgsGeometry.fromWkt(hit.geometry) for hit in hits]
        ids = [int(hit.feature) for hit in hits if hit.feature.isdecimal()]
        known = dataset in self._package.datasets and self._is_as_checked(dataset)
        opened = self._open([dataset]) if known and ids else []
        if not opened or kept[0].type() == Qgis.GeometryType.Point:
            return kept
        layer = opened[0][1]
        try:
            transform = transformation(layer.crs(), self._crs, self._context)
        except QgsCsException:
            return kept
        request = QgsFeatureRequest().setFilterFids(ids).setNoAttributes()
        found = {str(feature.id()): QgsGeometry(feature.geometry()) for feature in layer.getFeatures(request)}
        return [_the_same(geometry, found.get(hit.feature), transform) for hit, geometry in zip(hits, kept)]

    # scenes

    def _scene(
        self,
        key: str,
        layers: Sequence[QgsVectorLayer],
        subject: QgsRectangle,
        fill: float,
        largest_scale: float,
        size: tuple[int, int],
        alt: str,
        source: str,
        legend: tuple[Entry, ...],
        above: tuple[QgsVectorLayer, ...] = (),
    ) -> Scene:
        mark = self._text(texts.DEMO_MARK) if self._package.demo else ""
        return Scene(
            key,
            layers,
            self._crs,
            self._context,
            subject,
            fill,
            largest_scale,
            size,
            alt,
            source,
            legend,
            mark,
            above,
        )

    def _source(self, credited: Iterable[str], wanted: Iterable[str]) -> str:
        """What the map is drawn from, and what of the datasets ``wanted`` is missing from it."""
        sentences = []
        titles = ", ".join(credited)
        if titles:
            sentences.append(self._text(texts.MAP_SOURCE, titles=titles))
        missing = [self._package.datasets[name] for name in wanted if self._layers.get(name) is None]
        if missing:
            titles = ", ".join(dataset.title.get(self._language) for dataset in missing)
            sentences.append(self._text(texts.MAP_MISSING, titles=titles))
        return " ".join(sentences)

    # legend

    def _items(self, layer: QgsVectorLayer, extent: QgsRectangle) -> list[tuple[QgsSymbol, str]]:
        """The signs of ``layer`` that are on the map, each with its label; none where nothing is."""
        renderer = layer.renderer().clone()
        request = QgsFeatureRequest(self._in_layer_crs(extent, layer)).setLimit(_MOST_SIGNS)
        context = QgsRenderContext()
        renderer.startRender(context, layer.fields())
        keys: set[str] = set()
        for feature in layer.getFeatures(request):
            context.expressionContext().setFeature(feature)
            keys |= renderer.legendKeysForFeature(feature, context)
        renderer.stopRender(context)
        items = [item for item in renderer.legendSymbolItems() if item.symbol() is not None]
        return [(item.symbol().clone(), item.label()) for item in items if item.ruleKey() in keys]

    def _entries(self, dataset: Dataset, items: list[tuple[QgsSymbol, str]]) -> Iterator[Entry]:
        title = dataset.title.get(self._language)
        for symbol, label in items:
            yield Entry(f"{title}: {label}" if label else title, (symbol,))

    def _found_entries(self, found: Iterable[tuple[Outcome, QgsVectorLayer]]) -> Iterator[Entry]:
        """One entry per outcome, with all signs it has on the map."""
        signs: dict[Outcome, list[QgsSymbol]] = {outcome: [] for outcome in COLORS}
        for outcome, layer in found:
            signs[outcome].append(layer.renderer().symbol().clone())
        for outcome, symbols in signs.items():
            if symbols:
                yield Entry(LABELS[outcome].get(self._language), tuple(symbols))

    # words

    def _plan_alt(self) -> str:
        """The map in words: size and place of the plan area and the features found, those to discuss first."""
        area = format_quantity(self._assessment.proposal.area, Dimension.AREA, self._language)
        words = [self._text(texts.MAP_ALT, area=area, where=self._where())]
        words += self._near(self._shown())
        return " ".join(words)

    def _perspective_alt(self, title: Text, findings: Sequence[Finding]) -> str:
        words = [self._text(texts.MAP_PERSPECTIVE_ALT, title=title.get(self._language)), *self._near(findings)]
        return " ".join(words)

    def _near(self, findings: Sequence[Finding]) -> list[str]:
        """A sentence with the names of what was found; none where nothing has a name."""
        names = [hit.name for finding in findings for hit in finding.hits if hit.name and not hit.title]
        near = list(dict.fromkeys(names))[:_MOST_NEAR]
        return [self._text(texts.MAP_ALT_NEAR, names=listing(near, self._language))] if near else []

    def _where(self) -> str:
        names = listing(self._assessment.proposal.municipalities, self._language)
        return self._text(texts.LEAD_WHERE, where=names) if names else ""

    def _text(self, text: Text, **values: str) -> str:
        return texts.filled(text.get(self._language), **values)

    # coordinate systems

    def _in_map_crs(self, extent: QgsRectangle, layer: QgsVectorLayer) -> QgsRectangle:
        return self._transformed(extent, layer.crs(), self._crs)

    def _in_layer_crs(self, extent: QgsRectangle, layer: QgsVectorLayer) -> QgsRectangle:
        return self._transformed(extent, self._crs, layer.crs())

    def _transformed(
        self, extent: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
    ) -> QgsRectangle:
        try:
            return transformation(source, target, self._context).transformBoundingBox(extent)
        except QgsCsException:
            return QgsRectangle(self._plan.boundingBox())


def _checked(package: Package, assessment: Assessment) -> frozenset[str]:
    """The ids of the packages in ``package`` that ``assessment`` is against, in the same version."""
    if package.id != assessment.package.id:
        # Then the ids of the datasets mean something else.
        return frozenset()
    stated = {(each.id, each.version, each.seal) for each in assessment.packages}
    return frozenset(part.id for part in package.members if (part.id, part.version, seal_of(part)) in stated)


def _credit(dataset: Union[Dataset, SourceNote], language: str) -> str:
    """A dataset as a source line names it: its title and its date, which stay on one line."""
    return f"{dataset.title.get(language)}{NBSP}{dataset.issued.isoformat()}"


def _is_labelled(layer: QgsVectorLayer) -> bool:
    return layer.labelsEnabled() and layer.labeling() is not None


def _is_small(geometry: QgsGeometry, view: QgsGeometry) -> bool:
    """Whether a polygon may be hatched: over most of the map a hatch only hides what is below."""
    is_polygon = geometry.type() == Qgis.GeometryType.Polygon
    return is_polygon and geometry.intersection(view).area() < _MOST_HATCHED * view.area()


def _the_same(kept: QgsGeometry, whole: Optional[QgsGeometry], transform: QgsCoordinateTransform) -> QgsGeometry:
    """The feature ``whole`` in the map's CRS where it is the one ``kept`` was cut from, else ``kept``."""
    if whole is None or whole.isNull() or whole.type() != kept.type():
        return kept
    try:
        whole.transform(transform)
    except QgsCsException:
        return kept
    return whole if whole.boundingBox().buffered(0.01).contains(kept.boundingBox()) else kept
