"""Of what a model was made: written into its file by the training, compared when it is loaded, so that none stays in use after an upgrade."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rasa_project import __version__, paths

MEMBER = "evening_note.json"
"""The name in a model's archive, where it comes first so that it is found at once."""


@dataclass(frozen=True)
class Origin:
    """The version of Evening Note that trained a model, and a fingerprint of what it was trained from."""

    version: str
    sources: str


def of_this_checkout() -> Origin:
    """What a model that is trained now is made of: configuration, domain, training data, encoder."""
    data = [file for folder in (paths.DOMAIN, *paths.TRAINING_DATA) for file in sorted(folder.rglob("*.yml"))]
    digest = hashlib.sha256()
    for file in (paths.CONFIG, paths.ENCODER / "manifest.json", *data):
        digest.update(f"{file.relative_to(paths.ROOT).as_posix()}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return Origin(__version__, digest.hexdigest())


def read_origin(model: Path) -> Origin | None:
    """What a model says it was made of; None for one that says nothing, or cannot be read at all."""
    try:
        with tarfile.open(model) as archive:
            first = archive.next()
            content = archive.extractfile(first) if first is not None and first.name == MEMBER else None
            return Origin(**json.load(content)) if content is not None else None
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError):
        return None  # whoever loads it says what is wrong


def write_origin(model: Path, origin: Origin) -> None:
    """Adds to a model what it was made of. The file is replaced whole."""
    written = model.with_name(f".{model.name}.{secrets.token_hex(8)}")
    content = json.dumps(asdict(origin)).encode()
    member = tarfile.TarInfo(MEMBER)
    member.size = len(content)
    try:
        with tarfile.open(model) as before, tarfile.open(written, "w:gz", compresslevel=6) as after:
            after.addfile(member, io.BytesIO(content))
            for kept in before:
                if kept.name != MEMBER:
                    after.addfile(kept, before.extractfile(kept) if kept.isfile() else None)
        written.replace(model)
    finally:
        written.unlink(missing_ok=True)


def is_of_another_version(model: Path) -> bool:
    """Whether another version of Evening Note trained it."""
    origin = read_origin(model)
    return origin is not None and origin.version != __version__
