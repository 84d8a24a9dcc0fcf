"""Own words: a reported wish becomes what would be said to the partner; nothing is turned where somebody else may be meant."""

from __future__ import annotations

import re

import pytest

from rasa_project.nlu.own_words import OwnWords, own_words


@pytest.mark.parametrize(
    ("message", "words", "way"),
    [
        ("can you put in that i still love cuddling her in bed", "I still love cuddling you in bed.", "add"),
        (
            "could it mention that the doctor says it is safe, and that i have missed him?",
            "The doctor says it is safe, and I have missed you.",
            "add",
        ),
        ("add that im hurt?", "I'm hurt.", "add"),
        ("that's better. can i put love you on the end, and do i say it before he comes up", "I love you.", "add"),
        ("end it with miss her", "I miss you.", "add"),
        ("i have a flight at 5. put that in. shorter", "I have a flight at five.", "add"),
        ("you left out that he works nights and i miss him", "You work nights and I miss you.", "add"),
        ("i want to tell her i miss her", "I miss you.", "say"),
        ("i'd like to tell my wife that she looks beautiful when she reads to the kids", "You look beautiful when you read to the kids.", "say"),
        ("words for him. that i still fancy him, its my body thats busy", "I still fancy you, it's my body that's busy.", "say"),
        ("can you just say I love you I don't want sex tonight it isn't you", "I love you. I don't want sex tonight. It isn't you.", "only"),
        ("something plainer, like would you come up early with me", "Would you come up early with me?", "say"),
        ("just 'okay, thanks for telling me. i love you'?", "Okay, thanks for telling me. I love you.", "only"),
        ("i'd say: i'm not past it, are you? can you make that kinder", "I'm not past it, are you?", "only"),
        ("tell them i love them and that their body is lovely", "I love you and your body is lovely.", "say"),
        ("i want to say sorry for what i said about his mother", "Sorry for what I said about your mother.", "say"),
        ("another. and say im a bit nervous", "I'm a bit nervous.", "add"),
        ("that's closer. add that i froze because of mum, not because of you", "I froze because of mum, not because of you.", "add"),
        ("i want to say i miss her, not numbers", "I miss you.", "say"),
        ("something like i would like us to try again", "I would like us to try again.", "say"),
        ("put in that tmrw im off", "Tomorrow I'm off.", "add"),
        ("'I miss my mum. will you hold me tonight?' is that ok to say?", "I miss my mum. Will you hold me tonight?", "only"),
        ("you dropped the bit where it's not never!", "It's not never.", "add"),
        ("you dropped that she's beautiful and the baby", "You're beautiful.", "add"),
        ("the line: 'thinking about you in that green dress'. add a wink", "Thinking about you in that green dress.", "only"),
        ("can you put the baby in, that it's since the birth, and that i still love him?", "It's since the birth, and I still love you.", "add"),
        ("and tell her i do want her just not 2nite", "I do want you just not tonight.", "say"),
        ("put in the locked door and that the kids are asleep", "The kids are asleep.", "add"),
        ("make a sentence: sorry for shouting, i will listen", "Sorry for shouting, I will listen.", "say"),
        ("i want to tell him kindly hes not bad at it", "You're not bad at it.", "say"),
        ("tell him that he goes too fast, without crushing him", "You go too fast.", "say"),
        ("good. but say i still fancy him", "I still fancy you.", "add"),
        ("i want it to say im missing mum", "I'm missing mum.", "add"),
        ("and then ask her what she misses", "What do you miss?", "ask"),
        ("i want to ask him if he still fancies me", "Do you still fancy me?", "ask"),
        ("how do i ask her what she likes", "What do you like?", "ask"),
        ("i just want to ask jo if she'd like to go further than kissing", "Would you like to go further than kissing?", "ask"),
        ("i want to ask him if it's my body", "Is it my body?", "ask"),
        ("i want to ask him why he stopped kissing me", "why you stopped kissing me", "wonder"),
    ],
)
def test_a_reported_wish_is_what_would_be_said(message: str, words: str, way: str) -> None:
    assert own_words(message) == OwnWords(words, way)  # type: ignore[arg-type]  # one of the ways, as a plain string


@pytest.mark.parametrize(
    "message",
    [
        "",
        "say no",
        "i just want to say no to bed tonight but hug him",
        "add the hug",
        "softer please",
        "she said 'i miss you, do you even still fancy me'",
        "he keeps saying i never want him",
        "how do i tell him",
        "can you say that again",
        "i don't know what to say",
        "i want to tell her how it feels without guilt tripping",
        "i want to say her mum is ill and she needs me",  # who needs?
        "i want to tell him that my brother called and he was upset",
        "what do i say if he asks why",
        "ask me something else",
        "put it in a text",
        "that's a lot at once. say it softer, and put the no first",
        "can you put the fancy him bit back and say sunday when his mum has the baby",
        "sent it. she put 'ok love sleep well x'",
        "can you say it with friday evening please",
        "give me words to say sorry to her",
        "'i like where this is going'??? we've been married for years",
        "could i say that to him?",
        "can it say id be up for it when hes at his dads friday",  # a child is
    ],
)
def test_nothing_is_made_of_what_brings_no_words_or_leaves_open_who_is_meant(message: str) -> None:
    assert own_words(message) is None


@pytest.mark.parametrize("he", ["he", "she", "they"])
@pytest.mark.parametrize(
    "verb", ["works too hard", "is lovely", "has cold feet", "doesn't have to hurry", "goes to bed early", "kisses well", "carries a lot"]
)
def test_no_third_person_is_left_of_the_partner(he: str, verb: str) -> None:
    him = {"he": "him", "she": "her", "they": "them"}[he]
    spoken = own_words(f"i want to tell {him} that {he} {verb}")
    assert spoken is not None
    assert spoken.words.startswith("You ")
    assert not re.search(rf"\b(?:{he}|{him}|is|has|does|doesn't|works|goes|kisses|carries)\b", spoken.words)


def test_a_long_message_is_not_searched_so_that_none_takes_long() -> None:
    assert own_words("i want to tell her i miss her " + "and so on " * 40) is None
