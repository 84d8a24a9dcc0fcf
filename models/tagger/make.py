"""Makes the tagger: learns from `data/meaning/to_be_said.yml` which words are to be said, and from other messages that in most nothing is.

Not part of the product. It runs in the environment of the encoder (requirements/encoder.in): `python models/tagger/make.py`; README.md tells what it
made. The encoder is left as it is.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import yaml
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from rasa_project import paths  # noqa: E402 - the project is not installed in this environment
from rasa_project.nlu.encoder import Meaning, shared_encoder  # noqa: E402
from rasa_project.nlu.labelled_messages import read_labelled  # noqa: E402
from rasa_project.nlu.marked_messages import Span, read_marked  # noqa: E402
from rasa_project.nlu.own_words import own_words  # noqa: E402
from rasa_project.nlu.word_tagger import FILE, MANIFEST, REASON_TAGS, REASONS, REASONS_MANIFEST, TAGS  # noqa: E402

SEED, EPOCHS, BATCH, RATE, DECAY = 3, 8, 32, 2e-3, 0.02
NARROW, HIDDEN, DROPPED, DROPPED_BEFORE = 96, 96, 0.35, 0.25
OF_EACH_REMARK, OF_THE_OTHERS = 60, 1300
HOLD_WORDS = frozenset(
    {"keep_and_add", "swap_word", "drop_part", "move_part", "is_mine_ok", "join_lines", "earlier_line", "not_how_i_talk", "will_say_it"}
) | {"say_it_before", "not_listening", "none"}
"""Remarks whose messages often hold words to be said; those of the others mostly hold none."""
SPEAKS_OF_WORDS = re.compile(
    r"\b(?:say|said|says|tell|told|text|texted|ask|asked|wrote|write|goes|send|sent|put|add|mention|like|just|maybe|went)\b|[\"\[\]:]", re.IGNORECASE
)
MAY_HOLD_WORDS = re.compile(r"[\"\[\]:]|'[a-z]+ |\b(?:say|tell|put|add|mention|text|write|send|line)\b.*\bthat\b", re.IGNORECASE)


def without_words(chance: random.Random) -> Iterator[str]:
    """Messages in which, most likely, nothing is to be said."""
    for remark, messages in sorted(read_labelled(paths.REMARKS).items()):
        if remark not in HOLD_WORDS and not remark.startswith("said."):
            clear = [text for text in messages if own_words(text) is None and not MAY_HOLD_WORDS.search(text)]
            yield from chance.sample(clear, min(OF_EACH_REMARK, len(clear)))
    entries = [entry for file in sorted(paths.NLU.glob("*.yml")) for entry in yaml.safe_load(file.read_bytes())["nlu"]]
    texts = [line.removeprefix("- ") for entry in entries for line in entry["examples"].splitlines()]
    yield from chance.sample([text for text in texts if 5 <= len(text.split()) <= 40 and not SPEAKS_OF_WORDS.search(text)], OF_THE_OTHERS)


def tags_of(meaning: Meaning, spans: tuple[Span, ...], tags: tuple[str, ...]) -> list[int]:
    """The tag of each piece, as its number."""
    numbers, begun = [], set()
    for start, end in meaning.places:
        span = next((span for span in spans if end > start and span.start <= start and end <= span.end), None)
        numbers.append(tags.index("O" if span is None else f"{'I' if span in begun else 'B'}-{span.label}"))
        begun |= {span} - {None}
    return numbers


class Network(nn.Module):
    """What `word_tagger.WordTagger` computes, to be trained."""

    def __init__(self, width: int, tags: int) -> None:
        super().__init__()
        self.norm, self.narrow = nn.LayerNorm(width), nn.Linear(width, NARROW)
        self.both = nn.GRU(NARROW, HIDDEN, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * HIDDEN + NARROW, tags)
        self.dropped, self.dropped_before = nn.Dropout(DROPPED), nn.Dropout(DROPPED_BEFORE)

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        """Shape (messages, pieces, tags)."""
        narrowed = self.dropped(torch.relu(self.narrow(self.dropped_before(self.norm(pieces)))))
        scores: torch.Tensor = self.out(self.dropped(torch.cat([self.both(narrowed)[0], narrowed], dim=-1)))
        return scores


def write(network: Network, tags: tuple[str, ...], about: str, file: Path, manifest_file: Path) -> None:
    """Writes a network that gives the logarithm of each tag's probability, and its manifest."""
    with_chances = nn.Sequential(network.eval(), nn.LogSoftmax(dim=-1))
    sample = torch.zeros(1, 5, network.norm.normalized_shape[0])
    torch.onnx.export(
        with_chances,
        (sample,),
        str(file),
        input_names=["pieces"],
        output_names=["chances"],
        dynamic_axes={"pieces": {1: "pieces"}, "chances": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    manifest = {
        "name": about,
        "seed": SEED,
        "tags": tags,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    manifest_file.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def learn(marked: list[tuple[str, tuple[Span, ...]]], tags: tuple[str, ...]) -> Network:
    """A network that has learnt from the messages."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - a repeatable draw, no secret
    encoder, rows = shared_encoder(), []
    for text, spans in marked:
        meaning = encoder.read(text)
        if len(meaning.pieces):
            rows.append((torch.tensor(meaning.pieces.astype(np.float16).astype(np.float32)), torch.tensor(tags_of(meaning, spans, tags))))
    network = Network(rows[0][0].shape[1], len(tags))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        chance.shuffle(rows)
        batches = [sorted(rows[start : start + 16 * BATCH], key=lambda row: len(row[1])) for start in range(0, len(rows), 16 * BATCH)]
        total = 0.0
        for batch in (part[start : start + BATCH] for part in batches for start in range(0, len(part), BATCH)):
            pieces = nn.utils.rnn.pad_sequence([row[0] for row in batch], batch_first=True)
            wanted = nn.utils.rnn.pad_sequence([row[1] for row in batch], batch_first=True, padding_value=-100)
            loss = nn.functional.cross_entropy(network(pieces).flatten(0, 1), wanted.flatten(), ignore_index=-100)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"round {epoch + 1}: {total / len(rows):.3f}")  # noqa: T201 - it is run by hand
    return network


def main() -> None:
    """Learns, and writes both networks and their manifests beside this file; with `reasons` only the second."""
    here = Path(__file__).parent
    if "reasons" not in sys.argv[1:]:
        others = without_words(random.Random(SEED))  # noqa: S311 - a repeatable draw, no secret
        network = learn([*read_marked(paths.TO_BE_SAID), *((text, ()) for text in others)], TAGS)
        write(network, TAGS, "which words of a message are to be said (Evening Note)", here / FILE, here / MANIFEST)
    network = learn(read_marked(paths.REASONS_IN_WORDS), REASON_TAGS)
    write(network, REASON_TAGS, "which words of a message tell a reason that can be said (Evening Note)", here / REASONS, here / REASONS_MANIFEST)


if __name__ == "__main__":
    main()
