"""`evening-note run` as it is, but for whom it believes: the Amazon of the tests, whose certificates lie in the folder named as the argument.

What it believes is an argument of a function, never a setting, so that no environment can talk the real server into it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cryptography import x509

from rasa_project import lean_runtime
from rasa_project.channels.alexa_verifier import AlexaVerifier
from tests.channels.alexa_amazon import SKILL_ID, Chains


def main(folder: Path) -> None:
    """Serves until it is stopped."""
    lean_runtime.prepare()
    from rasa_project.server import serve

    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    chain = (folder / "chain.pem").read_bytes()
    serve(AlexaVerifier(SKILL_ID, [root], Chains.of_all(chain).fetch))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
