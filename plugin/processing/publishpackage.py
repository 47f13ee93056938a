"""``plandialog:publishpackage``: a sound package as the zip file that others get."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, Optional

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

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        from ..core.package.publishing import for_publishing, gather
        from ..gis.geometry import Interrupted
        from ..gis.inspection import inspect
        from ..gis.measures import measure_specs

        self._root = self.own_package(parameters, context)
        self._workshop: Optional[Path] = Path(
            tempfile.mkdtemp(prefix="plandialog-", dir=QgsProcessingUtils.tempFolder())
        )
        try:
            progress = _progress(feedback, 0.0, self._COPIED)
            self._gathered = gather(self._root, self._workshop / "package", measure_specs(), progress)
            found = self._gathered.faults
            if self._gathered.package is not None:
                # Layers are opened here, on the main thread.
                _, found = inspect(self._gathered.folder, feedback.isCanceled)
        except Interrupted:
            return
        except OSError as error:
            self._clear()
            raise _not_published(error) from error
        faults = list(for_publishing(found))
        for fault in faults:
            text = fault.text(interface_language())
            feedback.pushWarning(text) if fault.warning else feedback.reportError(text)
        errors = sum(not fault.warning for fault in faults)
        if errors:
            self._clear()
            raise QgsProcessingException(
                tr("Nothing was published. Errors in the package: {count}. They are listed above.").format(count=errors)
            )

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.package.faults import PackageError
        from ..core.package.publishing import publish
        from ..gis.geometry import Interrupted
        from ..gis.measures import measure_specs

        language = interface_language()
        try:
            if feedback.isCanceled():
                return {}
            stated = self.parameterAsString(parameters, self.FOLDER, context).strip()
            folder = Path(stated) if stated else self._root.parent
            archive = folder / f"{self._gathered.package.id}.zip"
            progress = _progress(feedback, self._COPIED, self._PACKED)
            published = publish(self._gathered, archive, self._root, measure_specs(), progress)
        except Interrupted:
            return {}
        except PackageError as error:
            raise QgsProcessingException(error.text(language)) from error
        except OSError as error:
            raise _not_published(error) from error
        finally:
            self._clear()
        if self._gathered.texts:
            feedback.pushInfo(
                tr("Texts that anyone can read in the zip: {files}").format(files=", ".join(self._gathered.texts))
            )
        for message in published.notes:
            feedback.pushWarning(message.text(language))
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

    def _clear(self) -> None:
        if self._workshop is not None:
            shutil.rmtree(self._workshop, ignore_errors=True)
            self._workshop = None


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
