"""The API's description, and whether a live answer is as it says."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jsonschema
import yaml

from rasa_project.channels.pages import DESCRIPTION
from tests.processes import Response

MESSAGE, SESSION, HEALTH = "/webhooks/web/message", "/webhooks/web/session", "/health"
HOME, HOME_MESSAGE = "/webhooks/home_assistant/home", "/webhooks/home_assistant/message"
MEMORY, PUSH = "/webhooks/web/memory", "/webhooks/web/push"


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The document."""
    document: dict[str, Any] = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    return document


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """A part of the document, or what it refers to."""
    if "$ref" not in node:
        return node
    found: dict[str, Any] = description()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def validator(schema: dict[str, Any]) -> jsonschema.Draft7Validator:
    """For a schema in the document, which may refer to others. OpenAPI 3.1 speaks a later draft; what this one uses is the same in draft 7."""
    whole = {"allOf": [schema], "components": description()["components"]}
    jsonschema.Draft7Validator.check_schema(whole)
    return jsonschema.Draft7Validator(whole)


def check(path: str, method: str, response: Response) -> None:
    """Fails when a live answer is not one that the description tells of."""
    responses = description()["paths"][path][method]["responses"]
    assert str(response.status) in responses, f"{response.status} is not described for {path}"
    schema = resolve(responses[str(response.status)])["content"]["application/json"]["schema"]
    assert response.headers["content-type"] == "application/json"
    validator(schema).validate(response.json)


def check_request(message: object) -> bool:
    """Whether the description allows a message."""
    schema = description()["paths"][MESSAGE]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return bool(validator(schema).is_valid(message))
