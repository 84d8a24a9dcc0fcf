"""What somebody wants said to the partner in their own words: "tell her i still miss her", "put in that i fancy him", "ask if she minds"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rasa_project.nlu.direct_speech import question, statement
from rasa_project.nlu.line_changes import swap
from rasa_project.nlu.text import tidy

Way = Literal["say", "only", "add", "ask", "wonder"]
"""To be said; to be said and nothing else; to go into the line on the table; a question; a question within one ("can I ask {words}?")."""


MOST_CHARACTERS = 400
"""Of a message that is looked through; it also bounds how long a search may take."""


@dataclass(frozen=True)
class OwnWords:
    """Words for the partner, in the first person and with "you", and how they were asked for."""

    words: str
    way: Way


_THEM = r"(?:him|her|them|my (?:husband|wife|partner|boyfriend|girlfriend|man|girl|guy|fiance|fiancee|lover|bf|gf|hubby|missus))"
_SOMEBODY = rf"(?:{_THEM}|u|(?!(?:you|it|me|us|that|what|this|again)\b)[a-z]{{2,12}})"
"""The partner, by a name as well."""
_SOFT = r"(?:just|please|also|maybe|really|only|simply|now|kindly|gently|nicely|softly|honestly)"
_DAY = r"(?:tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|later|then)"
_WISH = (
    rf"(?:(?:i|we)(?:'d| would)?(?: {_SOFT})* (?:want|wanna|need|like|wish|meant|mean|tried|am trying|was trying)(?: to)?|i'm trying to"
    r"|how (?:do|can|could|would|should|shall) i|help me(?: to)?|can i|could i|can you help me|what i want to|want to|wanna|let me|want|trying to)"
)
_A_LINE = r"(?:words|line|something|one|sentence|text|txt|message|msg)"
_CLAUSE = r"(?P<clause>.+)"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_ADD = _compiled(
    r"\b(?:put|work|get|slip|throw|pop|stick|fit|have) (?:it )?in (?:there |the line |a line |it )?(?:too |also )?"
    rf"(?:about how |about |something about )?(?:that |how )?{_CLAUSE}",
    rf"\b(?:add|include|mention|say too|say also)(?: in)?(?: too| also)?(?: the (?:bit|part|fact))?(?: about how)?(?: that| how)? {_CLAUSE}",
    r"\byou(?:'ve)? (?:left out|forgot|missed(?: out)?|dropped|didn'?t (?:say|mention|put in))(?: to say| the (?:bit|part)(?: where)?)?"
    rf"(?: about how)?(?: that)? {_CLAUSE}",
    rf"\b(?:can|could|should|must|make|let|have) it (?:please |also |just )*(?:say|mention)(?: too| also)?(?: that)? {_CLAUSE}",
    rf"\bit (?:should|must|has to|have to|needs to|need to|ought to) (?:also |just )?(?:say|mention)(?: that)? {_CLAUSE}",
    rf"(?:^|[.,!?;] *)needs? to (?:say|mention)(?: that)? {_CLAUSE}",
    rf"\b(?:want|need|like) it to (?:also |just )?(?:say|mention)(?: that)? {_CLAUSE}",
    rf"\b(?:start|begin|open) (?:it |that |the line )?(?:with|w|by saying)[:,]? {_CLAUSE}",
    rf"\b(?P<clause>thank {_THEM} for (?!(?:asking|them|that|it|this)\b)\w.*)$",
)
_ADD_TOO = _compiled(
    rf"\b(?:can|could|would|will) (?:you|u|it|we|i) (?:please |maybe )*(?:say|write|put)(?: that| it like)?[:,]? {_CLAUSE}",
    rf"(?:^|[.,!?;:] *)(?:(?:ok|okay|yes|yeah|good|nice|closer|better) )*(?:but|and|also) (?:{_SOFT} )*say(?: that)?[:,]? {_CLAUSE}",
)
"""To be said as well as the rest, where there is room."""
_SAY = _compiled(
    rf"\bi'?d rather (?:say|put|write)(?: that)?[:,]? {_CLAUSE}",
    rf"\b(?:want|need|'d like|would like) {_SOMEBODY} to (?:know|no|hear|see|understand)(?: that)? {_CLAUSE}",
    r"\b(?:give me|write me|write|make it|the line|like this|it could be|how about this|what about this"
    rf"|(?:a|one|the|this) (?:sentence|line|text|message))[:] *{_CLAUSE}",
    rf"\b{_WISH}(?: {_SOFT})* (?:say|tell {_SOMEBODY}|let {_SOMEBODY} know)(?: to {_SOMEBODY})?(?: {_SOFT})*(?: that)?[:,]? {_CLAUSE}",
    rf"\bhelp me (?:say|tell)(?: to)? {_THEM}(?: \w+){{0,3}} that {_CLAUSE}",
    r"\b(?:can|could|would|will) (?:you|u|it|we|i) (?:please |maybe )*(?:just )+(?:please |maybe )*"
    rf"(?:say|write|put)(?: that| it like)?[:,]? {_CLAUSE}",
    rf"(?:^|[.,!?;:] *)(?:(?:{_SOFT}|and|but|so|ok|okay|yes|yeah|then) )*(?:say|tell {_THEM})(?: that)?[:,]? {_CLAUSE}",
    rf"\b{_A_LINE}(?: for {_SOMEBODY})? (?:that |which |to |like )?says?(?: to {_THEM})?(?: that)?[:,]? {_CLAUSE}",
    rf"\b{_A_LINE} for {_THEM}(?: please)?[:.,] *(?:that |to say )?{_CLAUSE}",
    r"(?:^|[.,!?] *)(?:in my (?:own )?words|my words|in my own words please|i'?d (?:say|put it like this)|i would say|the line i want is"
    rf"|what i mean is|i meant?|i want)[:,] *{_CLAUSE}",
    r"\b(?:something|anything) (?:plainer|simpler|shorter|smaller|softer|nicer|warmer)?,? ?(?:more )?like[:,]? "
    r"(?P<clause>(?:would|will|can|could|shall|do|fancy|i|i'm|i'd|let's|come|you|you're|we|it's|sorry|my) .+)",
    r"^(?:how about|what about)[:,]? (?:[a-z]+,? )?(?P<clause>(?:i|i'm|i'd|i'll|let's|can we|could we|shall we|would you) .+)$",
    r"^(?:just|maybe|maybe just|how about|what about|how about just)[:,]? "
    r"(?P<clause>(?:okay|i|i'm|i'd|i'll|let's|can we|could we|shall we|would you|do you|come) .+)\?$",
)
_ASK = _compiled(
    rf"\b{_WISH}(?: {_SOFT})* (?:ask(?: {_SOMEBODY})?|know|find out(?: from {_THEM})?)(?: {_SOFT}| on)*(?: {_DAY})? "
    rf"(?P<how>if|whether|what|how|why) {_CLAUSE}",
    rf"(?:^|[.,!?;:] *)(?:(?:{_SOFT}|and|then) )*ask {_THEM} (?P<how>if|whether|what|how|why) {_CLAUSE}",
)
_PUT_THAT_IN = re.compile(
    r"(?:^|[.!?] *)(?P<clause>[^.!?]+?)(?:[.!?,] *| and )(?:so |but )?(?:can you |could you |can it |please )*"
    r"(?:put|get|work|include|mention|add|say) (?:that|it|this)(?: bit)?(?: in)?(?: too| please)?(?=$|[.!?,;])",
    re.IGNORECASE,
)
"""What was told just before is to go in: "i have a flight at five. put that in"."""
_AN_ACT = re.compile(r"^(?:no|yes)\b(?! i\b| i'|,| you\b)|^(?:sorry|goodnight|thanks|thank you|hello) (?:to|from) \w+$", re.IGNORECASE)
"""What follows "say" in "say no to him": an act, and no words."""
_OF_THE_FORM = re.compile(
    r"^(?:it|that|this) (?:with|without|like|so|as|in|more|less|again|first|softer|nicer|kinder|shorter|plainer|funnier|better|properly|myself)\b"
    r"|^(?:it|that|this)$|^the \w+$"
    r"|^(?:the|that|this|my|his|her|their|our|a|an|some) (?:\w+ ){0,3}(?:in|back|last|too|away|out)\b"
    r"|^(?:the|that|this) [^.?!]*\b(?:bit|part|word|line|sentence|first|second|last|back|at the (?:end|start|beginning))\b",
    re.IGNORECASE,
)
"""What follows "say" or "put" and is about the line: how, or in which order."""
_A_REMARK = re.compile(
    r"^(?:(?:oh|ok|okay|yes|no|hm+|well|but|and|now) )*(?:that|this|it)(?:'?s| is| was| sounds| reads| feels)? (?:a (?:lot|bit)|all|better|closer"
    r"|nice|good|lovely|great|too|much|more|less|not (?:me|bad|quite|right|it)|so|very|really|perfect|fine|ok|okay|weird|odd|sweet|cheesy|long|short"
    r"|cold|nearly|almost)\b",
    re.IGNORECASE,
)
"""What is said of the line, before more is asked for."""
_BARE = re.compile(r"(?:he|she|they)(?:'d| would)? (?:wants?|likes?|fancies|fancy|minds?)(?: to| it)?\W*(?:$|[.,!?])", re.IGNORECASE)
"""What is asked by the line anyway: "ask him if he wants to"."""
_QUOTED = re.compile(
    r"(?:^|(?<=[\s:(,]))(?:\"(?P<double>[^\"]{6,160})\"|'(?P<single>[^']{2,}(?:'[a-z]{1,3} [^']*)*[^']*)'(?=$|[\s.,?!)]))",
)
_OF_OTHERS = re.compile(
    r"\b(?:he|she|they|it|partner|husband|wife|boyfriend|girlfriend|u|you|mum|who)(?:'ll|'d)? "
    r"(?:(?:just|then|always|actually|still|keeps|kept|has|had|'s|once|will|would|might|could|may|can|probably|prob|gonna|is going to) )*"
    r"(?:say|says|said|saying|goes|went|go|asks?|asked|texts?|texted|replied|answered|answers|wrote|puts?|sends?|sent|like|told)\b[^.!?]*$"
    r"|\b(?:called?|calls|calling|the words?|the part|the bit)\b[^.!?]*$"
    r"|\b(?:cannot|can't|cant|couldn't|couldnt|won't|wont|wouldn't|wouldnt|don't|dont|not|never|hate|without|no more|instead of|stop)\b[^.!?]*$",
    re.IGNORECASE,
)
"""Before a quotation: it is what somebody else said, or a word that is spoken of."""
_OF_ONESELF = re.compile(
    r"\b(?:say|tell|like|just|put|words|line|text|send|about|want|write|with|start|make it|i said|i meant|my own|mine)\b[^.!?]*$|^\W*$|[:,]\s*$",
    re.IGNORECASE,
)
_TO_BE_SAID = re.compile(
    r"(?:\b(?:say|line|text|send|write|make it|how about|what about|go with|going with|i said|i meant|my own|mine)\b[^.!?:]{0,12}"
    r"|:)\s*$",
    re.IGNORECASE,
)
"""Before a quotation that is the line, whatever it begins with."""
_ASKED_ABOUT = re.compile(
    r"^[\s.,]*(?:is that (?:ok|okay|alright|all right|good)|does that|would that|will that|how'?s that|full stop|period|that'?s (?:all|it)\b"
    r"|and nothing|(?:kind|sort) of thing|can (?:you|u) save|good\b|ok(?:ay)?\b|cringe"
    r"|too (?:much|cold|harsh|blunt|soft)|does it|is it|would it|or (?:is|no|not)\b"
    r"|then the no|something like that)",
    re.IGNORECASE,
)
"""After a quotation that somebody would say."""
_COMPLAINED_OF = re.compile(r"^\s*\?{2,}|^\s*(?:is|isn'?t|was|sounds?|feels?|reads?|makes|makes me|what|who|why|where)\b(?! that\b)", re.IGNORECASE)
"""After words of the coach's that somebody quotes."""
_REPORTED = re.compile(
    r"\b(?:he|she|they) (?:\w+ )?(?:says?|said|asks?|asked|goes|went|told|wants?|texts?|texted)(?: me| to)?(?: that)?\s*$", re.IGNORECASE
)
_TO_THE_COACH = re.compile(
    r"(?:[,.;!?]|\s-+)?\s+(?:but |and |so )?(?:(?:can|could|would|will) (?:you|u|it)\b"
    r"(?! (?:just |please )*(?:do|be|hold|kiss|touch|go|come|stay|try|let|rub|sit|lie|hug|slow|stop|start|wait|help me (?!say)|listen|look)\b)"
    r"|how (?:do|can|should|would) i\b|make it\b"
    r"|is that (?:ok|okay|alright|too)\b|(?:i (?:have|'ve got) |i've )?no idea\b"
    r"|(?:i )?don'?t know how\b|that'?s (?:all|it)\b|what do i\b|do you (?:have|know)\b|any ideas?\b|in (?:a|one|my own|plain|nice|kind)\b"
    r"|without (?:sounding|it sounding|being|making|hurting|crushing|upsetting|offending|wounding|scaring|putting|blaming|bruising|embarrassing"
    r"|knocking|killing|him|her|them|saying|it)\b"
    r"|(?:softer|shorter|warmer|nicer|kinder|plainer|funnier|less|more) ?(?:please|plz)?$|or (?:something|sth|whatever)\b|something like that"
    r"|so (?:that )?(?:he|she|they)(?:'s|'re)? ?(?:isn'?t|is not|doesn'?t|don'?t|won'?t|aren'?t|knows?|feels?|gets?|sees?"
    r"|understands?|can|will|has|is|are)\b"
    r"|not (?:that|what) |you (?:forgot|left)\b|and (?:shorter|softer|make)\b|then (?:softer|shorter)|in that order"
    r"|nicely\b|kindly\b|gently\b|properly\b|instead of\b).*$",
    re.IGNORECASE,
)
"""Where the words for the partner end, and the coach is spoken to again."""
_FILLERS = re.compile(
    r"(?:[\s,]+(?:please|pls|plz|thanks|thx|ty|lol|haha+|tho|though|ok|x+|idk|somehow|right|you know|in it|in there|too please|as well please"
    r"))+\W*$",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"^.*\b(?:no,? wait|scratch that|actually,? no),? +(?:just +)?(?:that +)?", re.IGNORECASE)
