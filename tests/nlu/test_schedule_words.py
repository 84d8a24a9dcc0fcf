"""What people say about when evening notes come, said by many, and what nobody could be sure of."""

from __future__ import annotations

import time
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.schedule import EVERY_DAY, MINUTES_A_DAY, ScheduleWish
from rasa_project.nlu.schedule_words import schedule_wish
from rasa_project.nlu.time_words import word_set

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
WEEKNIGHTS = frozenset(range(5))
WEEKENDS = frozenset({SATURDAY, SUNDAY})


def at(clock: str, days: frozenset[int] | set[int] | None = None, **more: object) -> ScheduleWish:
    """A wish for an hour ("22:30"), on days."""
    hour, minute = clock.split(":")
    return ScheduleWish(minute=int(hour) * 60 + int(minute), days=None if days is None else frozenset(days), **more)  # type: ignore[arg-type]


def on(*days: int, **more: object) -> ScheduleWish:
    """A wish for days alone."""
    return ScheduleWish(days=frozenset(days), **more)  # type: ignore[arg-type]


HOURS = {
    "10": "22:00",
    "ten": "22:00",
    "at 9": "21:00",
    "at nine please": "21:00",
    "nine-ish": "21:00",
    "ten ish": "22:00",
    "10ish": "22:00",
    "about half nine": "21:30",
    "half 10": "22:30",
    "half ten pls": "22:30",
    "half past ten": "22:30",
    "half passed ten": "22:30",
    "haf ten": "22:30",
    "ten thirty": "22:30",
    "ten-thirty": "22:30",
    "10:30": "22:30",
    "10.30": "22:30",
    "10 30": "22:30",
    "1030": "22:30",
    "10:30pm": "22:30",
    "10.30 p.m.": "22:30",
    "10 30 p m": "22:30",
    "1030pm": "22:30",
    "2230": "22:30",
    "22:30": "22:30",
    "22.30": "22:30",
    "22h30": "22:30",
    "twenty two thirty": "22:30",
    "at 22": "22:00",
    "22h": "22:00",
    "21": "21:00",
    "ten o'clock": "22:00",
    "10 oclock": "22:00",
    "10 o clock": "22:00",
    "10 o'clock at night": "22:00",
    "ten to ten": "21:50",
    "10 to 10": "21:50",
    "ten too ten": "21:50",
    "quarter to eleven": "22:45",
    "quater to 11": "22:45",
    "quarter two eleven": "22:45",
    "a quarter past nine": "21:15",
    "quarter of ten": "21:45",
    "quarter after ten": "22:15",
    "five past ten": "22:05",
    "twenty past eight": "20:20",
    "twenty five to ten": "21:35",
    "10 minutes to eleven": "22:50",
    "nine oh five": "21:05",
    "nine forty five": "21:45",
    "eight fifteen": "20:15",
    "at ate": "20:00",
    "ate thirty": "20:30",
    "nein thirty": "21:30",
    "8 in the evening": "20:00",
    "9 at night": "21:00",
    "ten in the night": "22:00",
    "7 in the morning": "07:00",
    "seven in the mourning": "07:00",
    "7am": "07:00",
    "11 a.m.": "11:00",
    "5 in the afternoon": "17:00",
    "3pm": "15:00",
    "noon": "12:00",
    "12 noon": "12:00",
    "midday": "12:00",
    "midnight": "00:00",
    "mid night": "00:00",
    "twelve at night": "00:00",
    "12am": "00:00",
    "half past midnight": "00:30",
    "ten to midnight": "23:50",
    "1 am": "01:00",
    "one in the morning": "01:00",
    "00:15": "00:15",
    "00": "00:00",
    "24:00": "00:00",
    "eleven sharp": "23:00",
    "ten or so": "22:00",
    "erm, ten i think": "22:00",
    "could we say nine thirty": "21:30",
    "let's say eight thirty love": "20:30",
    "how about 9:45": "21:45",
    "make it eleven": "23:00",
    "make it to 9": "21:00",
    "i'd like it at ten": "22:00",
    "i'd like the evening note at ten": "22:00",
    "bedtime note at half nine": "21:30",
    "could the note come at 21:30 instead": "21:30",
    "move my note to eleven": "23:00",
    "move the note two eleven": "23:00",
    "move bedtime note from 10 to 9": "21:00",
    "change it from ten thirty to eleven": "23:00",
    "set my bedtime prompt for 22.00": "22:00",
    "Kindly send me the note by nine": "21:00",
    "I go to bed early, dear. Eight o'clock for the note.": "20:00",
    "i work nights so send my note at 7 in the morning": "07:00",
    "im on lates this week so shift the bedtime thing to 1am": "01:00",
    "we eat at seven, so send the note at nine": "21:00",
    "get the note to come when i'm actually in bed, 11.15": "23:15",
    "can you send the prompt after the kids are down, so about 8.30": "20:30",
    "i moved to a new shift, change my note to 6 pm": "18:00",
    "quarter past nine, no make that ten": "22:00",
    "nine no ten": "22:00",
    "at nine. sorry, ten": "22:00",
    "9, scrap that, 10": "22:00",
    "nine thirty, actually make it quarter to ten": "21:45",
    "not nine, ten": "22:00",
    "ten, not nine": "22:00",
    "not at nine but at ten": "22:00",
    "don't send it at nine, send it at ten": "22:00",
    "not at ten or eleven, at nine": "21:00",
    "TEN THIRTY PLEASE": "22:30",
}


