"""Which words of a message are to be said to the partner, go out of the line, or are the partner's: a small recurrent network over their meanings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rasa_project import paths
from rasa_project.errors import ModelError
from rasa_project.nlu.encoder import Meaning
from rasa_project.nlu.marked_messages import LABELS, Span

FILE, MANIFEST = "tagger.onnx", "manifest.json"
OUTSIDE = "O"
TAGS = (OUTSIDE, *(f"{place}-{label}" for label in LABELS for place in ("B", "I")))
"""Of each piece of a word: whether a stretch of a label begins at it or goes on (Ramshaw & Marcus 1995)."""
NEVER = -1e9
_GOES_ON = np.array([[0.0 if after[0] != "I" or before[1:] == after[1:] else NEVER for after in TAGS] for before in TAGS])
"""Which tag may follow which: a stretch goes on only where it has begun."""
_BEGINS = np.array([NEVER if tag[0] == "I" else 0.0 for tag in TAGS])


@dataclass(frozen=True)
class Tagged:
    """A stretch of a message, and how sure its label is: the mean probability of its tags."""

    span: Span
    certainty: float


@lru_cache(maxsize=1)
def shared_tagger() -> WordTagger:
    """The project's tagger, loaded once a process."""
    return WordTagger(paths.TAGGER)


class WordTagger:
    """A gated recurrent network that reads a message from both ends (Cho et al. 2014; for tagging Huang, Xu & Yu 2015)."""

    def __init__(self, folder: Path) -> None:
        """Loads what `models/tagger/make.py` wrote. Raises ModelError when a file is missing or is not the expected one."""
        import onnxruntime

        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            network = (folder / FILE).read_bytes()
            expected, tags = manifest["sha256"], tuple(manifest["tags"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the tagger in {folder} is not whole ({error}); fetch the repository anew") from error
        if hashlib.sha256(network).hexdigest() != expected or tags != TAGS:
            raise ModelError(f"{folder / FILE} is not the file that {MANIFEST} describes; fetch the repository anew")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def tag(self, meaning: Meaning) -> list[Tagged]:
        """The stretches of a message that have a label, in its order; none where its pieces are not known."""
        if not len(meaning.pieces):
            return []
        chances: NDArray[np.float32] = self._session.run(None, {"pieces": meaning.pieces[None]})[0][0]
        return list(_stretches(chances, _likeliest(chances), meaning.places))


def _likeliest(chances: NDArray[np.float32]) -> list[int]:
    """The likeliest path through the tags (Viterbi 1967)."""
    best, came_from = chances[0] + _BEGINS, []
    for chance in chances[1:]:
        ways = best[:, None] + _GOES_ON
        came_from.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + chance
    path = [int(best.argmax())]
    for step in reversed(came_from):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _stretches(chances: NDArray[np.float32], path: list[int], places: tuple[tuple[int, int], ...]) -> Iterator[Tagged]:
    start = 0
    while start < len(path):
        label, end = TAGS[path[start]][2:], start + 1
        while label and end < len(path) and TAGS[path[end]] == f"I-{label}":
            end += 1
        found = [place for place in places[start:end] if place[1] > place[0]]
        if label and found:
            certainty = float(np.exp([chances[piece, path[piece]] for piece in range(start, end)]).mean())
            yield Tagged(Span(found[0][0], found[-1][1], label), certainty)
        start = end
