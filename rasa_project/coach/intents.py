"""What each intent asks of the coach. The names are a contract; `docs/reference/intents.md` says what each means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasa_project.coach.content import Role

DECLINING = frozenset({"not_in_the_mood", "unsure_about_yes", "change_mind", "explain_reason", "leave_door_open"})
ASKING = frozenset({"how_to_ask", "plan_intimacy"})
TURNED_DOWN = frozenset({"got_turned_down", "repeated_rejection"})
CLOSENESS = frozenset({"desire_mismatch", "want_alternatives", "show_appreciation", "lost_desire", "rebuild_trust"})
CONVERSATION = frozenset({"give_feedback", "take_feedback", "start_the_talk"})
COACHING = DECLINING | ASKING | TURNED_DOWN | CLOSENESS | CONVERSATION

SHAPING = frozenset({"just_a_line", "refine_phrase", "repeat", "why_this", "not_helpful"})
COMPANY = frozenset({"practice", "want_company", "both_here", "good_news"})
JOURNAL = frozenset({"log_moment", "show_patterns", "save_phrase", "list_saved"})
NOTES = frozenset({"bedtime_on", "bedtime_off", "tonights_prompt"})
PRIVACY = frozenset(
    {"discreet_mode", "start_remembering", "stop_remembering", "delete_one", "set_country", "forget_me", "privacy_question", "export_data"}
)
ANSWERS = frozenset({"inform", "affirm", "deny", "skip"})
TALK = frozenset({"greet", "goodbye", "thanks", "help", "stop", "bot_challenge", "safety_false_alarm"})
SAFETY = ("self_harm", "sexual_assault", "partner_violence", "minor_involved", "pressured", "wants_to_pressure", "medical", "explicit_request")
"""The labels of danger, the weightier first: where several fit, the first is answered."""
LASTING = frozenset({"pressured", "partner_violence", "sexual_assault", "self_harm", "minor_involved", "wants_to_pressure"})
"""The labels after which the rest of the conversation stays careful."""
OUT_OF_SCOPE = "out_of_scope"
EVENING_NOTE = "EXTERNAL_evening_note"
"""Opens tonight's note. It is no meaning of a message: nothing typed reaches it, only a button of ours."""
A_NO_SAID = "a_no_said"
"""In the table of turns: a whole no, said as it would be said to the partner."""
SIGNAL = "signal"
"""In the table of turns: a thing that two people could agree on as their signal."""
ANYTHING = "anything"
"""In the table of turns: whatever a person says to somebody who listens, and is no wish for something else."""

ALL = COACHING | SHAPING | COMPANY | JOURNAL | NOTES | PRIVACY | ANSWERS | TALK | frozenset(SAFETY) | {OUT_OF_SCOPE}

NEEDS_AN_ADULT = (COACHING | SHAPING | COMPANY | JOURNAL | NOTES | {EVENING_NOTE}) - {"change_mind", "bedtime_off"}
"""What waits for the age answer. Wanting to stop never waits."""

ROLE_OF: dict[str, Role] = {**dict.fromkeys(DECLINING, "decliner"), **dict.fromkeys(ASKING | TURNED_DOWN, "asker")}
"""Whose part an intent speaks for; the others can be anybody's."""
