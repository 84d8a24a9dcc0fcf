"""Makes the encoder: all-MiniLM-L6-v2, tuned on the training messages, its vocabulary trimmed, its weights and sums in int8.

Not part of the product. It runs in an environment of its own (requirements/encoder.in) and takes about a quarter of an hour on two cores;
models/encoder/README.md tells what it made.

    python models/encoder/make.py WEIGHTS      # the folder with the published model: config.json, model.safetensors, tokenizer.json

The messages of `kept_for_validation` are never shown to it, so that thresholds can be chosen on them.
"""

from __future__ import annotations

import copy
import hashlib
import json
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from rasa_project.nlu.text import tidy  # noqa: E402 - the project is not installed in this environment
from rasa_project.nlu.validation import kept_for_validation  # noqa: E402

PUBLISHED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
SEED, EPOCHS, BATCH, RATE, HEAD_RATE, SMOOTHING, SCALE = 7, 5, 32, 1e-4, 2e-3, 0.1, 20.0
WARM_UP, MEGABATCH, LONGEST, THREADS = 0.1, 16, 64, 2
NOISY = 0.5
"""The share of messages that are shown with a slip of the keyboard or of a recogniser."""
WHOLE_WORDS_KEPT = 12_000
"""Of the vocabulary, which is ordered by frequency, the whole words kept beside those of the training messages."""
SOUNDS_LIKE = (
    "your you're|their there|to too|for four|no know|won't want|can't can|right write|hear here|be bee|been bean|mood mode|her he|wait weight|"
    "night knight|its it's|by buy|whole hole|would wood|one won|then than|we're were|he'll hell|she'll shell|i'll ill|are our|bed bad|pain pane|"
    "feel fill|off of|you u|because cos|tomorrow tmrw|tonight 2nite|please pls|though tho|going gonna|and n|said set|turned turn|tell kill"
)


def main(weights: Path) -> None:
    """Tunes, trims, quantises, and writes model.onnx, tokenizer.json and manifest.json beside this file."""
    for name, digest in PUBLISHED.items():
        if hashlib.sha256((weights / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{weights / name} is not the published file")
    texts, intents = messages()
    network = tune(weights, *zip(*[(text, intent) for text, intent in zip(texts, intents) if not kept_for_validation(text)]))
    write(network, weights, texts, Path(__file__).parent)


def messages() -> tuple[list[str], list[str]]:
    """All training messages with their intents."""
    pairs = [
        (line.strip()[2:], entry["intent"])
        for file in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]
    return [text for text, _ in pairs], [intent for _, intent in pairs]


class Network(torch.nn.Module):
    """The encoder, its mean over the tokens at length 1, and a head that tells the intents apart; only the encoder is kept."""

    def __init__(self, weights: Path, classes: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="sdpa")
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, classes)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The embeddings (messages, 384) and the scores (messages, classes)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        embedding = functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)
        return embedding, self.head(self.dropout(embedding)) * SCALE


def tune(weights: Path, texts: tuple[str, ...], intents: tuple[str, ...]) -> Network:
    """Cross-entropy with smoothed labels; rare intents are shown more often, messages of a like length together."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    chance, draw = random.Random(SEED), np.random.default_rng(SEED)  # noqa: S311 - a seed, not secrecy
    classes, targets = np.unique(np.array(intents), return_inverse=True)
    network, tokenizer = Network(weights, len(classes)), _tokenizer(weights / "tokenizer.json")
    for parameter in network.encoder.embeddings.parameters():
        parameter.requires_grad_(False)
    _start_the_head_at_the_means(network, tokenizer, texts, targets)
    groups = [
        {"params": [parameter for parameter in network.encoder.parameters() if parameter.requires_grad], "lr": RATE, "full": RATE},
        {"params": list(network.head.parameters()), "lr": HEAD_RATE, "full": HEAD_RATE},
    ]
    descent = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    shown = np.bincount(targets).astype(float)[targets] ** -0.5
    steps = len(texts) // BATCH
    total, step = steps * EPOCHS, 0
    for _ in range(EPOCHS):
        picked = draw.choice(len(texts), size=steps * BATCH, p=shown / shown.sum())
        for batch in _batches(picked, texts, chance):
            rate = min(1.0, step / (WARM_UP * total), (total - step) / ((1 - WARM_UP) * total))
            for group in descent.param_groups:
                group["lr"] = group["full"] * rate
            network.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):  # ten times as fast as full precision on two busy cores
                _, scores = network(*_tensors(tokenizer, [_with_slips(texts[number], chance) for number in batch]))
            loss = functional.cross_entropy(scores.float(), torch.tensor(targets[batch]), label_smoothing=SMOOTHING)
            descent.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([parameter for group in groups for parameter in group["params"]], 1.0)
            descent.step()
            step += 1
    return network.eval()


def _batches(picked: np.ndarray, texts: tuple[str, ...], chance: random.Random) -> Any:
    for start in range(0, len(picked), MEGABATCH * BATCH):
        chunk = sorted(picked[start : start + MEGABATCH * BATCH], key=lambda number: len(texts[number]))
        starts = list(range(0, len(chunk), BATCH))
        chance.shuffle(starts)
        yield from (chunk[first : first + BATCH] for first in starts)


@torch.no_grad()
def _start_the_head_at_the_means(network: Network, tokenizer: Tokenizer, texts: tuple[str, ...], targets: np.ndarray) -> None:
    network.eval()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = np.concatenate([network(*_tensors(tokenizer, texts[start : start + 64]))[0].float().numpy() for start in range(0, len(texts), 64)])
    means = np.stack([vectors[targets == number].mean(0) for number in range(targets.max() + 1)]) - vectors.mean(0)
    network.head.weight.copy_(torch.tensor(means / np.linalg.norm(means, axis=1, keepdims=True)))
    network.head.bias.zero_()


def _tokenizer(file: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _tensors(tokenizer: Tokenizer, texts: Any) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [encoding.ids for encoding in tokenizer.encode_batch([tidy(text).lower() for text in texts])]
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)], mask[number, : len(row)] = torch.tensor(row), 1
    return ids, mask


def _with_slips(text: str, chance: random.Random) -> str:
    """The message, in about half the cases with a slip: no apostrophes, no marks, letters swapped or lost, a word misheard or lost."""
    if chance.random() > NOISY:
        return text
    kind, words = chance.random(), text.split(" ")
    if kind < 0.25:
        return text.replace("'", "").replace("\u2019", "")
    if kind < 0.4:
        return re.sub(r"[^\w\s']", "", text)
    if kind < 0.7:
        long_words = [number for number, word in enumerate(words) if len(word) > 3 and word.isalpha()]
        if long_words:
            number = chance.choice(long_words)
            words[number] = _mistyped(words[number], chance)
        return " ".join(words)
    if kind < 0.92:
        return " ".join(_misheard(word, chance) for word in words)
    if len(words) > 4:
        words.pop(chance.randrange(len(words)))
    return " ".join(words)


def _mistyped(word: str, chance: random.Random) -> str:
    place, kind = chance.randrange(len(word) - 1), chance.random()
    if kind < 0.45:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :] if kind < 0.75 else word[:place] + word[place] + word[place:]


def _misheard(word: str, chance: random.Random) -> str:
    heard = [other for pair in SOUNDS_LIKE.split("|") for one, other in (pair.split(), pair.split()[::-1]) if one == word.lower()]
    return chance.choice(heard) if heard and chance.random() < 0.4 else word


class _Hidden(torch.nn.Module):
    """The encoder with the interface that the product runs."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        return hidden