@pytest.mark.parametrize(("text", "clock"), HOURS.items(), ids=HOURS)
def test_an_hour_is_read(text: str, clock: str) -> None:
    assert schedule_wish(text) == at(clock)


DAYS: dict[str, ScheduleWish] = {
    "weeknights": on(*WEEKNIGHTS),
    "week nights": on(*WEEKNIGHTS),
    "weak nights": on(*WEEKNIGHTS),
    "weeknites only": on(*WEEKNIGHTS),
    "weekdays please": on(*WEEKNIGHTS),
    "monday to friday": on(*WEEKNIGHTS),
    "mon-fri": on(*WEEKNIGHTS),
    "mon to fri": on(*WEEKNIGHTS),
    "mondays through fridays": on(*WEEKNIGHTS),
    "weekends only": on(*WEEKENDS),
    "just the weekends": on(*WEEKENDS),
    "can the note be on weekends only": on(*WEEKENDS),
    "school nights": on(SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY),
    "sunday to thursday": on(SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY),
    "every night": on(*EVERY_DAY),
    "every single night": on(*EVERY_DAY),
    "nightly": on(*EVERY_DAY),
    "each evening": on(*EVERY_DAY),
    "every day of the week": on(*EVERY_DAY),
    "all week": on(*EVERY_DAY),
    "seven nights a week": on(*EVERY_DAY),
    "evry nite": on(*EVERY_DAY),
    "on tuesdays and thursdays": on(TUESDAY, THURSDAY),
    "tuesday and thursday": on(TUESDAY, THURSDAY),
    "tues & thurs": on(TUESDAY, THURSDAY),
    "mondays, wednesdays and fridays": on(MONDAY, WEDNESDAY, FRIDAY),
    "wensdays and saterdays": on(WEDNESDAY, SATURDAY),
    "every tuesday": on(TUESDAY),
    "once a week, sundays": on(SUNDAY),
    "fry days": on(FRIDAY),
    "put the evening note on fridays only": on(FRIDAY),
    "shift my prompt to sundays only": on(SUNDAY),
    "twice a week would be plenty for the note, tuesdays and saturdays": on(TUESDAY, SATURDAY),
    "every night except sundays": on(*EVERY_DAY - {SUNDAY}),
    "every night except sunday": on(*EVERY_DAY - {SUNDAY}),
    "every night but fridays": on(*EVERY_DAY - {FRIDAY}),
    "any night but friday": on(*EVERY_DAY - {FRIDAY}),
    "every day apart from saturdays and sundays": on(*WEEKNIGHTS),
    "every night apart from friday and saturday": on(SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY),
    "weekdays other than mondays": on(*WEEKNIGHTS - {MONDAY}),
    "every evening bar wednesdays": on(*EVERY_DAY - {WEDNESDAY}),
    "nightly, no fridays": on(*EVERY_DAY - {FRIDAY}),
    "weeknights except fridays": on(*WEEKNIGHTS - {FRIDAY}),
    "weeknights, not fridays": on(*WEEKNIGHTS - {FRIDAY}),
    "weeknights accept friday": on(*WEEKNIGHTS - {FRIDAY}),
    "weeknights not friday": on(*WEEKNIGHTS - {FRIDAY}),
    "every night, skip tuesdays and thursdays": on(*EVERY_DAY - {TUESDAY, THURSDAY}),
    "weekdays, no sorry, weekends": on(*WEEKENDS),
    "not weekends just weeknights": on(*WEEKNIGHTS),
    "not on fridays": ScheduleWish(without=frozenset({FRIDAY})),
    "no fridays please": ScheduleWish(without=frozenset({FRIDAY})),
    "no notes on sundays": ScheduleWish(without=frozenset({SUNDAY})),
    "skip wednesdays": ScheduleWish(without=frozenset({WEDNESDAY})),
    "don't send it on mondays or tuesdays": ScheduleWish(without=frozenset({MONDAY, TUESDAY})),
    "leave out weekends": ScheduleWish(without=WEEKENDS),
    "pause it on fridays": ScheduleWish(without=frozenset({FRIDAY})),
    "fridays off": ScheduleWish(without=frozenset({FRIDAY})),
    "no note on fridays, we have guests": ScheduleWish(without=frozenset({FRIDAY})),
    "saturdays too": ScheduleWish(also=frozenset({SATURDAY})),
    "add sundays": ScheduleWish(also=frozenset({SUNDAY})),
    "and fridays as well please, also sundays": ScheduleWish(also=frozenset({FRIDAY, SUNDAY})),
    "sundays as well": ScheduleWish(also=frozenset({SUNDAY})),
    "weeknights and sundays too": on(*WEEKNIGHTS, SUNDAY),
    "saturday mourning": on(SATURDAY, part="morning"),
    "saturday mornings": on(SATURDAY, part="morning"),
    "swap my note to mornings": ScheduleWish(part="morning"),
}


