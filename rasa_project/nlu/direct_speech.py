"""Reported speech as it is said to the partner: "that she works nights and i miss her" is "You work nights and I miss you."."""

from __future__ import annotations

import re

from rasa_project.nlu.text import word_set

FEWEST_WORDS, MOST_WORDS = 2, 25


_EXPANDED = {
    "dont": "don't", "im": "I'm", "ive": "I've", "hes": "he's", "shes": "she's", "its": "it's", "thats": "that's", "cant": "can't", "wont": "won't",
    "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "arent": "aren't", "wouldnt": "wouldn't", "couldnt": "couldn't",
    "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "youre": "you're", "theyre": "they're", "theres": "there's", "whats": "what's",
    "rn": "right now", "bout": "about", "smth": "something", "sth": "something", "tmr": "tomorrow", "thurs": "Thursday", "tn": "tonight",
    "pls": "please", "plz": "please", "tbh": "honestly", "idk": "I don't know", "babys": "baby's", "mums": "mum's", "mams": "mam's", "weve": "we've",
    "youve": "you've", "lets": "let's", "id": "I'd", "u": "you", "ur": "your", "r": "are", "n": "and", "cos": "because", "coz": "because",
    "cuz": "because", "bc": "because", "tonite": "tonight", "2nite": "tonight", "2night": "tonight",
    "nite": "night", "2morrow": "tomorrow", "2moro": "tomorrow", "tmrw": "tomorrow", "tomoz": "tomorrow",
    "realy": "really", "luv": "love", "alot": "a lot", "gonna": "going to", "wanna": "want to", "wiv": "with", "abt": "about", "ppl": "people",
    "cudle": "cuddle", "cudling": "cuddling", "wen": "when", "allways": "always", "thier": "their", "sed": "said",
    "i": "I", "i'm": "I'm", "i've": "I've", "i'd": "I'd", "i'll": "I'll",
}  # fmt: skip
"""How a word that people type in haste is written."""
_WITHOUT_THEIR_MARK = {"shed": "she'd", "hed": "he'd", "theyd": "they'd", "shell": "she'll", "hell": "he'll", "theyll": "they'll"}
"""Other words elsewhere; after "if" they are who is asked about."""
_JOINS = word_set("and but so then or because cos if that when now , . ; - !")
_ONE_WILL = word_set(
    "be come make bring get go give take call text tell say send see need want try have put let keep hold love miss wait stay sleep do find run "
    "always still never probably just"
)
"""What stands after "ill" where it is "I'll"."""
_DAYS = {"mon": "Monday", "tues": "Tuesday", "weds": "Wednesday", "wed": "Wednesday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday"}
"""Days as they end a clause; elsewhere "sat" is what somebody did."""
_DAY_NAMES = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HE = word_set("he him his himself he's he'd he'll")
_SHE = word_set("she her hers herself she's she'd she'll")
_THEY = word_set("they them their theirs themself themselves they're they'd they'll they've")
_SUBJECTS = {"he": "you", "she": "you", "they": "you", "they're": "you're", "they've": "you've"} | {
    f"{who}{end}": f"you{end}" for who in ("he", "she", "they") for end in ("'d", "'ll")
}
_OTHERS = {"him": "you", "them": "you", "their": "your", "theirs": "yours", "hers": "yours"} | dict.fromkeys(
    ("himself", "herself", "themself", "themselves"), "yourself"
)
_OF_SEVERAL = word_set("them their theirs themself themselves")
_AFTER_WHOM = word_set(
    "and or but so that because if when while as since until before after with without to for from in on at by of about into over under through the "
    "a an i i'm i'd i've i'll you he she they we it is isn't are am was not so very too just really more much most back again tonight today tomorrow "
    "now then always still even only well away off up down out here there this morning though what how who which where why anyway badly both all "
    "sometimes first once twice it's that's than like every any some no yes either "
    "monday tuesday wednesday thursday friday saturday sunday sat fri weekend soon later"
)
"""Words after "her" or "his" that show it to be whom, and not whose."""
_CALLED = word_set("let lets letting help helping call called calling named naming making made find finds found consider considers")
"""Words after which "her" is whom, whatever follows: "for calling her needy"."""
_ADVERBS = word_set(
    "still always just really never only also often even actually sometimes usually already now both truly honestly probably ever mostly"
)
_IRREGULAR = {
    "is": "are", "isn't": "aren't", "was": "were", "wasn't": "weren't", "has": "have", "hasn't": "haven't", "does": "do", "doesn't": "don't",
    "goes": "go", "ties": "tie", "lies": "lie", "dies": "die",
}  # fmt: skip
_NO_ENDING = word_set("this us his always as perhaps sometimes it's was yes unless")
"""Words in -s that are no verb with an ending."""
_PARTICIPLES = word_set("been got had done gone made said told felt given taken left lost seen known become started stopped never always")
"""Words before which "he's" is "he has"."""
_BEINGS = word_set(
    "mum mom mother dad father sister brother son daughter baby kid kids child children doctor boss friend friends parents ex dog cat boy teenager "
    "midwife counsellor therapist mate colleague neighbour"
)
_COULD_BE_ANOTHER = word_set("he she they he's she's they're he'd she'd they'd")
"""After the name of another person: who is meant is open."""
_SEVERAL = word_set("kids children parents friends people boys girls twins")
_AUXILIARIES = word_set(
    "am is are was were do does did have has had can could will would shall should might may must isn't aren't wasn't weren't don't doesn't didn't "
    "haven't hasn't hadn't can't couldn't won't wouldn't shouldn't"
)
_IN_THE_PAST = word_set("felt wanted liked knew thought meant loved said went came got found kept")
_QUESTION_WORDS = word_set("what how when where why who")
_SHORT_FORMS = (("'d", "would"), ("'ll", "will"), ("'re", "are"), ("'m", "am"), ("'ve", "have"), ("'s", "is"))
_BEGINS = word_set("it I I'm I'd I've I'll it's we we're that's you're")
_ENDS = word_set("you me it us tonight tomorrow now today anymore enough sorry love okay fine never gone")
"""A sentence may end with these where one of `_BEGINS` follows."""
_TOKEN = re.compile(r"2(?:nite|night|morrow|moro)\b|\d+-hour\b|[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[:.]\d\d)?(?:am|pm|th|st|nd|rd)?|[^\w\s]")
_SUBJECT_FORMS = (
    r"i|i'm|im|i'd|id|i've|ive|i'll|we|we're|we've|we'd|he|he's|hes|she|she's|shes|they|they're|it|it's|its|you|you're|that's|thats|there's|theres|"
    r"my|his|the|nothing|nobody|our"
)
_OPENING = re.compile(
    rf"^(?:{_SUBJECT_FORMS}|her|this|u|ill|sex|since|tonight|today|tomorrow|tmrw|tomoz|last night|being|everything|no|let's|lets|can|could|shall"
    r"|would|will|do|fancy|come|thank|thanks|sorry|please|okay|ok|yes|not|both|once|what|how)\b",
    re.IGNORECASE,
)
"""How what is said to somebody may begin."""
_NAME_OF_A_THING = re.compile(r"^(?:the|a|an|some|my|his|her|their|our|more|less|it|that|this|something|one|what)\b", re.IGNORECASE)
_CLAUSE = re.compile(rf"\b(?:{_SUBJECT_FORMS})\b[^.?!]*?\b\w+", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|be|been|have|has|had|do|does|did|can|could|will|would|should|may|might|must|let|let's|lets|tell|talk|thank|sorry|\w+ed)\b"
    r"|\b(?:i|you|we|they|he|she|it) [a-z]+"
    r"|\b(?:want|love|like|need|feel|miss|think|know|hope|wish|get|go|come|make|work|mean|find|look|keep|mind|care|take|give|help|stop|wait|hold|fancy)s?\b"
    r"|\w+(?:'s|'m|'re|'d|'ll|'ve|n't)\b"
    r"|\b(?:im|ive|hes|shes|its|thats|id|dont|cant|wont|isnt|wasnt|didnt|doesnt|arent|havent|hasnt)\b",
    re.IGNORECASE,
)


