"""How well messages are understood, and by what: `make nlu-report` writes docs/reference/understanding.md.

Candidates on our own tests and on CLINC150; what the noisy copies are worth; the product whole, how often it asks, and where it is wrong.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bench import outside, published
from bench.candidates import (
    Cached,
    Candidate,
    RasaDefaults,
    Recipe,
    Score,
    Understanding,
    how,
    milliseconds,
    score,
    seen,
    share_and_seed_of_copies,
    with_copies,
)
from bench.errors import BenchError
from bench.measure import say
from bench.messages import CLINC150, KINDS, Messages, clinc150, held_out_messages, training_messages
from bench.mistakes import Understood, section, share_right
from rasa_project import lean_runtime, paths
from rasa_project.coach.intents import SAFETY
from rasa_project.nlu import linear_model
from rasa_project.nlu.encoder import SentenceEncoder, shared_encoder
from rasa_project.nlu.validation import kept_for_validation
from rasa_project.nlu.wording import Wording

PAGE = paths.ROOT / "docs" / "reference" / "understanding.md"
PRODUCT = "the product: tuned encoder and counts, noisy copies"
OTHER_NOISE = "another seed than the training's"
TIMED = 200
A_THOUSAND = 1000
MEGABYTE = 1e6


def recipes() -> Iterator[Recipe]:
    """The candidates that share the product's classifier; those with the published encoder only where it can be had."""
    yield Recipe("counts of words and letter groups", counts=True)
    try:
        folder = published.fetch()
    except BenchError as error:
        say(f"skipped, static embeddings and frozen encoder: {error}")
    else:
        size = (folder / "model.onnx").stat().st_size / MEGABYTE
        # vectors that were not tuned lie close together and must count more: of 1, 2, 4 and 8 twice or four times was best on the messages kept apart
        static = Cached(published.StaticEmbeddings(folder), "static")
        yield Recipe("static embeddings (the mean of the published encoder's token vectors)", static, scale=2, encoder_megabytes=47)
        frozen = Cached(SentenceEncoder(folder), "frozen")
        yield Recipe("frozen encoder (all-MiniLM-L6-v2 as published, int8)", frozen, scale=4, encoder_megabytes=size)
        yield Recipe("frozen encoder and counts", frozen, counts=True, scale=2, encoder_megabytes=size)
    size = (paths.ENCODER / "model.onnx").stat().st_size / MEGABYTE
    tuned = Cached(shared_encoder(), str(SentenceEncoder.__name__) + (paths.ENCODER / "manifest.json").read_text())
    yield Recipe("tuned encoder (ours)", tuned, encoder_megabytes=size)
    yield Recipe("tuned encoder and counts", tuned, counts=True, encoder_megabytes=size)
    yield Recipe(PRODUCT, tuned, counts=True, copies=True, encoder_megabytes=size)


def candidates(training: Messages, held_out: dict[str, Messages], known: Sequence[Recipe]) -> list[str]:
    """The table of candidates on our own messages."""
    lines = [
        "| features | plain | hard | danger noticed, plain / hard | harmless taken for danger, plain / hard | ms a message | MB to keep | training |",
        "|---|---|---|---|---|---|---|---|",
    ]
    makers: list[tuple[str, Callable[[], Understanding]]] = [
        ("Rasa's defaults without TensorFlow (counts, LogisticRegressionClassifier)", lambda: RasaDefaults(training)),
        *((recipe.name, lambda recipe=recipe: Candidate(recipe, training)) for recipe in known),
    ]
    for name, make in makers:
        say(name)
        candidate = make()
        plain, hard = (score(candidate, held_out[kind]) for kind in KINDS)
        taken = milliseconds(candidate, held_out["plain"].texts[:TIMED])
        lines.append(_row(name, plain, hard, taken, candidate))
    return lines


def _row(name: str, plain: Score, hard: Score, taken: float, candidate: Understanding) -> str:
    return (
        f"| {name} | {plain.understood:.1%} | {hard.understood:.1%} | {plain.danger_noticed:.1%} / {hard.danger_noticed:.1%} "
        f"| {plain.false_alarms:.1%} / {hard.false_alarms:.1%} | {taken:.1f} | {candidate.megabytes:.0f} | {candidate.training_seconds:.0f} s |"
    )


