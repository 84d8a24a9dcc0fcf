"""A folder of the tests' own for what they keep: never the data directory nor the keyring of whoever runs them. Imported for that alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

HOME_OF_DATA = tempfile.TemporaryDirectory(prefix="evening-note-tests-")
os.environ["XDG_DATA_HOME"] = HOME_OF_DATA.name
os.environ["EVENING_NOTE_DATA_DIR"] = str(Path(HOME_OF_DATA.name) / "shared")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
for name in ("EVENING_NOTE_DATABASE", "EVENING_NOTE_PASSPHRASE", "EVENING_NOTE_BACKUP_PASSPHRASE"):
    os.environ.pop(name, None)
