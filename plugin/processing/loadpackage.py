"""``plandialog:loadpackage``: a package's layers into the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)
from qgis.PyQt.QtCore import QEventLoop

from ..translation import tr
from .base import PlandialogAlgorithm

if TYPE_CHECKING:
    from ..gis.engine import PreparedPackage
    from ..gis.loading import Loading
    from ..gis.logins import LoginChoice


class LoadPackage(PlandialogAlgorithm):
    """Layers grouped by perspective, styled and read-only; nothing is loaded twice."""

    ADDED = "ADDED"
    PRESENT = "PRESENT"
    MISSING = "MISSING"

    def name(self) -> str:
        return "loadpackage"

    def displayName(self) -> str:
        return tr("Load regional package into the project")

    def shortHelpString(self) -> str:
        return tr(
            "Adds the layers of a regional package, and of further ones beside it, to the current project: a group for "
            "each package, in it one per perspective, styled, read-only. Layers that are there already are left alone. "
            "Datasets of the network are asked for by QGIS. A layer that cannot be opened is named with the reason."
        )

    def flags(self) -> Qgis.ProcessingAlgorithmFlag:
        # The project and its layer tree belong to the main thread.
        return super().flags() | Qgis.ProcessingAlgorithmFlag.NoThreading | Qgis.ProcessingAlgorithmFlag.RequiresProject

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_package_parameter()
        self.add_also_parameter()
        self.add_credentials_parameter()
        self.add_language_parameter()
        self.addOutput(QgsProcessingOutputNumber(self.ADDED, tr("Layers added")))
        self.addOutput(QgsProcessingOutputNumber(self.PRESENT, tr("Layers that were there already")))
        self.addOutput(QgsProcessingOutputNumber(self.MISSING, tr("Layers that could not be opened")))

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..gis.loading import Loading

        language = self.language(parameters, context)
        selection = self.select_packages(parameters, context, feedback)
        loading = Loading(selection.package, context.project(), language)
        for percent in loading.steps():
            feedback.setProgress(percent)
            if feedback.isCanceled():
                break
        if loading.remote and not feedback.isCanceled():
            usage = self.usage_of(selection, parameters, context, feedback)
            prepared = usage.prepare(selection.package, context.transformContext(), selection.unused)
            choices = self.login_choices(selection.package, parameters, context)
            _load_from_network(loading, prepared, choices, language, feedback)
        loaded = loading.loaded
        for dataset, message in loaded.missing:
            feedback.reportError(f"{dataset.title.get(language)}: {message.text(language)}")
        feedback.pushInfo(
            tr("Layers added: {added}. There already: {present}.").format(added=loaded.added, present=loaded.present)
        )
        return {self.ADDED: loaded.added, self.PRESENT: loaded.present, self.MISSING: len(loaded.missing)}


def _load_from_network(
    loading: Loading,
    prepared: PreparedPackage,
    choices: dict[str, LoginChoice],
    language: str,
    feedback: QgsProcessingFeedback,
) -> None:
    """Let a background task make the layers, and the window paint meanwhile."""
    from ..gis.showing import ShowTask

    datasets = prepared.package.datasets
    task = ShowTask(prepared, loading.remote, prepared.access, choices, language, tr("Adding layers from the network"))
    loop = QEventLoop()
    task.made.connect(lambda name: loading.take(datasets[name], task.take(name)))
    task.failed.connect(lambda name, message: loading.miss(datasets[name], message))
    task.progressChanged.connect(feedback.setProgress)
    task.taskCompleted.connect(loop.quit)
    task.taskTerminated.connect(loop.quit)
    feedback.canceled.connect(task.cancel)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
