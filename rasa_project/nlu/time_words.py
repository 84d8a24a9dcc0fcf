"""The words of a message as everything that reads hours and days wants them: one spelling each, recognisers' and thumbs' slips put right.

"10pm" becomes "10", "pm"; "half an our" "half", "an", "hour"; "week nights" "weeknights"; what ends a clause is a comma.
"""

from __future__ import annotations

import re

from rasa_project.nlu.numbers import TENS, UNITS
from rasa_project.nlu.text import plain

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END = ","
"""The word that stands for the end of a clause."""

_MERIDIEM = re.compile(r"(?<![a-z])([ap])(?:\.\s?|\s)m\b\.?|(?<=\d)([ap])\b|(?<=\d)([ap]m)\b\.?")
_OCLOCK = re.compile(r"\b[o0][ .]?(?:clock|clok|clocks|clook)\b|\boclok\b")
_ISH = re.compile(r"\b(five|six|seven|eight|nine|ten|eleven|twelve|thirty|fifteen)ish\b")
_TONIGHT = re.compile(r"\b(?:2nite|2night|2nyt|to[ -](?:night|nite|knight)s?|tonites?|tonights|tonigt|tonihgt)\b")
_WORD = re.compile(r"\d{1,2}[:.;h]\d{2}(?!\d)|\d\.5(?!\d)|\d+|[a-z]+|[,.;!?()\n\"]|-|[&+]|/")
_TIME = re.compile(r"^(\d{1,2})[:.;h](\d{2})$")
_STARTS = re.compile(
    r"\d|day|night|nite|knight|mon|tue|wed|thu|fri|sat|sun|week|noon|hour|our\b|minute|mins\b|half|quart|past|clock|till?\b|until|untill|back|resume|pause|paws"
    r"|morning|mourning|evening|daily|month|fortnight|again|start|five|six|seven|ate\b|eight|nine|nein|ten\b|eleven|twelve|\b(?:one|two|three|four)\b"
)
"""Without any of these a message says nothing about when; most messages are done with here."""

_SPELLED = {
    "nite": "night", "nites": "nights", "knight": "night", "knights": "nights", "mourning": "morning", "mournings": "mornings",
    "morn": "morning", "eve": "evening", "evenin": "evening", "evning": "evening", "evenings": "evenings", "passed": "past", "pass": "past",
    "quater": "quarter", "quartr": "quarter", "qtr": "quarter", "quarta": "quarter", "haf": "half", "arf": "half", "hafl": "half",
    "til": "until", "till": "until", "untill": "until", "untl": "until", "thru": "through", "hr": "hour", "hrs": "hours",
    "min": "minutes", "mins": "minutes", "minute": "minutes", "minuets": "minutes", "wk": "week", "wks": "weeks", "weeknight": "weeknights",
    "weekknights": "weeknights", "weeknites": "weeknights", "weeknite": "weeknights", "weekday": "weekdays", "schoolnights": "schoolnights",
    "nein": "nine", "tenn": "ten", "elevn": "eleven", "eleventh": "eleventh", "tweleve": "twelve", "twelf": "twelve", "fourty": "forty",
    "midnite": "midnight", "midnigt": "midnight", "mid": "mid", "evry": "every", "evrey": "every", "everyday": "every-day",
    "everynight": "every-night",
    "pls": "please", "plz": "please", "plse": "please", "ta": "thanks", "thx": "thanks", "thankyou": "thanks", "tmrw": "tomorrow",
    "tomoz": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tomorro": "tomorrow", "2moro": "tomorrow", "paws": "pause", "pauze": "pause",
    "pasue": "pause", "puase": "pause", "erlier": "earlier", "earlyer": "earlier", "earlyier": "earlier", "l8r": "later", "latter": "later",
    "lateer": "later",
    "excpet": "except", "exept": "except", "accept": "except", "xcept": "except", "cept": "except", "weekneds": "weekends", "weekeds": "weekends",
    "weekened": "weekend",
    "mondya": "monday", "munday": "monday", "mondy": "monday", "teusday": "tuesday", "tuseday": "tuesday", "tuesdy": "tuesday", "chewsday": "tuesday",
    "wednsday": "wednesday", "wensday": "wednesday", "wendsday": "wednesday", "wednesdy": "wednesday", "weds": "wednesday", "wed": "wednesday",
    "thrusday": "thursday", "thurday": "thursday", "thursdy": "thursday", "firday": "friday", "fridy": "friday", "frday": "friday", "fry": "friday",
    "saterday": "saturday", "satday": "saturday", "saturdy": "saturday", "satruday": "saturday", "sundae": "sunday", "sundaes": "sundays",
    "sundy": "sunday",
    "wednsdays": "wednesdays", "wensdays": "wednesdays", "wendsdays": "wednesdays", "thrusdays": "thursdays", "firdays": "fridays",
    "saterdays": "saturdays",
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday",
    "sat": "saturday",
    "sun": "sunday", "mons": "mondays", "fris": "fridays", "sats": "saturdays", "suns": "sundays",
}  # fmt: skip
_HALVES = {
    # two words for one: ("week", "nights")
    ("week", "night"): "weeknights", ("week", "nights"): "weeknights", ("weak", "night"): "weeknights", ("weak", "nights"): "weeknights",
    ("week", "day"): "weekdays", ("week", "days"): "weekdays", ("weak", "days"): "weekdays", ("week", "end"): "weekend", ("week", "ends"): "weekends",
    ("weak", "end"): "weekend", ("weak", "ends"): "weekends", ("school", "night"): "schoolnights", ("school", "nights"): "schoolnights",
    ("weekdays", "nights"): "weeknights", ("weekdays", "night"): "weeknights", ("mid", "night"): "midnight", ("mid", "day"): "noon",
    ("every", "day"): "every-day",
    ("back", "own"): "back-on", ("back", "on"): "back-on", ("sun", "day"): "sunday", ("sun", "days"): "sundays", ("sunday", "day"): "sunday",
    ("sunday", "days"): "sundays", ("monday", "day"): "monday", ("monday", "days"): "mondays", ("friday", "day"): "friday",
    ("friday", "days"): "fridays",
    ("tuesday", "day"): "tuesday", ("tuesday", "days"): "tuesdays", ("thursday", "day"): "thursday", ("thursday", "days"): "thursdays",
    ("wednesday", "day"): "wednesday", ("wednesday", "days"): "wednesdays", ("wends", "day"): "wednesday", ("wends", "days"): "wednesdays",
    ("satur", "day"): "saturday", ("satur", "days"): "saturdays", ("saturday", "day"): "saturday", ("saturday", "days"): "saturdays",
    ("un", "pause"): "unpause", ("fort", "night"): "fortnight", ("fort", "nights"): "fortnight",
}  # fmt: skip
_NUMBERS = frozenset(UNITS) | frozenset(TENS) - {"one"}
_BEFORE_HOUR = frozenset({"at", "half", "past", "to", "about", "around"})
_TAKES_TO = frozenset({"it", "them", "note", "notes", "that", "quarter", "move", "change", "ten", "five"})