"""What somebody says, and takes back in the same breath: "add that i miss her, no wait, just that i love her"."""
_SENTENCE_END = re.compile(r"[.!;](?:\s|$)")
_NEXT_SENTENCE = re.compile(
    r"[.?!](?=\s+(?:and )?(?:can|could|would|will|please|make|is|what|how|why|do|softer|shorter|not|you)\b)",
    re.IGNORECASE,
)


_THEIR_LINE = re.compile(
    r"^(?:how about |what about |maybe |perhaps |so |ok |okay )?(?:[a-z]+[, ] *)?"
    r"(?P<line>(?:would|could|can|shall|do|fancy) (?:you|we|i)\b"
    r"(?! (?:make|give|help|say|tell|repeat|put|add|write|read|explain|know|take|leave|use|do|mean|get))"
    r"[^?]*\?(?: [^?]*?[.!])?)"
    r"\s*(?:does|is|would|how|too|ok|okay|good|better)\b[^?]*\?*$",
    re.IGNORECASE,
)
_LED_IN = re.compile(
    r"(?:^|[.,!?] *)(?:(?:forget it|ok(?:ay)?|so|then|lol|haha|no|nah|hm+|u+h|um+|really|well|right|fine),?\?? )*"
    r"(?:maybe|perhaps|or|or just|just|how about|what about|mine|my (?:line|version|words|own)|like|so|then"
    r"|i'?ll (?:just )?(?:say|text|send|write|go with|put)"
    r"|i will say|i'?m (?:gonna|going to) (?:say|text|go with)|gonna say|i'?d (?:go with|text|write|say)): *(?P<clause>.+)$",
    re.IGNORECASE,
)
"""What leads in a line of their own, up to a colon; all that follows is meant, but for the question what the coach thinks of it."""
_VERDICT_ASKED = re.compile(
    r"[.?!,;]*\s+(?:too (?:much|cold|harsh|blunt|soft|long|cheesy)|is (?:that|it|this)\b|does (?:that|it)\b"
    r"|would (?:that|it)\b|(?:good|ok|okay|cringe|yes or no|or (?:is|no|not|too))\b"
    r"|ok i\b|what do (?:you|u)\b|thoughts)[^.!]*[?!.]*$",
    re.IGNORECASE,
)
_THING_FIRST = re.compile(r"^(?:the|a|my|our|his|her) (?:\w+ ){1,3}?(?:in,? )?(?:and )?(?:that |how )(?=\w)", re.IGNORECASE)
"""A thing before the clause, of which nothing is said: "the locked door and that the kids sleep till noon"."""
_KEPT_APART = re.compile(
    r", not (?!(?:you|me|us|tonight|now|never|ever|him|her|them|really|just|that|this|because|about|for)\b)\w+(?: \w+)?$",
    re.IGNORECASE,
)
"""What is kept apart, and no part of the sentence: "i miss her, not numbers"."""
_BUT_NOT = re.compile(r",? but not (?!(?:you|me|us|tonight|now|today|yet)\b)\w+ .*$", re.IGNORECASE)
"""What is not meant, as one tells it to a third: "i want her but not jump on her"."""
_HANGS_BEHIND = re.compile(r"(?P<kept>\b(?:is|are|am|was|\w+'(?:s|re|m)) \w+) and the \w+$", re.IGNORECASE)
"""A thing after the sentence, of which nothing is said: "she's beautiful and the baby"."""
_NOTHING_ELSE = re.compile(
    r"\b(?:just|only|simply|instead|start (?:over|again)|new (?:line|one)|scrap|forget (?:that|it)|more like|rather"
    r"|(?:change|replace) (?:it|this|that))\b",
    re.IGNORECASE,
)
"""How somebody says, before the words, that they are to be the whole line; and after them."""
_ALL_OF_IT = re.compile(r"\b(?:nothing (?:else|more)|that'?s (?:all|it)|full stop|period|instead)\b", re.IGNORECASE)
_CHILD_AWAY = re.compile(
    r"\b(?:he|she)(?:'?s| is| will be|'ll be) (?:at|with|over at|round) (?:his|her) (?:dad|mum|mom|mam|father|mother|nan|gran|granny|grandma)",
    re.IGNORECASE,
)
_TENDER = re.compile(
    r"\b(?:put|add|stick|pop|have|end (?:it |that )?(?:with|on)|finish (?:it |that )?(?:with|on)|start (?:it |that )?with)(?: an?| the| in)? [\"']?"
    r"(?P<said>(?:i (?:still |really )?)?(?:love|miss|want|fancy|adore) (?:you|u|ya|him|her|them)(?: (?:so |very )?much| loads| lots| too)?)[\"']?"
    r"(?= (?:on|at|to|in|as|first|last|after|too|and|please|pls)\b|$|[.,!?])",
    re.IGNORECASE,
)
"""A few tender words that are to go in: "put love you on the end"."""
_MARKS = {"period": ".", "full stop": ".", "comma": ",", "question mark": "?"}
_DICTATED = re.compile(r"\s+(period|full stop|comma|question mark)(?=\s|$)", re.IGNORECASE)
"""Marks as they are said to a recogniser."""


