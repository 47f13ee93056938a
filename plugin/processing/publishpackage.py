"""``plandialog:publishpackage``: a sound package as the zip file that others get."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingUtils,
)

from ..translation import interface_language, tr
from .base import PlandialogAlgorithm

if TYPE_CHECKING:
    from ..core.package.publishing import Gathered


class PublishPackage(PlandialogAlgorithm):
    """``<id>.zip`` with a manifest, written only where nothing is wrong."""

    FOLDER = "FOLDER"
    ZIP = "ZIP"
    VERSION = "VERSION"
    FILES = "FILES"
    SIZE = "SIZE"

    # The part of the progress that copying and packing have; the rest is looking the layers over.
    _COPIED = 30.0
    _PACKED = 60.0

    def name(self) -> str:
        return "publishpackage"

    def displayName(self) -> str:
        return tr("Publish regional package")

    def shortHelpString(self) -> str:
        return tr(
            "Looks a package over as “Validate regional package” does, and packs it into a zip file for others to use. "
            "Where anything is wrong, or a text is still to be written, all of it is listed and nothing is "
            "published.\n\n"
            "The zip has the id of the package for its name, so that a new version takes the place of the old one; the "
            "old file stays until the new one is whole and has been read back. It holds the files that "
            "package.yaml names, the perspectives, texts (.md, .txt, and licences without an ending) and manifest.json "
            "with a checksum for each file. The texts are listed, and so is what is left out: look through the lists "
            "before you hand the zip out.\n\n"
            "Raise version in package.yaml before you publish: you are warned where the contents differ from those of "
            "the zip that is there and the version does not. A zip with a later version, another package or something "
            "else in it is not written over.\n\n"
            "Your folder stays as it is. If it has a manifest.json, that is made anew."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_own_package_parameter()
        folder = QgsProcessingParameterFile(
            self.FOLDER,
            tr("Folder for the zip file (empty: beside the package)"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
        self.addParameter(folder)
        self.addOutput(QgsProcessingOutputFile(self.ZIP, tr("Published package")))
        self.addOutput(QgsProcessingOutputString(self.VERSION, tr("Version")))
        self.addOutput(QgsProcessingOutputNumber(self.FILES, tr("Number of files")))
        self.addOutput(QgsProcessingOutputNumber(self.SIZE, tr("Size (bytes)")))

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.package.faults import PackageError
        from ..core.package.publishing import publish
        from ..gis.geometry import Interrupted
        from ..gis.measures import measure_specs

        root = self.own_package(parameters, context)
        stated = self.parameterAsString(parameters, self.FOLDER, context).strip()
        try:
            workshop = Path(tempfile.mkdtemp(prefix="plandialog-", dir=QgsProcessingUtils.tempFolder()))
        except OSError as error:
            raise _not_published(error) from error
        try:
            gathered = self._looked_over(root, workshop / "package", feedback)
            archive = (Path(stated) if stated else root.parent) / f"{gathered.package.id}.zip"
            progress = _progress(feedback, self._COPIED, self._PACKED)
            published = publish(gathered, archive, root, measure_specs(), progress)
        except Interrupted:
            return {}
        except PackageError as error:
            raise QgsProcessingException(error.text(interface_language())) from error
        except OSError as error:
            raise _not_published(error) from error
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        if gathered.texts:
            feedback.pushInfo(
                tr("Texts that anyone can read in the zip: {files}").format(files=", ".join(gathered.texts))
            )
        for message in published.notes:
            feedback.pushWarning(message.text(interface_language()))
        feedback.pushInfo(
            tr("{file}: version {version}, {files} files, {size} MB").format(
                file=published.archive,
                version=published.version,
                files=published.files,
                size=f"{published.size / 1e6:.2f}",
            )
        )
        return {
            self.ZIP: str(published.archive),
            self.VERSION: published.version,
            self.FILES: published.files,
            self.SIZE: published.size,
        }

    def _looked_over(self, root: Path, folder: Path, feedback: QgsProcessingFeedback) -> Gathered:
        """What is to be published, in ``folder``; tells its faults. Raises QgsProcessingException where it has errors,
        OSError, and Interrupted after a cancel.
        """
        from ..core.package.publishing import for_publishing, gather
        from ..gis.geometry import Interrupted
        from ..gis.inspection import inspect
        from ..gis.measures import measure_specs

        gathered = gather(root, folder, measure_specs(), _progress(feedback, 0.0, self._COPIED))
        found = gathered.faults
        if gathered.package is not None:
            _, found = inspect(folder, feedback.isCanceled)
        if feedback.isCanceled():
            # Then the list may lack faults.
            raise Interrupted
        faults = list(for_publishing(found))
        for fault in faults:
            text = fault.text(interface_language())
            feedback.pushWarning(text) if fault.warning else feedback.reportError(text)
        errors = sum(not fault.warning for fault in faults)
        if errors:
            raise QgsProcessingException(
                tr("Nothing was published. Errors in the package: {count}. They are listed above.").format(count=errors)
            )
        return gathered


def _progress(feedback: QgsProcessingFeedback, first: float, width: float) -> Any:
    from ..gis.geometry import Interrupted

    def tell(part: float) -> None:
        if feedback.isCanceled():
            raise Interrupted
        feedback.setProgress(first + width * part)

    return tell


def _not_published(error: OSError) -> QgsProcessingException:
    return QgsProcessingException(
        tr("The package could not be published: {reason}").format(reason=error.strerror or str(error))
    )