def noise(training: Messages, recipe: Recipe) -> list[str]:
    """What the noisy copies are worth: messages kept apart, as they are and with noise of another seed, with and without the copies."""
    from rasa_project.nlu.noise import noisy

    say("noise")
    apart = [(text, intent) for text, intent in zip(training.texts, training.intents) if kept_for_validation(text)]
    changed = [(noise_, intent) for text, intent in apart if (noise_ := noisy(text, OTHER_NOISE)) is not None]
    wording = Wording.learn(training.texts)

    def features(texts: Sequence[str]) -> csr_matrix:
        dense, sparse = seen(recipe, wording, texts)
        return hstack([csr_matrix(linear_model.DENSE_SCALE * dense), sparse], format="csr", dtype=np.float64)

    texts, intents, kept, copied = (np.array(values) for values in with_copies(training))
    everything = features(list(texts))
    lines = ["| trained with | kept apart, as written | kept apart, noised |", "|---|---|---|"]
    for name, used in (("messages as written", ~kept & ~copied), (f"and noisy copies of {share_and_seed_of_copies()[0]:.0%}", ~kept)):
        counts = np.where(copied[used], linear_model.COPY_WEIGHT, 1.0)
        weights, biases = linear_model.separate(everything[used], intents[used], counts, how())
        classes = np.unique(intents[used])
        shares = []
        for pairs in (apart, changed):
            scores = features([text for text, _ in pairs]) @ weights.T + biases
            shares.append(float((classes[scores.argmax(axis=1)] == np.array([intent for _, intent in pairs])).mean()))
        lines.append(f"| {name} | {shares[0]:.1%} | {shares[1]:.1%} |")
    return lines


def beyond(known: Sequence[Recipe]) -> list[str]:
    """The table on CLINC150, or why there is none."""
    data = clinc150()
    if data is None:
        say(f"skipped, CLINC150: {CLINC150} is not there")
        return [f"CLINC150 was not there when this page was made (it is looked for at `../{'/'.join(CLINC150.parts[-4:])}`)."]
    lines = ["| features | in-scope accuracy | out-of-scope recall | in-scope accuracy without the threshold |", "|---|---|---|---|"]
    for recipe in known:
        if recipe.copies:
            continue  # the noise step knows how people talk to this coach, and nothing of flights and bills
        say(f"CLINC150, {recipe.name}")
        reached = outside.measure(recipe, data)
        lines.append(f"| {recipe.name} | {reached.in_scope:.1%} | {reached.outside:.1%} | {reached.without_threshold:.1%} |")
    lines += [f"| *{name}* | *{accuracy:.1%}* | *{recall:.1%}* | |" for name, accuracy, recall in outside.PAPER]
    return lines


