"""Builds the widget: its modules and its style become the one small file that is served. Run by `make widget`, in the browser's environment."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import minify

WIDGET = Path(__file__).resolve().parent.parent / "rasa_project" / "widget"
SOURCE = WIDGET / "source"
BUILT = WIDGET / "evening-note.js"
HEADER = "/*! Evening Note's chat widget, Apache-2.0. Built from source/ by `make widget`. */\n"

IMPORT = re.compile(r'^import (?P<names>.+?) from "\./(?P<file>[a-z-]+\.(?:js|css))"(?: with \{ type: "css" \})?;\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|class|function) )", re.MULTILINE)


def build() -> str:
    """The file. Each module is read once, after those it imports; two of one name would not load, which the browser tests notice."""
    return HEADER + minify.string("application/javascript", "".join(modules("evening-note.js", set()))) + "\n"


def modules(name: str, read: set[str]) -> list[str]:
    """The code of a module and of all it imports, without import and export."""
    if name in read:
        return []
    read.add(name)
    text = (SOURCE / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        return [f"const sheet = new CSSStyleSheet();\nsheet.replaceSync({json.dumps(minify.string('text/css', text), ensure_ascii=False)});\n"]
    needed = [part for found in IMPORT.finditer(text) for part in modules(found["file"], read)]
    return [*needed, EXPORT.sub("", IMPORT.sub("", text))]


if __name__ == "__main__":
    BUILT.write_text(build(), encoding="utf-8")
    sys.stdout.write(f"{BUILT.relative_to(Path.cwd())}\n")
