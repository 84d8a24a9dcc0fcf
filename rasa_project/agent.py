"""Rasa's agent with the trained model, its actions executed inside this process."""

from __future__ import annotations

import asyncio
import logging
import warnings
from pathlib import Path

import rasa
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.exceptions import UnsupportedModelVersionError
from rasa.shared.core.domain import Domain

from rasa_project.errors import EveningNoteError, ModelError
from rasa_project.lean.actions import InProcessActions
from rasa_project.lean.changes import change_agent, change_rasa
from rasa_project.memory.session_store import SessionStore
from rasa_project.model_hash import check_hash
from rasa_project.model_origin import of_this_checkout, read_origin
from rasa_project.self_test import misunderstood, sentences
from rasa_project.settings import newest_model, settings

logger = logging.getLogger(__name__)

HOW_TO_TRAIN = "run 'evening-note train'"


change_rasa()


def load_agent(model: Path | None = None, conversations: TrackerStore | None = None) -> Agent:
    """The agent with `model`, by default the newest in `models/`, and the store of its conversations, by default one in memory.

    Raises ModelError when there is none, it cannot be used, or it fails its self-test.
    """
    path = model or newest_model()
    if path is None:
        raise ModelError(f"there is no trained model in models/; {HOW_TO_TRAIN}")
    if not path.is_file():
        raise ModelError(f"the model {path} does not exist; {HOW_TO_TRAIN}")
    check_hash(path)
    _check_origin(path)
    chosen = settings()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Rasa's notes on its own settings, of no use to the person at the keyboard
            agent = Agent(action_endpoint=InProcessActions())
            # as it is: Rasa would wrap it into a store that takes what cannot be read for a fresh conversation, and keeps every word elsewhere
            agent.tracker_store = conversations or SessionStore(Domain.empty(), chosen.session_minutes, chosen.conversations)
            agent.load_model(path)
            change_agent(agent)
            failed = asyncio.run(misunderstood(agent))
    except UnsupportedModelVersionError as error:
        raise ModelError(f"the model {path.name} was trained by Rasa {error.model_version}, this is {rasa.__version__}; {HOW_TO_TRAIN}") from error
    except Exception as error:  # Rasa raises many kinds; all mean that this model is of no use here
        own = _own_cause(error)
        if own is not None:
            raise own from error
        raise ModelError(f"the model {path.name} cannot be loaded ({type(error).__name__}); {HOW_TO_TRAIN}") from error
    if failed:
        raise ModelError(f"the model {path.name} fails its self-test ({len(failed)} of {len(sentences())} sentences misunderstood); {HOW_TO_TRAIN}")
    return agent


def _check_origin(model: Path) -> None:
    """Raises ModelError for a model of another version; for one of other sources, a developer's perhaps, a warning is enough."""
    made, here = read_origin(model), of_this_checkout()
    if made is not None and made.version != here.version:
        raise ModelError(f"the model {model.name} was trained by Evening Note {made.version}, this is {here.version}; {HOW_TO_TRAIN}")
    if made is not None and made != here:
        logger.warning("The model %s was trained from other data or settings than those that are here; %s", model.name, HOW_TO_TRAIN)


def _own_cause(error: BaseException | None) -> EveningNoteError | None:
    """The clear error of ours that Rasa wrapped in one of its own, if there is one."""
    while error is not None and not isinstance(error, EveningNoteError):
        error = error.__cause__
    return error
