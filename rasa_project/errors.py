"""The errors of Evening Note, raised where the cause is known and translated once at the border (command line or HTTP).

EveningNoteError
├── SettingsError          a setting in the environment cannot be used
├── ContentError           an entry in data/coaching/ breaks its schema or a rule
├── EncoderError           the sentence encoder's files are missing or not the expected ones
├── ModelError             no trained model, or one that cannot be used
├── ServerError            the server cannot start (a taken port)
├── UnverifiedError        a request that does not come from where it says
├── MemoryStoreError       what is kept cannot be read or changed: the database, its key, a missing consent or PIN
├── PairingError           a home cannot be paired, or the file in which homes were kept before not be read
├── NoticeError            somebody could not be told that a note waits; its message is only of what kind the trouble was
│   └── NoticeLaterError   the same, but they may be told a little later
└── RequestError           a request that cannot be answered; carries its HTTP status and a code
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta


class EveningNoteError(Exception):
    """Anything that stops us, with a message fit for the person at the keyboard."""


class SettingsError(EveningNoteError):
    """A setting cannot be used."""


class ContentError(EveningNoteError):
    """The content in `data/coaching/` cannot be used."""


class EncoderError(EveningNoteError):
    """The sentence encoder cannot be used."""


class ModelError(EveningNoteError):
    """There is no usable trained model."""


class ServerError(EveningNoteError):
    """The server cannot start."""


class UnverifiedError(EveningNoteError):
    """A request is not from Amazon, not for our skill, or not of this moment. The reason is for tests and logs, never for the sender."""


class MemoryStoreError(EveningNoteError):
    """What is kept of people cannot be read or changed. Never holds anything of what is kept."""


class PairingError(EveningNoteError):
    """A home cannot be paired, or the file in which homes were kept before cannot be read."""


class NoticeError(EveningNoteError):
    """A notice could not be given. The message says of what kind the trouble was, never for whom or where to."""


class NoticeLaterError(NoticeError):
    """A notice could not be given to all for now.

    `again`, called when `after` has gone by, tells those that were not told and nobody else; it may raise as the first try did.
    """

    def __init__(self, message: str, after: timedelta, again: Callable[[], None]) -> None:
        super().__init__(message)
        self.after = after
        self.again = again


class RequestError(EveningNoteError):
    """A request that gets an error instead of an answer.

    `status` is the HTTP status, `code` the short stable name that programs can rely on; the message is for people. `retry_after` says after how
    many seconds it is worth another try, where that is known.
    """

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after
