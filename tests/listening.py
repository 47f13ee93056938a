"""What an algorithm says as it runs."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says: information and warnings as ``said``, errors, and how far it was (%)."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []
        self.errors: list[str] = []
        self.percents: list[float] = []
        self.progressChanged.connect(self.percents.append)

    def pushInfo(self, text: str) -> None:
        self.said.append(text)

    def pushWarning(self, text: str) -> None:
        self.said.append(text)

    def reportError(self, text: str, fatalError: bool = False) -> None:
        self.errors.append(text)
