"""The tables. Nothing in them says who somebody is, what they said or on which day: ids and days are keyed fingerprints, the rest is sealed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

metadata = MetaData()


def _of_a_person(*, primary_key: bool = True) -> Column[bytes]:
    """Whose row it is; it goes when the person goes."""
    return Column("person", LargeBinary, ForeignKey("people.id", ondelete="CASCADE"), primary_key=primary_key)


# no index by day in the journal and the deliveries: in a large store each row of a person would lie on a page of its own there, and forgetting them
# would have all those pages to clean; `old_days.py` finds what is too old without one


def _table(name: str, *parts: Column | Index) -> Table:
    # without row numbers SQLite keeps a person's rows side by side, and in no order that would tell when they were written
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


vault = _table(
    "vault",
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("generation", LargeBinary, nullable=False),  # another one after each change of the master key
    Column("salt", LargeBinary, nullable=False),  # of the passphrase
    Column("store_key", LargeBinary, nullable=False),  # sealed with the master key
)

people = _table(
    "people",
    Column("id", LargeBinary, primary_key=True),  # a keyed fingerprint of the id that the channel gave
    Column("data_key", LargeBinary, nullable=False),  # sealed with the master key, and inside with the PIN where there is one
    Column("delivery_key", LargeBinary, nullable=False),  # sealed with the master key: what evening notes need while the PIN is not given
    Column("record", LargeBinary, nullable=False),  # with the data key: consents, and the line that was taken along
    Column("attempts", LargeBinary),  # with the delivery key: wrong PINs in a row
    Column("day", LargeBinary, nullable=False),  # a keyed fingerprint of the last day they were here
    Column("requests", LargeBinary),  # keyed fingerprints of the last messages that changed something, one after the other
    Index("people_day", "day"),
)

journal = _table(
    "journal",
    _of_a_person(),
    Column("id", LargeBinary, primary_key=True),
    Column("day", LargeBinary, nullable=False),  # a keyed fingerprint of the day
    Column("entry", LargeBinary, nullable=False),  # sealed with the data key: the entries of that day; another row once they are many
)

saved = _table(
    "saved",
    _of_a_person(),
    Column("id", LargeBinary, primary_key=True),
    Column("line", LargeBinary, nullable=False),  # sealed with the data key
)

notes = _table(
    "notes",
    _of_a_person(),
    Column("next_at", BigInteger),  # when the next note comes, in seconds since 1970 (UTC)
    Column("record", LargeBinary, nullable=False),  # sealed with the delivery key: the schedule and what came of the last notes
    Index("notes_next_at", "next_at"),
)

deliveries = _table(
    "deliveries",
    _of_a_person(),
    Column("day", LargeBinary, primary_key=True),  # a keyed fingerprint of the night: one note each
    Column("note", LargeBinary, nullable=False),  # sealed with the delivery key
)

subscriptions = _table(
    "subscriptions",
    _of_a_person(),
    Column("id", LargeBinary, primary_key=True),  # a keyed fingerprint of the address
    Column("subscription", LargeBinary, nullable=False),  # sealed with the delivery key
)

sessions = _table(
    "sessions",
    Column("id", LargeBinary, primary_key=True),  # a keyed fingerprint of the conversation's id
    Column("person", LargeBinary),  # not a reference: a conversation may come before anything else is kept
    Column("expires", BigInteger, nullable=False),  # in seconds since 1970 (UTC)
    Column("slots", LargeBinary, nullable=False),  # sealed with the store key
    Column("answers", LargeBinary),  # sealed with the store key: the last answers, for messages that are sent again
    Index("sessions_person", "person"),
    Index("sessions_expires", "expires"),
)

homes = _table(
    "homes",
    Column("id", LargeBinary, primary_key=True),  # a keyed fingerprint of the home's token
    Column("name", LargeBinary, nullable=False, unique=True),  # a keyed fingerprint
    Column("home", LargeBinary, nullable=False),  # sealed with the store key: its name and since when
)
