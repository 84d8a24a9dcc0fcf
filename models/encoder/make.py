"""Makes the encoder: all-MiniLM-L6-v2, tuned on the training messages, its vocabulary trimmed, its weights and sums in int8.

Not part of the product. It runs in an environment of its own (requirements/encoder.in); models/encoder/README.md tells what it made, and how
long it took. Five teachers, each of which saw four fifths of the messages, judge the fifth that they have not seen; the encoder learns from the
labels and from these judgements in equal parts, so that a message on a border is taught as one (cross-fitted self-distillation, after Hinton et
al. 2015 and Furlanello et al. 2018).

    python models/encoder/make.py WEIGHTS TUNED    # from the published model's config.json, model.safetensors, tokenizer.json; TUNED gets the same
    python models/encoder/make.py TUNED            # goes on from there with the messages of today
    python models/encoder/make.py TUNED --new more_lives    # the same, with new files of messages and a part of the others, for a slow machine

`models/encoder/weights.py` turns the stored weights back into a folder TUNED.
The messages of `kept_for_validation` are never shown to it, so that thresholds can be chosen on them.
"""

from __future__ import annotations

import copy
import hashlib
import json
import random
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
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
SEED, BATCH, RATE, HEAD_RATE, SCALE = 7, 64, 1.5e-4, 2e-3, 20.0
WARM_UP, MEGABATCH, LONGEST = 0.1, 16, 64
FOLDS, FOLD_SEED = 5, 5
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
HALF_PRECISION = DEVICE == "cuda" or torch.cpu._is_avx512_bf16_supported()
"""Whether the machine computes in bfloat16: faster where it does; where it does not, fifteen times as slow (5.5 messages a second, not 83)."""
LAYERS = {
    "layer_0": "/encoder/embeddings/LayerNorm/LayerNormalization_output_0",
    "layer_2": "/encoder/encoder/layer.1/output/LayerNorm/LayerNormalization_output_0",
    "layer_4": "/encoder/encoder/layer.3/output/LayerNorm/LayerNormalization_output_0",
}
"""Outputs of the model beside the last, and where they come from."""
WHOLE_WORDS_KEPT = 12_000
"""Of the vocabulary, which is ordered by frequency, the whole words kept beside those of the training messages."""
SOUNDS_LIKE = (
    "your you're|their there|to too|for four|no know|won't want|can't can|right write|hear here|be bee|been bean|mood mode|her he|wait weight|"
    "night knight|its it's|by buy|whole hole|would wood|one won|then than|we're were|he'll hell|she'll shell|i'll ill|are our|bed bad|pain pane|"
    "feel fill|off of|you u|because cos|tomorrow tmrw|tonight 2nite|please pls|though tho|going gonna|and n|said set|turned turn|tell kill|i'm am|"
    "i've of|have of|what wot|with wiv|my me|the da|thing fing|not knot|want won't|dear deer|meet meat|son sun|way weigh|new knew|might mite|"
    "need knead|love luv|just jus|don't dont|sex six|kiss kids|touch such|tired tied|asked ask|him hymn|so sew|but butt|two to|week weak|hour our"
)
BESIDE = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "x",
}
"""The keys beside each key."""


@dataclass(frozen=True)
class Course:
    """How long and with how much noise to tune."""

    epochs: int
    noisy: float
    """The share of messages that are shown with a slip of the keyboard or of a recogniser."""
    smoothing: float
    seed: int
    rate: float = RATE
    head_rate: float = HEAD_RATE


TEACHER = Course(epochs=6, noisy=0.5, smoothing=0.1, seed=0)
PUPIL = Course(epochs=22, noisy=0.7, smoothing=0.05, seed=SEED)
AGAIN = Course(epochs=4, noisy=0.6, smoothing=0.08, seed=SEED, rate=6e-5, head_rate=1e-3)
"""Going on from weights that were tuned before, when there are new messages: from the labels alone, a quarter of the steps."""
WITH_NEW = Course(epochs=2, noisy=0.6, smoothing=0.08, seed=SEED, rate=6e-5, head_rate=1e-3)
"""Going on with the messages of some new files and `OF_THE_OTHERS` of the rest, and leaving the layers below `FIRST_TUNED` as they are."""
OF_THE_OTHERS, FIRST_TUNED = 9_000, 2
BELIEF_IN_TEACHERS = 0.5