_OF_SOMEBODY = re.compile(rf"^(?:{_SUBJECT_FORMS}|this|today|tomorrow|work|everything|both|mum|mam|mom|dad|gran|nan|\w+'s)\b", re.IGNORECASE)
_SAYS_BY_ITSELF = re.compile(r"^(?:no|not|yes|both|thanks|okay|ok|maybe|just|only|still|always|never|goodnight|good night)\b", re.IGNORECASE)
"""How words begin that say something without a verb: "no pressure", "not tonight, my love"."""
_POINTS_AT_THE_LINE = re.compile(
    r"^(?:it|that|this),? (?!(?:is|isn't|isnt|was|wasn't|would|wouldn't|will|won't|has|had|hasn't|does|doesn't|doesnt|did|didn't|can|can't|could"
    r"|should|may|might|must|means?|meant|makes?|made|feels?|felt|hurts?|helps?|takes?|took|matters?|never|always|just|really|still|only|all|seems?|looks?|scares?"
    r"|worries|bothers?|gets?|got|keeps?|goes|went|comes?|came|needs?|deserves|stays|stops|i|you|we|he|she|they)\b)",
    re.IGNORECASE,
)
"""It, and no verb after it: "say it slow", "say it before he does" ask for no words."""


_SHORTENED = (
    (re.compile(r"\bw/o\b", re.IGNORECASE), "without"),
    (re.compile(r"\bw/ ?(?=\w)", re.IGNORECASE), "with "),
    (re.compile(r"\bw(?= \w)"), "with"),
    (re.compile(r"\b(\d+) ?h(?:rs?|ours?)?(?= (?:shift|flight|drive|day|journey|operation|op|labour|bus|train|stint|surgery)s?\b)"), r"\1-hour"),
    (re.compile(r"\b(\d+) ?h(?:rs?)?\b"), r"\1 hours"),
)
_TO_THE_COACH = re.compile(
    r"^\W*(?:no,? )?(?:i(?:'?m| am| was|'?ve been)? ?)(?:just )?(?:asking|asked|telling|told|talking to) you\b"
    r"|^\W*(?:are (?:you|u) (?:even |really )?(?:listening|there|reading)"
    r"|(?:did|do|can) (?:you|u) (?:even |actually |not )?(?:hear|read|listen to|understand) (?:me|what|that)\b)",
    re.IGNORECASE,
)
"""Of the partner people speak as of him, her or them; you is the coach: "that's no line for him, i'm asking you"."""
_INFINITIVE = re.compile(r"^(?:just |only |simply )?to (?!be (?:clear|honest|fair|sure)\b)[a-z]+\b", re.IGNORECASE)
"""What one would like to do, and no words for it: "can i ask just to be close"."""
_PART_OF_A_LINE = re.compile(r"^(?:the|that) (?P<said>(?:it'?s|i'?m|i|we|we're|you|you're|not|no)\b.*?)(?: (?:part|bit|one|thing))?$", re.IGNORECASE)
"""A part of a line by its own words: "the its not you part"."""
_SHOUTED = re.compile(r"\b(?!OK\b|TV\b|DJ\b|PhD\b)[A-Z]{3,}\b")


