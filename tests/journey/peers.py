"""QGIS doing by its own means what the dock does, and how the window fares meanwhile; the steps run inside QGIS."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsNetworkAccessManager,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from journey.hands import until
from journey.slow import Meter


def overlaps_metered(layers: list[str], plan: str) -> Any:
    """QGIS's own overlap algorithm in the background, as the toolbox runs it, on ``layers`` and the plan area in the
    file ``plan``; gives the gaps."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    covers = [QgsVectorLayer(path, "cover", "ogr") for path in layers]
    area = QgsVectorLayer(plan, "plan", "ogr")
    assert area.isValid() and all(layer.isValid() for layer in covers)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("native:calculatevectoroverlaps")
    parameters = {"INPUT": area, "LAYERS": covers, "OUTPUT": "memory:"}
    ended: list[bool] = []
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda successful, _: ended.append(successful))
    meter = Meter()
    meter.start()
    yield 0.1
    QgsApplication.taskManager().addTask(task)
    yield until(lambda: ended, 120, "the algorithm")
    yield 0.5
    assert ended == [True]
    return meter.stop()


def opened_metered(provider: str, uri: str, seconds: float) -> Any:
    """Open a layer of a service as QGIS's data source manager does, where no answer is waited for longer than
    ``seconds``; gives the gaps and whether the layer came."""
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(int(1000 * seconds))
    meter = Meter()
    meter.start()
    yield 0.1
    try:
        layer = QgsVectorLayer(uri, "service", provider)
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    yield 0.1
    return {**meter.stop(), "came": layer.isValid()}
