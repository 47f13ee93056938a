"""What can be wrong with a remote source, in words for the planner."""

from __future__ import annotations

from ...core.messages import Message
from ...core.outcome import Outcome
from ..sources import SourceError


class RemoteError(SourceError):
    """A remote source that gave no answer that can be trusted.

    ``passing`` says that it may go better soon, ``pause`` (s) how long the server wants to be left alone before.
    """

    def __init__(
        self,
        code: str,
        service: str,
        outcome: Outcome = Outcome.NOT_CHECKED,
        passing: bool = False,
        pause: float = 0.0,
        **params: object,
    ) -> None:
        super().__init__(Message(code, {"service": service, **params}), outcome)
        self.passing = passing
        self.pause = pause

    @property
    def is_refusal(self) -> bool:
        """Whether the service answered that it does not do what was asked for: another way of asking may do."""
        return self.message.code in ("remote-exception", "remote-status")