def own_words(text: str) -> OwnWords | None:
    """The words for the partner that a message asks for or brings; None where it holds none, or they cannot be turned with certainty.

    Nothing is turned where "he" or "she" might be somebody else than the partner (`direct_speech.py`).
    """
    if len(text) > MOST_CHARACTERS:
        return None  # somebody tells their evening; words for the partner are asked for in few
    text = _DICTATED.sub(lambda match: _MARKS[match.group(1).lower()], tidy(text))
    if swap(text) is not None or _CHILD_AWAY.search(text) is not None:
        return None  # a word for another: "'not sure yet' instead of no"; a child who is he or she: "when he's at his dad's on friday"
    whole = _led_in(text) or _in_quotes(text) or _whole(text)
    if whole is not None:
        return OwnWords(whole.words, "only")  # a line of their own
    return _tender(text) or _asked(text) or _put_in(text) or _reported(text)


def says_all(before: str, after: str) -> bool:
    """Whether what stands around the words says that they are to be the whole line."""
    return _NOTHING_ELSE.search(before) is not None or _ALL_OF_IT.search(after) is not None


def _in_quotes(text: str) -> OwnWords | None:
    for match in _QUOTED.finditer(text):
        before, inner, after = text[: match.start()], match.group("double") or match.group("single"), text[match.end() :]
        asked_about = _ASKED_ABOUT.match(after) is not None
        if len(inner.split()) < 3 or _OF_OTHERS.search(before) or not (asked_about or _OF_ONESELF.search(before)):
            continue
        if _COMPLAINED_OF.match(after) and not asked_about:
            continue
        words = statement(inner, of_their_own=asked_about or _TO_BE_SAID.search(before) is not None)
        if words is not None:
            return OwnWords(words, "say")
    return None