def whole(held_out: dict[str, Messages]) -> tuple[list[str], list[str]]:
    """The product whole: a table of what it reaches, asks and costs; and where it is wrong."""
    import asyncio

    from rasa_project.agent import load_agent
    from rasa_project.channels.gate import readable
    from rasa_project.coach.situation import Heard, Session, Situation
    from rasa_project.coach.skills.meaning import is_doubted
    from rasa_project.library import load_library
    from rasa_project.parse import parse_lines

    say("the product whole")
    agent, library = load_agent(), load_library()

    def asked_about(understood: dict[str, Any]) -> bool:
        between = tuple(understood.get("between") or ())
        reasons = tuple(entity["value"] for entity in understood["entities"] if entity["entity"] == "reason")
        heard = Heard(understood["intent"]["name"], between=between if len(between) == 2 else None, reasons=reasons)
        return is_doubted(library, Situation(heard, Session()))

    async def parse_all(texts: Sequence[str]) -> list[dict[str, Any]]:
        return [await agent.parse_message(readable(text)) for text in texts]

    lines = [
        "| messages | understood | danger noticed | harmless taken for danger | asked about | the likelier was right | the other was right |",
        "|---|---|---|---|---|---|---|",
    ]
    mistakes: list[str] = []
    for kind in KINDS:
        messages = held_out[kind]
        parsed = asyncio.run(parse_all(messages.texts))
        names = [understood["intent"]["name"] for understood in parsed]
        found = [
            Understood(text, meant, name, p["intent"]["confidence"]) for text, meant, name, p in zip(messages.texts, messages.intents, names, parsed)
        ]
        noticed = np.array([understood.get("safety") is not None for understood in parsed])
        danger = np.isin(messages.intents, SAFETY)
        asked = [(meant, understood["between"]) for meant, understood in zip(messages.intents, parsed) if asked_about(understood)]
        first, second = (sum(meant == between[place] for meant, between in asked) for place in (0, 1))
        lines.append(
            f"| {kind} | {share_right(found):.1%} | {noticed[danger].mean():.1%} | {noticed[~danger].mean():.1%} "
            f"| {len(asked)} ({len(asked) / len(parsed):.1%}) | {first} | {second} |"
        )
        mistakes += section(kind, found)
    texts = [text for kind in KINDS for text in held_out[kind].texts]
    texts = (texts * (A_THOUSAND // len(texts) + 1))[:A_THOUSAND]
    taken: list[float] = []
    started = time.perf_counter()
    for _ in parse_lines(agent, texts):
        taken.append(time.perf_counter() - started - sum(taken))
    lines += [
        "",
        f"`evening-note parse` reads 1,000 of these messages in {sum(taken):.1f} s after its start: {1000 * float(np.median(taken)):.1f} ms each,",
        f"and {1000 * float(np.percentile(taken, 95)):.1f} ms or more for one in twenty; from the text to the decision, safety net included.",
    ]
    return lines, mistakes


def page() -> str:
    """Everything as a page."""
    training = training_messages()
    held_out = {kind: held_out_messages(kind) for kind in KINDS}
    known = list(recipes())
    product = next(recipe for recipe in known if recipe.name == PRODUCT)
    counts = ", ".join(f"{len(held_out[kind].texts)} {kind}" for kind in KINDS)
    reached, mistakes = whole(held_out)
    parts = [
        "# How well messages are understood",
        "",
        f"Trained on {len(training.texts):,} messages (noisy copies not counted), tested on {counts} ones, written apart from the training data",
        "by someone who had not seen it. `make nlu-report` makes this page. [Why it is so](../explanation/understanding.md) has a page of its own.",
        "",
        "## Candidates",
        "",
        "The classifier is the product's, except in the first row; only what it sees differs. Thresholds are chosen on the training messages kept",
        "apart. The patterns of the safety net come on top; they are not counted here. *MB to keep* are the files of the encoder and the weights.",
        "Times are those of two cores shared with whatever else ran; they say little where they are close.",
        "",
        *candidates(training, held_out, known),
        "",
        "## The product whole",
        "",
        "With safety net and decision, as `evening-note parse` prints it. *Asked about*: the coach would ask which of two was meant.",
        "",
        *reached,
        "",
        "## Noisy copies",
        "",
        "Of the training messages kept apart, as written and with noise of another seed, the share understood by a model that has seen neither",
        "them nor their copies.",
        "",
        *noise(training, replace(product, copies=False)),
        "",
        "## CLINC150",
        "",
        "150 intents of ten everyday domains (Larson et al. 2019): trained on its training messages; one threshold on the classifier's score, chosen",
        "on its validation messages for the most right when a fifth are out of scope; a message in scope that is turned away counts as wrong; no",
        "out-of-scope message is trained on (100 of the validation messages are out of scope). The tuned encoder was tuned on our messages, not on",
        "these.",
        "In italics the paper's own table.",
        "",
        *beyond(known),
        "",
        "## Where it is wrong",
        "",
        *mistakes,
    ]
    return "\n".join(parts).rstrip() + "\n"


def main() -> int:
    """Writes the page and prints it."""
    lean_runtime.prepare()
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