@pytest.mark.parametrize(("text", "wish"), DAYS.items(), ids=DAYS)
def test_days_are_read(text: str, wish: ScheduleWish) -> None:
    assert schedule_wish(text) == wish


BOTH: dict[str, ScheduleWish] = {
    "ten thirty on weeknights, not fridays": at("22:30", WEEKNIGHTS - {FRIDAY}),
    "half 10 weeknights pls": at("22:30", WEEKNIGHTS),
    "10pm every night except sundays": at("22:00", EVERY_DAY - {SUNDAY}),
    "every night at ten send me one": at("22:00", EVERY_DAY),
    "ping me at nine every night": at("21:00", EVERY_DAY),
    "Dey send me the note every night by nine": at("21:00", EVERY_DAY),
    "let me have the note at nine thirty tonight and every night": at("21:30", EVERY_DAY),
    "weekdays only for the note please, at quarter past ten": at("22:15", WEEKNIGHTS),
    "saturday mornings at nine": at("09:00", {SATURDAY}),
    "every morning at nine": at("09:00", EVERY_DAY),
    "fridays at 11": at("23:00", {FRIDAY}),
    "friday nights at twelve": at("00:00", {FRIDAY}),
    "weeknights at one": at("01:00", WEEKNIGHTS),
    "tue/thu 21:15": at("21:15", {TUESDAY, THURSDAY}),
    "nine on tuesdays, thursdays and sundays": at("21:00", {TUESDAY, THURSDAY, SUNDAY}),
    "mon - thu 2215": at("22:15", {MONDAY, TUESDAY, WEDNESDAY, THURSDAY}),
    "weak nights at ate thirty": at("20:30", WEEKNIGHTS),
    "quarter passed nine every knight": at("21:15", EVERY_DAY),
    "from monday to friday at ten": at("22:00", WEEKNIGHTS),
    "ten on school nights, that's sunday to thursday": at("22:00", {SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY}),
    "not fridays, and at ten": at("22:00", without=frozenset({FRIDAY})),
    "weekdays at 10, weekends off": at("22:00", WEEKNIGHTS),
    "9.30pm sun-thurs": at("21:30", {SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY}),
    "10 pm mon tue wed thu": at("22:00", {MONDAY, TUESDAY, WEDNESDAY, THURSDAY}),
    "from saturday to sunday at ten": at("22:00", WEEKENDS),
    "we can do 10:15 instead of 9:30 on weekdays": at("22:15", WEEKNIGHTS),
    "eleven pm but only on weekdays": at("23:00", WEEKNIGHTS),
    "9pm london time": at("21:00", zone="Europe/London"),
    "every night at ten new york time": at("22:00", EVERY_DAY, zone="America/New_York"),
}