def _led_in(text: str) -> OwnWords | None:
    """A line of their own after a colon: "maybe: dead on my feet, can we just cuddle. is that ok"."""
    match = _LED_IN.search(text)
    if match is None or _OF_OTHERS.search(text[: match.start("clause")].rstrip(": ")):
        return None
    words = statement(_clean(_VERDICT_ASKED.sub("", match.group("clause")).strip("'\" ")), of_their_own=True)
    return OwnWords(words, "say") if words is not None else None


def _whole(text: str) -> OwnWords | None:
    """A line of their own, of which they ask what the coach thinks: "Ruth, would you like to stay? Does that press her?"."""
    match = _THEIR_LINE.match(text)
    words = statement(match.group("line")) if match is not None else None
    return OwnWords(words.removesuffix(".") if words.endswith("?.") else words, "say") if words is not None else None


def _asked(text: str) -> OwnWords | None:
    for pattern in _ASK:
        match = pattern.search(text)
        if match is None or _REPORTED.search(text[: match.start("how")]):
            continue
        if match.group("how").lower() in ("if", "whether") and _BARE.match(match.group("clause")):
            return None
        put = question(match.group("how").lower(), _clean(_SENTENCE_END.split(match.group("clause"), maxsplit=1)[0]))
        return OwnWords(put[0], "ask" if put[1] else "wonder") if put is not None else None
    return None


