"""Reads what a request's body holds."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from rasa_project.errors import RequestError


def read_object(body: bytes, fields: Collection[str], what: str) -> dict[str, Any]:
    """The JSON object in a request's body. Raises RequestError 400, saying `what` is expected, when it is none or has other fields."""
    try:
        document = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RequestError(400, "bad_json", "The body is not JSON in UTF-8.") from error
    if not isinstance(document, dict) or set(document) - set(fields):
        raise RequestError(400, "bad_request", what)
    return document