def write(network: Network, weights: Path, texts: list[str], folder: Path) -> None:
    """Writes the tuned encoder with a trimmed vocabulary as an ONNX file whose weights and sums are int8, its tokenizer and its manifest."""
    ids, tokenizer = _trimmed(weights, texts)
    encoder = AutoModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="eager")
    encoder.load_state_dict(network.encoder.state_dict())
    encoder.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(encoder.embeddings.word_embeddings.weight.data[ids])
    encoder.config.vocab_size = len(ids)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    names, sample = ["input_ids", "attention_mask", "token_type_ids"], torch.tensor([[1, 5, 9, 11, 2]])
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch) / "plain.onnx", Path(scratch) / "fused.onnx"
        torch.onnx.export(
            _Hidden(encoder.eval()),
            (sample, torch.ones_like(sample), torch.zeros_like(sample)),
            str(plain),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "last_hidden_state"]},
            opset_version=17,
            dynamo=False,
        )
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        optimizer.optimize_model(str(plain), "bert", num_heads=12, hidden_size=384, optimization_options=options).save_model_to_file(str(fused))
        quantize_dynamic(
            str(fused),
            str(folder / "model.onnx"),
            per_channel=True,
            reduce_range=True,  # sums stay exact on processors without VNNI
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    manifest = {
        "name": "all-MiniLM-L6-v2, tuned on the training messages of Evening Note (int8)",
        "licence": "Apache-2.0",
        "dimensions": 384,
        "seed": SEED,
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _trimmed(weights: Path, texts: list[str]) -> tuple[list[int], dict[str, Any]]:
    """The ids of the word pieces that are kept, and the tokenizer that knows those alone.

    Kept are the marks, every piece of the training messages, all parts of words and single letters of the Latin script, and the frequent words.
    """
    published = json.loads((weights / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = published["model"]["vocab"]
    used = {
        number for encoding in _tokenizer(weights / "tokenizer.json").encode_batch([tidy(text).lower() for text in texts]) for number in encoding.ids
    }
    latin, marks = re.compile(r"^(##)?[\x21-\x7e\u00a3\u20ac]+$"), {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    kept = [
        piece
        for piece, number in sorted(vocabulary.items(), key=lambda item: item[1])
        if number in used
        or piece in marks
        or (latin.match(piece) and not piece.startswith("[unused") and (piece.startswith("##") or len(piece) == 1 or number < WHOLE_WORDS_KEPT))
    ]
    trimmed = copy.deepcopy(published)
    numbers = {piece: number for number, piece in enumerate(kept)}
    trimmed["model"]["vocab"] = numbers
    for added in trimmed["added_tokens"]:
        added["id"] = numbers[added["content"]]
    for special in trimmed["post_processor"]["special_tokens"].values():
        special["ids"] = [numbers[token] for token in special["tokens"]]
    if trimmed.get("padding"):
        trimmed["padding"]["pad_id"] = numbers["[PAD]"]
    return [vocabulary[piece] for piece in kept], trimmed


if __name__ == "__main__":
    main(Path(sys.argv[1]))
