"""Rasa's custom actions inside this process: no network, and none of the checks of what comes over one."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

ACTIONS = "actions"
KNOWN = {RemoteAction._validate_action_result: "f8cdb4be68123961", RemoteAction.run: "ccabf6f1160d527a"}


class InProcessActions(EndpointConfig):
    """Rasa's action endpoint without a network: the call goes to the SDK's executor, and no tracker leaves the process."""

    def __init__(self) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS)

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None, compress: bool = False, **kwargs: Any
    ) -> Any:
        """Runs the action named in `json` and returns its events and responses."""
        return await self._executor.run(kwargs["json"])


class TrustedAction(RemoteAction):
    """Rasa's remote action without its check of the answer against a JSON schema, several milliseconds a turn.

    The answer comes from the SDK in this process and was never JSON; our own tests read the events.
    """

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        if isinstance(self.action_endpoint, InProcessActions):
            return True
        return bool(super()._validate_action_result(result))
