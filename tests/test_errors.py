"""The errors: one family, told in one place."""

from __future__ import annotations

import inspect

import pytest

from rasa_project import errors
from rasa_project.errors import EveningNoteError, RequestError

OWN = {name: kind for name, kind in vars(errors).items() if inspect.isclass(kind) and kind.__module__ == errors.__name__}


@pytest.mark.parametrize("kind", OWN.values(), ids=OWN.keys())
def test_every_error_is_of_the_family(kind: type[Exception]) -> None:
    assert issubclass(kind, EveningNoteError)


@pytest.mark.parametrize("name", OWN)
def test_every_error_stands_in_the_overview(name: str) -> None:
    assert name in (errors.__doc__ or "")


def test_the_overview_names_no_error_that_is_not_there() -> None:
    named = {word for word in (errors.__doc__ or "").split() if word.endswith("Error")}
    assert named == set(OWN)


def test_a_request_error_carries_its_status_its_code_and_words_for_people() -> None:
    error = RequestError(409, "id_used", "This id was used for another message.")
    assert (error.status, error.code, str(error)) == (409, "id_used", "This id was used for another message.")
