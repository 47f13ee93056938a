"""Ways between coordinate reference systems that are ways indeed."""

from __future__ import annotations

from typing import Union

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsProject,
)


def transformation(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: Union[QgsCoordinateTransformContext, QgsProject],
) -> QgsCoordinateTransform:
    """From ``source`` to ``target``. Raises :class:`QgsCsException` where there is no way.

    A transformation of QGIS without one leaves coordinates as they are, even one that says that it is valid: what lies
    here would be looked for elsewhere, and not found.
    """
    if source.isValid() and source == target:
        # Nothing moves, whatever has become of them; and to look takes longer than most checks can spare.
        return QgsCoordinateTransform(source, target, context)
    source, target = whole(source), whole(target)
    made = QgsCoordinateTransform(source, target, context)
    if not (source.toWkt() and target.toWkt() and made.isValid()):
        raise QgsCsException(f"no way from {source.authid() or '?'} to {target.authid() or '?'}")
    return made


def whole(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """``crs``, made anew where QGIS has lost what it is made of (see :mod:`.threads`): QGIS has threads of its own that
    end, such as those that download features, and nobody can keep them. As it is where it has no authority to be made
    of.
    """
    if crs.isValid() and crs.authid() and not crs.toWkt():
        QgsCoordinateReferenceSystem.invalidateCache()
        QgsCoordinateTransform.invalidateCache()
        return QgsCoordinateReferenceSystem(crs.authid())
    return crs