def statement(clause: str, *, of_their_own: bool = False) -> str | None:
    """The clause as it is said to the partner, as one sentence or several; None where it is none, or somebody else may be meant.

    What is surely a line `of_their_own` may begin with any word, and needs no verb.
    """
    if _TO_THE_COACH.match(clause) or _INFINITIVE.match(clause):
        return None
    clause = _PART_OF_A_LINE.sub(r"\g<said>", _in_full(clause))
    clause = _SHOUTED.sub(lambda match: match.group().lower(), clause)  # loud to the coach, who did not hear; not to the partner
    if not FEWEST_WORDS <= len(clause.split()) <= MOST_WORDS:
        return None
    if not of_their_own and not (_OPENING.match(clause) and _VERB.search(clause)):
        return None
    if (_NAME_OF_A_THING.match(clause) and not _CLAUSE.search(clause)) or _POINTS_AT_THE_LINE.match(clause):
        return None
    tokens = _to_the_partner(_tokens(clause))
    if tokens is None:
        return None
    if tokens[0].lower() in _QUESTION_WORDS and tokens[1].lower() not in _AUXILIARIES:
        return None  # "tell her how it feels": what is to be told, and no words for it
    tokens = [token for place, token in enumerate(tokens) if not (token == "that" and place and tokens[place - 1] == "and")]  # noqa: S105 - a word
    return _written(_with_stops(tokens), "?" if _is_a_question(tokens) else ".")