@pytest.mark.parametrize(("text", "wish"), BOTH.items(), ids=BOTH)
def test_an_hour_and_days_are_read_together(text: str, wish: ScheduleWish) -> None:
    assert schedule_wish(text) == wish


SHIFTS = {
    "move it an hour later": 60,
    "an hour later": 60,
    "an our later": 60,
    "hour later pls": 60,
    "1 hour later": 60,
    "half an hour earlier": -30,
    "half an our earlier": -30,
    "half hour earlier": -30,
    "a half hour later": 30,
    "15 minutes later": 15,
    "fifteen mins earlier": -15,
    "a quarter of an hour later": 15,
    "three quarters of an hour later": 45,
    "an hour and a half later": 90,
    "1.5 hours earlier": -90,
    "two hours earlier please": -120,
    "later by twenty minutes": 20,
    "make it 10 minutes earlier": -10,
    "bring it forward half an hour": -30,
    "push it back an hour": 60,
    "delay it by half an hour": 30,
    "i keep missing the note, make it half an hour later": 30,
    "change the evening note to an hour earlier": -60,
}


@pytest.mark.parametrize(("text", "minutes"), SHIFTS.items(), ids=SHIFTS)
def test_a_shift_is_read(text: str, minutes: int) -> None:
    assert schedule_wish(text) == ScheduleWish(later=minutes)


PAUSES = {
    "not tonight": ScheduleWish(pause_days=1),
    "knot tonight": ScheduleWish(pause_days=1),
    "no not tonight thanks": ScheduleWish(pause_days=1),
    "not to night": ScheduleWish(pause_days=1),
    "skip tonight": ScheduleWish(pause_days=1),
    "skip tonight's note": ScheduleWish(pause_days=1),
    "no note tonight please, mother in law is here": ScheduleWish(pause_days=1),
    "don't do the bedtime prompt tonight": ScheduleWish(pause_days=1),
    "not this evening": ScheduleWish(pause_days=1),
    "tonight off please": ScheduleWish(pause_days=1),
    "pause for a week": ScheduleWish(pause_days=7),
    "pause the notes for a week": ScheduleWish(pause_days=7),
    "paws for a week": ScheduleWish(pause_days=7),
    "a week off please": ScheduleWish(pause_days=7),
    "no notes for two weeks": ScheduleWish(pause_days=14),
    "pause for a fortnight": ScheduleWish(pause_days=14),
    "hold it for ten days": ScheduleWish(pause_days=10),
    "skip the next three nights": ScheduleWish(pause_days=3),
    "pause a couple of days": ScheduleWish(pause_days=2),
    "pause for a month": ScheduleWish(pause_days=30),
    "pause for 2 weeks then start again": ScheduleWish(pause_days=14),
    "could we skip tonight": ScheduleWish(pause_days=1),
    "give tonight a miss": ScheduleWish(pause_days=1),
    "not until monday": ScheduleWish(pause_until_day=MONDAY),
    "switch them on again from sunday": ScheduleWish(pause_until_day=SUNDAY),
    "start tomorrow at ten": at("22:00", pause_days=1),
    "for two weeks": ScheduleWish(pause_days=14),
    "pause till monday": ScheduleWish(pause_until_day=MONDAY),
    "pause tell monday": ScheduleWish(pause_until_day=MONDAY),
    "pores until monday": ScheduleWish(pause_until_day=MONDAY),
    "hold the notes until monday morning": ScheduleWish(pause_until_day=MONDAY),
    "till monday": ScheduleWish(pause_until_day=MONDAY),
    "until sunday please": ScheduleWish(pause_until_day=SUNDAY),
    "no notes until next thursday": ScheduleWish(pause_until_day=THURSDAY),
    "pause it til the weekend": ScheduleWish(pause_until_day=SATURDAY),
    "pause until after the weekend": ScheduleWish(pause_until_day=MONDAY),
    "no notes this week": ScheduleWish(pause_until_day=MONDAY),
    "pause for the rest of the week": ScheduleWish(pause_until_day=MONDAY),
    "pause till next week": ScheduleWish(pause_until_day=MONDAY),
    "thursday week": ScheduleWish(pause_until_day=THURSDAY, pause_weeks=1),
    "pause until thursday week": ScheduleWish(pause_until_day=THURSDAY, pause_weeks=1),
    "till a week on tuesday": ScheduleWish(pause_until_day=TUESDAY, pause_weeks=1),
    "pause until tomorrow": ScheduleWish(pause_days=1),
    "i'm on holiday, no note till the 14th": ScheduleWish(pause_until_date=(None, 14)),
    "pause until 14 june": ScheduleWish(pause_until_date=(6, 14)),
    "pause till june the 14th": ScheduleWish(pause_until_date=(6, 14)),
    "pause nightly messages till september": ScheduleWish(pause_until_date=(9, 1)),
    "stop until the twenty first of march": ScheduleWish(pause_until_date=(3, 21)),
    "back on": ScheduleWish(pause_days=0),
    "back own": ScheduleWish(pause_days=0),
    "turn them back on please": ScheduleWish(pause_days=0),
    "resume": ScheduleWish(pause_days=0),
    "unpause my evening note": ScheduleWish(pause_days=0),
    "i want the notes again": ScheduleWish(pause_days=0),
    "i'm back from holiday, start the notes up again": ScheduleWish(pause_days=0),
    "bring the notes back, i miss them": ScheduleWish(pause_days=0),
    "back on at ten": at("22:00", pause_days=0),
    "back on monday": ScheduleWish(pause_until_day=MONDAY),
    "start again on monday": ScheduleWish(pause_until_day=MONDAY),
    "start sending me the evening notes from monday": ScheduleWish(pause_until_day=MONDAY),
    "from next week at ten": at("22:00", pause_until_day=MONDAY),
}


