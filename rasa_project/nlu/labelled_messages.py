"""Files of `data/meaning/`: messages by what each of them says."""

from __future__ import annotations

from pathlib import Path

import yaml

from rasa_project.errors import ContentError


def read_labelled(file: Path) -> dict[str, list[str]]:
    """The messages of each label, in the order of the file. Raises ContentError when the file cannot be used."""
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return {str(label): [str(message) for message in messages] for label, messages in document.items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise ContentError(f"{file}: the messages cannot be read ({error})") from error