def names_a_thing(clause: str) -> bool:
    """Whether it names something and says nothing of it: "the exam", "another night soon"."""
    return _VERB.search(clause) is None and _SAYS_BY_ITSELF.match(clause) is None


def is_whole(clause: str) -> bool:
    """Whether it begins with somebody or something, and says what they do or are: "the kids are still up"."""
    return _OF_SOMEBODY.match(clause) is not None and _VERB.search(clause) is not None


def question(how: str, clause: str) -> tuple[str, bool] | None:
    """A reported question as it is put to the partner, and whether it stands by itself or goes into another ("can I ask ...?").

    `how` is the word that reports it: if, whether, what, how, why. None where somebody else may be meant.
    """
    if not 1 <= len(clause.split()) <= MOST_WORDS:
        return None
    reported = _tokens(_in_full(clause))
    if reported:
        reported[0] = _WITHOUT_THEIR_MARK.get(reported[0].lower(), reported[0])
    tokens = _to_the_partner(reported)
    if not tokens:
        return None
    inverted = _inverted(tokens)
    if inverted is None:
        return (_spaced([how, *tokens]), False) if tokens[0][0].isalpha() else None
    return _written([*([] if how in ("if", "whether") else [how]), *inverted], "?"), True


def _in_full(clause: str) -> str:
    for shortened, whole in _SHORTENED:
        clause = shortened.sub(whole, clause)
    return clause


def _tokens(text: str) -> list[str]:
    found = ["I'll" if _is_what_one_will(found, place) else token for found in [_TOKEN.findall(text)] for place, token in enumerate(found)]
    if len(found) > 1 and found[-1].lower() in _DAYS:
        found[-1] = _DAYS[found[-1].lower()]
    found = [token.capitalize() if token.lower() in _DAY_NAMES else token for token in found]
    tokens = " ".join(_EXPANDED.get(token.lower(), token) for token in found).split(" ")
    return [_number_in_words(token) for token in tokens if token]


def _is_what_one_will(tokens: list[str], place: int) -> bool:
    """Whether "ill" is I'll: first, or after a word that joins and before what one does; elsewhere it is an illness."""
    if tokens[place].lower() != "ill":
        return False
    before, after = (tokens[place - 1].lower() if place else ""), (tokens[place + 1].lower() if place + 1 < len(tokens) else "")
    return not before or (before in _JOINS and after in _ONE_WILL)


def _number_in_words(token: str) -> str:
    """A number that people say in a word, alone or of hours ("a 12-hour shift"); any other token as it is."""
    number, _, unit = token.partition("-")
    if not number.isdigit() or int(number) >= len(_NUMBERS):
        return token
    return f"{_NUMBERS[int(number)]}-{unit}" if unit else _NUMBERS[int(number)]


def _to_the_partner(tokens: list[str]) -> list[str] | None:
    """The tokens with the partner as "you"; None where somebody else may be meant."""
    lower = [token.lower() for token in tokens]
    he, she, they = (bool(group.intersection(lower)) for group in (_HE, _SHE, _THEY))
    first = next((place for place, token in enumerate(lower) if token in _BEINGS), len(lower))
    if (he and she) or _COULD_BE_ANOTHER.intersection(lower[first:]):
        return None
    return _with_you(tokens, lower, they=they and not (he or she) and not _SEVERAL.intersection(lower))