@pytest.mark.parametrize(("text", "wish"), PAUSES.items(), ids=PAUSES)
def test_a_pause_and_its_end_are_read(text: str, wish: ScheduleWish) -> None:
    assert schedule_wish(text) == wish


UNCLEAR = [
    # an hour that may be two
    "0", "12", "at twelve", "half twelve", "at 3", "2", "0830", "08:30", "10 to 11", "nine or ten", "between nine and ten", "10-11", "nine to eleven",
    "ten on weeknights and eleven on weekends", "weeknights at one or two", "after ten", "before eleven", "no later than ten", "25:00", "at 99",
    "13am",
    "from nine to ten", "ten twelve",
    # a direction without an amount, an amount without a direction
    "later", "a bit later", "earlier please", "an hour", "move it an hour", "move it back an hour", "move it forward an hour",
    "my note comes too late, bring it forward",
    "we changed the clocks, so shift the bedtime note an hour", "half an hour before bed", "an hour later on fridays", "an hour later tonight",
    # days that a schedule cannot hold
    "every other night", "every second tuesday", "most nights", "twice a week", "three nights a week", "alternate fridays", "skip friday",
    "not friday", "not this friday",
    "not tomorrow", "this weekend", "tomorrow at nine", "next friday at ten", "not every night", "mondays or tuesdays", "not mondays, tuesdays",
    # pauses without an end
    "pause", "pause for a bit", "pause for a few days", "hold the notes while my parents visit", "until further notice", "until i say",
    "pause till ten",
    "suspend the notes until i say", "nightly note off for lent", "i'd like to try the bedtime notes for a week", "every night till friday",
    "tonight at nine",
    "pause it from friday", "pause it friday to sunday", "nine? or is that too early", "20 minutes earlier on weekdays", "just tonight at nine",
    "i'd like them at ten fifteen except when i'm away", "what's tonight's note again", "can i have tonight's note again", "any time after nine",
    # no wish about when
    "notes on", "notes off", "yes please", "stop the notes", "no more evening notes", "can you nudge me before bed", "the evening note",
    "a note at bedtime",
    "no note at all", "quit pinging me at ten", "i've had it with the ten o'clock ping", "cancel my ten o'clock note", "give me one",
    "send me one please",
    # stories
    "it's half ten, where's my note", "i've got a 6am flight", "he asked at ten and i said not tonight", "we've not had sex since friday",
    "not tonight, i have a headache",
    "i'm so tired tonight", "how do i say not tonight kindly", "saturday morning would be better for us in bed", "we're asleep by ten",
    "i'm up at five with the baby",
    "have the note come just after the ten o'clock news", "earlier note please, we're asleep by ten", "she turned me down again tonight",
    "weeknights are hopeless",
    "after ten he always asks", "friday nights are ours", "34", "i'm 45", "we have two kids and a dog", "it has been three weeks",
    "i want him back", "give it back",
    "make it softer", "make it shorter please", "another one", "say it again", "", "   ", "!!!", "ok", "my sister comes on tuesdays",
    "send it at ten unless it's friday", "evening tablets are nine so nudge me then with the question thing",
]  # fmt: skip


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_not_guessed_at(text: str) -> None:
    assert schedule_wish(text) is None