def main(weights: Path, tuned: Path) -> None:
    """Tunes, trims, quantises, and writes model.onnx, tokenizer.json and manifest.json beside this file; the weights as they are go to `tuned`."""
    for name, digest in PUBLISHED.items():
        if hashlib.sha256((weights / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{weights / name} is not the published file")
    texts, intents = messages()
    shown = [number for number, text in enumerate(texts) if not kept_for_validation(text)]
    classes, targets = np.unique(np.array(intents), return_inverse=True)
    known, labels = [texts[number] for number in shown], np.eye(len(classes), dtype=np.float32)[targets[shown]]
    wanted = (1 - BELIEF_IN_TEACHERS) * labels + BELIEF_IN_TEACHERS * judged_unseen(weights, known, labels)
    network = tune(weights, known, wanted, PUPIL)
    network.encoder.save_pretrained(tuned)
    shutil.copy(weights / "tokenizer.json", tuned)
    write(network, weights, texts, Path(__file__).parent)


def go_on(tuned: Path) -> None:
    """Goes on tuning from the weights that `main` left in a folder, on all messages of today, and writes the files anew."""
    texts, intents = messages()
    shown = [number for number, text in enumerate(texts) if not kept_for_validation(text)]
    classes, targets = np.unique(np.array(intents), return_inverse=True)
    labels = np.eye(len(classes), dtype=np.float32)[targets[shown]]
    write(tune(tuned, [texts[number] for number in shown], labels, AGAIN), tuned, texts, Path(__file__).parent)


def go_on_with(tuned: Path, start: str) -> None:
    """Goes on with the messages of the files whose names begin so, and some of the others, rare intents more often; writes all anew."""
    texts, intents = messages()
    new = set(messages(f"{start}*.yml")[0])
    shown = np.array([number for number, text in enumerate(texts) if not kept_for_validation(text)])
    classes, targets = np.unique(np.array(intents), return_inverse=True)
    of_new = np.array([texts[number] in new for number in shown])
    rare = np.where(of_new, 0.0, np.bincount(targets).astype(float)[targets[shown]] ** -0.5)
    drawn = np.random.default_rng(SEED).choice(len(shown), size=OF_THE_OTHERS, replace=False, p=rare / rare.sum())
    picked = shown[np.concatenate([np.flatnonzero(of_new), drawn])]
    labels = np.eye(len(classes), dtype=np.float32)[targets[picked]]
    network = tune(tuned, [texts[number] for number in picked], labels, WITH_NEW, FIRST_TUNED)
    network.encoder.save_pretrained(tuned / "after")
    write(network, tuned, texts, Path(__file__).parent)


def judged_unseen(weights: Path, texts: list[str], labels: np.ndarray) -> np.ndarray:
    """What teachers that have not seen a message make of it: probabilities, shape (messages, classes)."""
    fold = np.random.default_rng(FOLD_SEED).permutation(len(texts)) % FOLDS
    judged = np.zeros_like(labels)
    for number in range(FOLDS):
        seen, unseen = np.where(fold != number)[0], np.where(fold == number)[0]
        teacher = tune(weights, [texts[place] for place in seen], labels[seen], replace(TEACHER, seed=number))
        judged[unseen] = _judge(teacher, _tokenizer(weights / "tokenizer.json"), [texts[place] for place in unseen])
    return judged


def messages(files: str = "*.yml") -> tuple[list[str], list[str]]:
    """All training messages with their intents, or those of some files."""
    pairs = [
        (line.strip()[2:], entry["intent"])
        for file in sorted((ROOT / "data" / "nlu").glob(files))
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


def tune(weights: Path, texts: list[str], wanted: np.ndarray, course: Course, first_tuned: int = 0) -> Network:
    """Cross-entropy with the wanted probabilities, smoothed; rare intents are shown more often, messages of a like length together."""
    torch.manual_seed(course.seed)
    chance, draw = random.Random(course.seed), np.random.default_rng(course.seed)  # noqa: S311 - a seed, not secrecy
    targets = wanted.argmax(axis=1)
    network, tokenizer = Network(weights, wanted.shape[1]).to(DEVICE), _tokenizer(weights / "tokenizer.json")
    for part in (network.encoder.embeddings, *network.encoder.encoder.layer[:first_tuned]):
        for parameter in part.parameters():
            parameter.requires_grad_(False)
    _start_the_head_at_the_means(network, tokenizer, texts, targets)
    groups = [
        {"params": [parameter for parameter in network.encoder.parameters() if parameter.requires_grad], "lr": course.rate, "full": course.rate},
        {"params": list(network.head.parameters()), "lr": course.head_rate, "full": course.head_rate},
    ]
    descent = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    goal = torch.tensor((1 - course.smoothing) * wanted + course.smoothing / wanted.shape[1], device=DEVICE)
    shown = np.bincount(targets).astype(float)[targets] ** -0.5
    steps = len(texts) // BATCH
    total, step = steps * course.epochs, 0
    for _ in range(course.epochs):
        picked = draw.choice(len(texts), size=steps * BATCH, p=shown / shown.sum())
        for batch in _batches(picked, texts, chance):
            rate = min(1.0, step / (WARM_UP * total), (total - step) / ((1 - WARM_UP) * total))
            for group in descent.param_groups:
                group["lr"] = group["full"] * rate
            network.train()
            said = [_with_slip(texts[number], chance) if chance.random() <= course.noisy else texts[number] for number in batch]
            with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=HALF_PRECISION):
                _, scores = network(*_tensors(tokenizer, said))
            loss = -(goal[torch.tensor(np.array(batch), device=DEVICE)] * functional.log_softmax(scores.float(), dim=-1)).sum(-1).mean()
            descent.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([parameter for group in groups for parameter in group["params"]], 1.0)
            descent.step()
            step += 1
    return network.eval()


def _batches(picked: np.ndarray, texts: list[str], chance: random.Random) -> Any:
    for start in range(0, len(picked), MEGABATCH * BATCH):
        chunk = sorted(picked[start : start + MEGABATCH * BATCH], key=lambda number: len(texts[number]))
        starts = list(range(0, len(chunk), BATCH))
        chance.shuffle(starts)
        yield from (chunk[first : first + BATCH] for first in starts)


@torch.no_grad()
def _judge(network: Network, tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=HALF_PRECISION):
        scores = [network(*_tensors(tokenizer, texts[start : start + 64]))[1].float() for start in range(0, len(texts), 64)]
    return torch.softmax(torch.cat(scores), dim=-1).cpu().numpy()


@torch.no_grad()
def _start_the_head_at_the_means(network: Network, tokenizer: Tokenizer, texts: list[str], targets: np.ndarray) -> None:
    network.eval()
    with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=HALF_PRECISION):
        vectors = np.concatenate(
            [network(*_tensors(tokenizer, texts[start : start + 64]))[0].float().cpu().numpy() for start in range(0, len(texts), 64)]
        )
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
    return ids.to(DEVICE), mask.to(DEVICE)


def _with_slip(text: str, chance: random.Random) -> str:
    """The message with one slip: no apostrophes, no marks, a word mistyped, words misheard, a word lost, the start lost."""
    kind, words = chance.random(), text.split(" ")
    if kind < 0.22:
        return text.replace("'", "")
    if kind < 0.36:
        return re.sub(r"[^\w\s']", "", text)
    if kind < 0.66:
        long_words = [number for number, word in enumerate(words) if len(word) > 3 and word.isalpha()]
        if long_words:
            number = chance.choice(long_words)
            words[number] = _mistyped(words[number], chance)
        return " ".join(words)
    if kind < 0.88:
        return " ".join(_misheard(word, chance) for word in words)
    if kind < 0.94 and len(words) > 4:
        words.pop(chance.randrange(len(words)))
        return " ".join(words)
    return " ".join(words[chance.randrange(1, 3) :]) if len(words) > 5 else text


def _mistyped(word: str, chance: random.Random) -> str:
    place, kind = chance.randrange(len(word) - 1), chance.random()
    if kind < 0.35:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind < 0.6:
        return word[:place] + word[place + 1 :]
    instead = word[place] * 2 if kind < 0.8 else chance.choice(BESIDE.get(word[place].lower(), word[place]))
    return word[:place] + instead + word[place + 1 :]


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
    encoder.load_state_dict({name: values.cpu() for name, values in network.encoder.state_dict().items()})
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
    _give_layers(folder / "model.onnx")
    manifest = {
        "name": "all-MiniLM-L6-v2, tuned on the training messages of Evening Note (int8)",
        "licence": "Apache-2.0",
        "dimensions": 384,
        "seed": SEED,
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _give_layers(file: Path) -> None:
    """Lets the model give what a token is before the first layer and after some others; that changes no number, and takes no time."""
    model = onnx.load(str(file))
    for name, source in LAYERS.items():
        model.graph.node.append(onnx.helper.make_node("Identity", [source], [name], name=name))
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", "tokens", 384]))
    onnx.save(model, str(file))


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
    if "--new" in sys.argv:
        go_on_with(Path(sys.argv[1]), sys.argv[-1])
    else:
        folders = [Path(argument) for argument in sys.argv[1:]]
        main(*folders) if len(folders) == 2 else go_on(*folders)
