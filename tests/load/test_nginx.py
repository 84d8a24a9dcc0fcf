"""The balancer by itself: when nobody is behind it, it says so as a coach would."""

from __future__ import annotations

import http.client
import json
import ssl

import pytest

from tests.load import nginx
from tests.load.player import MESSAGE, SESSION
from tests.needed import needed
from tests.processes import HOST, free_port


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", SESSION), ("POST", MESSAGE)])
def test_that_no_coach_answers_is_said_in_the_form_of_every_refusal(method: str, path: str) -> None:
    program = nginx.program()
    needed(nginx.MISSING if program is None else None)
    assert program is not None
    with nginx.started(program, [free_port(), free_port()]) as balancer:
        trusted = ssl.create_default_context(cafile=str(balancer.certificate))
        connection = http.client.HTTPSConnection(HOST, balancer.port, timeout=20, context=trusted)
        connection.request(method, path, "{}" if method == "POST" else None)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (503, "application/json")
        assert int(answer.headers["Retry-After"]) > 0
        assert json.loads(answer.read())["error"] == "trouble"
        connection.close()
