"""Layer styles from a package, limited to how a layer looks."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package

# A style file may also carry actions and form code in Python; a package is not trusted with those.
_CATEGORIES = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling


def apply_style(layer: QgsVectorLayer, package: Package, dataset: Dataset, integrity: Integrity) -> bool:
    """Give ``layer`` the symbols and labels of the dataset's style; False where it has none that may be used."""
    if not dataset.style or integrity.refusal(dataset.style) is not None:
        return False
    document = QDomDocument()
    if not document.setContent((package.root / dataset.style).read_bytes())[0]:
        return False
    applied = layer.importNamedStyle(document, _CATEGORIES)
    return bool(applied[0] if isinstance(applied, tuple) else applied)