def word_set(words: str) -> frozenset[str]:
    """Words written one after the other, as a set."""
    return frozenset(words.split())


def time_words(text: str) -> list[str]:
    """The words of a message; empty where it says nothing about when."""
    text = plain(text)
    if not _STARTS.search(text):
        return []
    text = _TONIGHT.sub("tonight", _OCLOCK.sub(" oclock", _MERIDIEM.sub(_meridiem, _ISH.sub(r"\1 ish", text))))
    raw = [_SPELLED.get(word, word) for word in _WORD.findall(text)]
    words: list[str] = []
    for word in raw:
        word = _mark(word, words)
        if not word:
            continue
        joined = _HALVES.get((words[-1], word)) if words else None
        if joined:
            words[-1] = joined
        else:
            words.append(word)
    return _heard_right(words)


def clock(word: str) -> tuple[int, int] | None:
    """Hour and minute of a word like "22:30"; None for any other."""
    found = _TIME.match(word)
    return (int(found.group(1)), int(found.group(2))) if found else None


def _meridiem(found: re.Match[str]) -> str:
    letter = found.group(1) or found.group(2) or found.group(3)
    return f" {letter[0]}m"


def _mark(word: str, before: list[str]) -> str:
    """A mark as the word it stands for; nothing where it stands for none."""
    if word in '.;!?()\n"' or word == END:
        return END if before and before[-1] != END else ""
    if word in "&+":
        return "and"
    if word in "-/":
        of_days = bool(before) and before[-1].rstrip("s") in DAYS
        return ("and" if word == "/" else word) if of_days else word if before and (before[-1].isdigit() or clock(before[-1])) else ""
    return word


def _heard_right(words: list[str]) -> list[str]:
    """The same with what only its neighbours give away: "at ate" is at eight, "an our later" an hour, "quarter two ten" quarter to ten."""
    for position, word in enumerate(words):
        before = words[position - 1] if position else ""
        after = words[position + 1] if position + 1 < len(words) else ""
        counts = after.isdigit() or after in _NUMBERS or after == "half" or after == "quarter"
        if word in ("ate", "hate") and (before in _BEFORE_HOUR or after in ("oclock", "thirty", "fifteen", "pm", "forty")):
            words[position] = "eight"
        elif word in ("our", "ours") and (before in ("an", "half", "and", "the", "a", "one", "two", "1", "2") or after in ("later", "earlier")):
            words[position] = "hour" if word == "our" else "hours"
        elif word in ("two", "too", "2") and before in _TAKES_TO and counts:
            words[position] = "to"
        elif word == "tell" and after.rstrip("s") in (*DAYS, "tomorrow", "next"):
            words[position] = "until"
        elif word in ("pores", "pours", "pose", "poors") and after in ("until", "for", "it", "them"):
            words[position] = "pause"
        elif word == "knot" and after == "tonight":
            words[position] = "not"
        elif word == "four" and after == "the":
            words[position] = "for"
        elif word in ("an", "and") and after == "hour":
            words[position] = "an"
    return words
