"""Choosing among variants: repeatable by a seed, and never the same sentence or opener twice in a row."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from rasa_project.coach.answer import opener

T = TypeVar("T")


def choose(
    variants: Sequence[T],
    *,
    seed: str,
    key: Callable[[T], str],
    said: Callable[[T], str],
    heard: Collection[str] = (),
    openers: Collection[str] = (),
) -> T:
    """One of `variants`, at random by `seed`.

    `heard` are the keys of what was said before, oldest first: they are taken only when nothing else is left, the oldest first. `openers` are the
    openers of what was just said: one with another opener is taken where there is one, even if it was heard longer ago. `variants` must not be empty.
    """
    order = list(variants)
    random.Random(seed).shuffle(order)  # noqa: S311 - variety, not secrecy
    last_heard = {identity: position for position, identity in enumerate(heard)}
    order.sort(key=lambda variant: last_heard.get(key(variant), -1))
    return next((variant for variant in order if opener(said(variant)) not in openers), order[0])