def test_a_long_story_is_no_wish() -> None:
    assert schedule_wish("and then he said " * 30 + "send the note at ten") is None


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("minute", [0, 1, 5, 29, 30, 59])
def test_every_hour_of_24_is_itself(hour: int, minute: int) -> None:
    written = f"{hour}:{minute:02}"
    found = schedule_wish(written)
    if hour > 12 or hour == 0:
        assert found == at(written)
    elif 5 <= hour <= 11:
        assert found == at(f"{hour + 12}:{minute:02}")
    else:
        assert found is None


@pytest.mark.parametrize("hour", range(1, 13))
@pytest.mark.parametrize("half", ["am", "pm"])
def test_every_hour_with_am_or_pm_is_itself(hour: int, half: str) -> None:
    assert schedule_wish(f"{hour}{half}") == at(f"{hour % 12 + (12 if half == 'pm' else 0)}:00")


@given(st.text())
def test_whatever_is_said_a_wish_is_one_that_can_be_kept(text: str) -> None:
    _holds(schedule_wish(text))


WORDS = st.sampled_from(
    sorted(
        word_set(
            """
            ten nine 10 2230 10:30 half past to quarter at on not no except every night weeknights friday fridays monday till
            until pause for a week an hour later earlier from and , . - tonight back only make it note move am pm the 14th june
            other thirty one two weekends off again or skip in morning
            """
        )
    )
)


@given(st.lists(WORDS, max_size=12))
def test_whatever_is_said_of_when_a_wish_is_one_that_can_be_kept(words: list[str]) -> None:
    _holds(schedule_wish(" ".join(words)))


def _holds(wish: ScheduleWish | None) -> None:
    """A wish says something, and nothing that no schedule can hold."""
    if wish is None:
        return
    assert wish != ScheduleWish()
    assert wish.minute is None or 0 <= wish.minute < MINUTES_A_DAY
    assert wish.later is None or 0 < abs(wish.later) <= MINUTES_A_DAY // 2
    assert wish.days is None or (wish.days and wish.days <= EVERY_DAY)
    assert wish.without <= EVERY_DAY
    assert wish.also <= EVERY_DAY
    assert wish.pause_days is None or 0 <= wish.pause_days <= 366
    assert wish.pause_until_day is None or wish.pause_until_day in EVERY_DAY


def test_reading_it_costs_next_to_nothing() -> None:
    messages = [*HOURS, *DAYS, *BOTH, *SHIFTS, *PAUSES, *UNCLEAR]
    # of each message the best time: whatever else this machine does is not what is measured
    assert median(min(_seconds(message) for _ in range(5)) for message in messages) < 0.3e-3


def _seconds(message: str) -> float:
    start = time.perf_counter()
    schedule_wish(message)
    return time.perf_counter() - start


def test_there_are_many_phrasings() -> None:
    assert len({*HOURS, *DAYS, *BOTH, *SHIFTS, *PAUSES}) >= 250
