"""Amazon's own models as a judge, run by the Python of `.tools/alexa`: one envelope a line in, one verdict a line out.

A line is `{"kind": "request" | "response", "body": TEXT}`; the verdict is what Amazon's serializer reads and writes back, or the error it raises.
"""

from __future__ import annotations

import json
import sys

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope, ResponseEnvelope

KINDS = {"request": RequestEnvelope, "response": ResponseEnvelope}


def main() -> None:
    """Judges until standard input ends."""
    serializer = DefaultSerializer()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            read = serializer.deserialize(asked["body"], KINDS[asked["kind"]])
            verdict = {"kinds": _kinds(read), "again": serializer.serialize(read)}
        except Exception as error:  # noqa: BLE001 - whatever Amazon's code raises is its verdict
            verdict = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(verdict), flush=True)  # noqa: T201 - the line protocol


def _kinds(read: object) -> dict[str, object]:
    """Of which of Amazon's types the parts were recognised to be."""
    response, request = getattr(read, "response", None), getattr(read, "request", None)
    if request is not None:
        return {"request": type(request).__name__}
    return {
        "speech": type(getattr(response, "output_speech", None)).__name__,
        "reprompt": type(getattr(response, "reprompt", None)).__name__,
        "directives": [type(directive).__name__ for directive in getattr(response, "directives", None) or []],
        "card": type(getattr(response, "card", None)).__name__,
        "ends": getattr(response, "should_end_session", None),
    }


if __name__ == "__main__":
    main()
