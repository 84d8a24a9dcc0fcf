"""Choosing among variants."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rasa_project.coach.choice import choose

GREETINGS = ("Hello there.", "Hi. What is it?", "Good that you're here.", "Right, kettle's on.")


def _choose(variants: Sequence[str] = GREETINGS, seed: str = "seed", heard: Collection[str] = (), openers: Collection[str] = ()) -> str:
    return choose(variants, seed=seed, key=str, said=str, heard=heard, openers=openers)


def test_the_same_seed_chooses_the_same() -> None:
    assert len({_choose(seed="tonight") for _ in range(10)}) == 1


def test_different_seeds_choose_every_variant() -> None:
    assert {_choose(seed=str(number)) for number in range(100)} == set(GREETINGS)


def test_no_variant_is_favoured() -> None:
    chosen = [_choose(seed=str(number)) for number in range(1000)]
    assert all(200 < chosen.count(variant) < 300 for variant in GREETINGS)


def test_what_was_heard_is_not_chosen_while_something_else_is_left() -> None:
    heard = GREETINGS[:3]
    assert {_choose(seed=str(number), heard=heard) for number in range(20)} == {GREETINGS[3]}


def test_when_all_was_heard_the_oldest_comes_again() -> None:
    heard = (GREETINGS[2], GREETINGS[0], GREETINGS[3], GREETINGS[1])
    assert {_choose(seed=str(number), heard=heard) for number in range(20)} == {GREETINGS[2]}


def test_what_was_heard_twice_counts_by_the_last_time() -> None:
    heard = (GREETINGS[0], *GREETINGS)
    heard = (*heard[1:], GREETINGS[0])
    assert {_choose(seed=str(number), heard=heard) for number in range(20)} == {GREETINGS[1]}


def test_an_opener_just_used_is_avoided() -> None:
    assert "Hello there." not in {_choose(seed=str(number), openers=("hello there",)) for number in range(50)}


def test_another_opener_matters_more_than_what_was_heard() -> None:
    variants = ("You could say this.", "Try this one.")
    assert _choose(variants, heard=("Try this one.",), openers=("you could",)) == "Try this one."


def test_of_openers_all_alike_one_is_still_chosen() -> None:
    assert _choose(("Not tonight.", "Not tonight, thank you."), openers=("not tonight",))


def test_the_only_variant_is_chosen_even_when_it_was_just_heard() -> None:
    assert _choose(("Okay.",), heard=("Okay.",), openers=("okay",)) == "Okay."


def test_the_variants_stay_as_they_were() -> None:
    variants = list(GREETINGS)
    _choose(variants)
    assert variants == list(GREETINGS)


def test_variants_are_told_apart_by_their_key() -> None:
    variants = [("a", "Same words."), ("b", "Same words.")]
    assert choose(variants, seed="x", key=lambda variant: variant[0], said=lambda variant: variant[1], heard=("a",)) == ("b", "Same words.")
