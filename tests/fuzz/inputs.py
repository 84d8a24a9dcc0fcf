"""What is tried: any text, any JSON, and what is nearly right, made of something right by changing it somewhere."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Result = TypeVar("Result")
Test = TypeVar("Test", bound=Callable[..., None])

TEXTS = st.text(st.characters(), max_size=60)
"""Any characters, those among them that no encoding can write."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
"""Anything that JSON can hold."""


_loop = asyncio.new_event_loop()


def waited(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of it; one loop for all inputs, since making one takes longer than most of them."""
    return _loop.run_until_complete(work)


def inputs(number: int) -> Callable[[Test], Test]:
    """How many inputs a test tries in `make test`; with `--long` as many times more as the profile has more examples."""
    return settings(
        max_examples=max(1, number * settings.default.max_examples // 100),
        # what a fixture gives is made once here, and some inputs are slow to make
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


@st.composite
def nearly(draw: st.DrawFn, right: Any, values: st.SearchStrategy[Any] = VALUES) -> Any:
    """Something right, with one to three places of it replaced by anything, left out, or there twice."""
    document = copy.deepcopy(right)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(document))
        if not places:
            return draw(values)
        holder, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(("other", "gone", "twice"))):
            case "other":
                holder[key] = draw(values)
            case "gone":
                del holder[key]
            case "twice" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case "twice":
                holder[draw(TEXTS)] = copy.deepcopy(holder[key])
    return document


@st.composite
def nearly_bytes(draw: st.DrawFn, right: bytes) -> bytes:
    """Bytes that are right, cut, changed or mixed up somewhere."""
    content = bytearray(right)
    for _ in range(draw(st.integers(1, 3))):
        place, other = (draw(st.integers(0, len(content))) for _ in range(2))
        match draw(st.sampled_from(("put in", "changed", "cut", "taken out", "copied"))):
            case "put in":
                content[place:place] = draw(st.binary(max_size=8))
            case "changed":
                content[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[place:]
            case "taken out":
                del content[min(place, other) : max(place, other)]
            case "copied":
                content[place:place] = content[other : other + 40]
    return bytes(content)


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document that something stands in, as what holds it and its key."""
    keys = list(document) if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    for key in keys:
        yield document, key
        yield from _places(document[key])
