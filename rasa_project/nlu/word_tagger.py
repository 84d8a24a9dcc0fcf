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
from rasa_project.nlu.marked_messages import OF_A_LINE, WHY, Span

FILE, MANIFEST = "tagger.onnx", "manifest.json"
REASONS, REASONS_MANIFEST = "reasons.onnx", "reasons.json"
OUTSIDE = "O"
NEVER = -1e9


def tags_for(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Of each piece of a word: whether a stretch of a label begins at it or goes on (Ramshaw & Marcus 1995)."""
    return (OUTSIDE, *(f"{place}-{label}" for label in labels for place in ("B", "I")))


TAGS, REASON_TAGS = tags_for(OF_A_LINE), tags_for((WHY,))


@dataclass(frozen=True)
class Tagged:
    """A stretch of a message, and how sure its label is: the mean probability of its tags."""

    span: Span
    certainty: float


@lru_cache(maxsize=1)
def shared_tagger() -> WordTagger:
    """The project's tagger of what is to be said, loaded once a process."""
    return WordTagger(paths.TAGGER)


@lru_cache(maxsize=1)
def shared_reason_tagger() -> WordTagger:
    """The project's tagger of reasons in the person's own words, loaded once a process."""
    return WordTagger(paths.TAGGER, REASONS, REASONS_MANIFEST, REASON_TAGS)


class WordTagger:
    """A gated recurrent network that reads a message from both ends (Cho et al. 2014; for tagging Huang, Xu & Yu 2015)."""

    def __init__(self, folder: Path, file: str = FILE, manifest_file: str = MANIFEST, tags: tuple[str, ...] = TAGS) -> None:
        """Loads what `models/tagger/make.py` wrote. Raises ModelError when a file is missing or is not the expected one."""
        import onnxruntime

        try:
            manifest = json.loads((folder / manifest_file).read_text(encoding="utf-8"))
            network = (folder / file).read_bytes()
            expected, of_the_file = manifest["sha256"], tuple(manifest["tags"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the tagger in {folder} is not whole ({error}); fetch the repository anew") from error
        if hashlib.sha256(network).hexdigest() != expected or of_the_file != tags:
            raise ModelError(f"{folder / file} is not the file that {manifest_file} describes; fetch the repository anew")
        self._tags = tags
        self._begins = np.array([NEVER if tag[0] == "I" else 0.0 for tag in tags])
        # a stretch goes on only where it has begun
        self._goes_on = np.array([[0.0 if after[0] != "I" or before[1:] == after[1:] else NEVER for after in tags] for before in tags])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def tag(self, meaning: Meaning) -> list[Tagged]:
        """The stretches of a message that have a label, in its order; none where its pieces are not known."""
        if not len(meaning.pieces):
            return []
        chances: NDArray[np.float32] = self._session.run(None, {"pieces": meaning.pieces[None]})[0][0]
        return list(self._stretches(chances, self._likeliest(chances), meaning.places))

    def _likeliest(self, chances: NDArray[np.float32]) -> list[int]:
        """The likeliest path through the tags (Viterbi 1967)."""
        best, came_from = chances[0] + self._begins, []
        for chance in chances[1:]:
            ways = best[:, None] + self._goes_on
            came_from.append(ways.argmax(axis=0))
            best = ways.max(axis=0) + chance
        path = [int(best.argmax())]
        for step in reversed(came_from):
            path.append(int(step[path[-1]]))
        return path[::-1]

    def _stretches(self, chances: NDArray[np.float32], path: list[int], places: tuple[tuple[int, int], ...]) -> Iterator[Tagged]:
        start = 0
        while start < len(path):
            label, end = self._tags[path[start]][2:], start + 1
            while label and end < len(path) and self._tags[path[end]] == f"I-{label}":
                end += 1
            found = [place for place in places[start:end] if place[1] > place[0]]
            if label and found:
                certainty = float(np.exp([chances[piece, path[piece]] for piece in range(start, end)]).mean())
                yield Tagged(Span(found[0][0], found[-1][1], label), certainty)
            start = end