def _with_you(tokens: list[str], lower: list[str], *, they: bool) -> list[str]:
    turned: list[str] = []
    agrees = False
    """Whether a verb comes that has to agree with "you" now."""
    for token, word, following, before in zip(tokens, lower, [*lower[1:], ""], ["", *lower]):
        if not they and (word in _OF_SEVERAL or word.startswith("they")):
            turned.append(token)
        elif agrees and word in _ADVERBS:
            turned.append(token)
            continue
        elif word in ("he's", "she's"):
            turned.append("you've" if following in _PARTICIPLES else "you're")
        elif word in ("her", "his"):
            done = following.endswith("ing") and before in ("without", "from", "of", "about")  # "without her feeling pushed"
            whose = following.isalpha() and following not in _AFTER_WHOM and before not in _CALLED and not done
            turned.append("your" if whose else "you" if word == "her" else "yours")
        else:
            turned.append(_SUBJECTS.get(word) or _OTHERS.get(word) or (_base(token) if agrees else token))
        agrees = word in ("he", "she") or (they and word == "they")
    return turned


def _base(verb: str) -> str:
    """A verb as it goes with "you": "fancies" is "fancy"."""
    lower = verb.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if not lower.endswith("s") or lower in _NO_ENDING or lower.endswith("ss"):
        return verb
    if lower.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if re.search(r"(?:ch|sh|ss|x|zz|o)es$", lower) else verb[:-1]


def _inverted(tokens: list[str]) -> list[str] | None:
    """ "you'd like to" as "would you like to"; None where the subject is no pronoun, or the verb is in the past."""
    subject, rest = tokens[0].lower(), tokens[1:]
    for end, verb in _SHORT_FORMS:
        if rest and subject.endswith(end) and subject[: -len(end)] in ("you", "we", "i", "it", "that", "there"):
            return [verb, tokens[0][: -len(end)], *rest]
    if subject not in ("you", "we", "i", "it", "that", "this", "there"):
        return None
    place = next((place for place, token in enumerate(rest) if token.lower() not in _ADVERBS), None)
    if place is None:
        return None
    adverbs, verb, after = rest[:place], rest[place], rest[place + 1 :]
    if verb.lower() in _AUXILIARIES:
        return [verb, tokens[0], *adverbs, *after]
    if verb.lower().endswith("ed") or verb.lower() in _IN_THE_PAST:
        return None
    if subject in ("it", "that", "this", "there"):
        return ["does", tokens[0], *adverbs, _base(verb), *after]
    return ["do", tokens[0], *rest]


def _with_stops(tokens: list[str]) -> list[str]:
    """A stop where one sentence ran into the next: "I love you I don't want to"."""
    stopped: list[str] = []
    for place, token in enumerate(tokens):
        goes_on = token == "it" and tokens[place + 1 : place + 2] in (["when"], ["that"], ["if"], ["how"])  # noqa: S105 - a word
        if 1 < place < len(tokens) - 1 and token in _BEGINS and tokens[place - 1].lower() in _ENDS and not goes_on:
            stopped.append(".")
        stopped.append(token)
    return stopped


def _is_a_question(tokens: list[str]) -> bool:
    first = tokens[0].lower()
    tag = len(tokens) > 3 and tokens[-3] == "," and tokens[-2].lower() in _AUXILIARIES and tokens[-1].lower() in ("you", "we", "it")
    if first == "can't" and tokens[1].lower() == "wait":
        return False
    return first in _AUXILIARIES or first in _QUESTION_WORDS or first == "fancy" or tag


def _written(tokens: list[str], end: str) -> str:
    """The tokens as a sentence, or several."""
    while tokens and not (tokens[-1][-1].isalnum() or tokens[-1] in ".?!"):
        tokens = tokens[:-1]
    text = _spaced(tokens)
    if text[-1:] not in (".", "?", "!"):
        text += end
    return re.sub(r"(^|[.?!] )([a-z])", lambda match: match.group(1) + match.group(2).upper(), text)


def _spaced(tokens: list[str]) -> str:
    return re.sub(r" ([,.;:?!)])", r"\1", " ".join(tokens))