def _tender(text: str) -> OwnWords | None:
    match = _TENDER.search(text)
    if match is None:
        return None
    said = match.group("said")
    words = statement(said if said.lower().startswith("i ") else f"i {said}")
    return OwnWords(words, "add") if words is not None else None


def _put_in(text: str) -> OwnWords | None:
    match = _PUT_THAT_IN.search(text)
    words = statement(_clean(match.group("clause"))) if match is not None and not _A_REMARK.match(match.group("clause")) else None
    return OwnWords(words, "add") if words is not None else None


def _reported(text: str) -> OwnWords | None:
    ways: tuple[tuple[Way, tuple[re.Pattern[str], ...]], ...] = (("add", (*_ADD, *_ADD_TOO)), ("say", _SAY))
    for way, patterns in ways:
        for pattern in patterns:
            match = pattern.search(text)
            if match is None or _REPORTED.search(text[: match.start("clause")]):
                continue
            clause, start = _THING_FIRST.sub("", match.group("clause")), match.start("clause")
            if _AN_ACT.match(clause) or _OF_THE_FORM.match(clause):
                continue
            # after a colon all the rest is meant, else the sentence
            meant = clause if ":" in text[max(0, start - 2) : start] else re.split(r"[.?!;](?:\s|$)", clause)[0]
            words = statement(_clean(meant), of_their_own=":" in text[max(0, start - 2) : start])
            if words is not None:
                alone = way == "say" and says_all(text[:start], text[start + len(meant) :])
                return OwnWords(words, "only" if alone else way)
    return None


def _clean(clause: str) -> str:
    """The clause without what is said to the coach after it."""
    clause = _TAKEN_BACK.sub("", clause)
    meant = _KEPT_APART.sub("", _TO_THE_COACH.sub("", _NEXT_SENTENCE.split(clause, maxsplit=1)[0]))
    meant = _BUT_NOT.sub("", meant)
    meant = _HANGS_BEHIND.sub(r"\g<kept>", meant)
    return _FILLERS.sub("", meant.strip()).strip(" ,;:-")
