"""The command line: `evening-note`, the same as `python -m rasa_project`."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rasa_project import __version__, lean_runtime
from rasa_project.errors import EveningNoteError, ModelError
from rasa_project.model_origin import is_of_another_version
from rasa_project.settings import newest_model, settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command. Exit codes: 0 done, 1 failed with one clear line on standard error, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # what follows "rasa" is Rasa's own, options like --help included
    chosen = argparse.Namespace(run=_rasa, arguments=given[1:]) if given[:1] == ["rasa"] else _parser().parse_args(given)
    run: Callable[[argparse.Namespace], int | None] = chosen.run
    if run is not _rasa:
        return _stopping_at_once(run, chosen)
    return _running(run, chosen)


def _stopping_at_once(run: Callable[[argparse.Namespace], int | None], chosen: argparse.Namespace) -> int:
    """Runs a command that Ctrl-C ends at once, even where a library would swallow the interrupt while the model is loaded.

    So does a request to end (SIGTERM), which the first process of a container would not hear. The server's own handlers follow once it serves.
    """
    if threading.current_thread() is not threading.main_thread():
        return _running(run, chosen)
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: os._exit(0)),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM)),
    }
    try:
        return _running(run, chosen)
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def _running(run: Callable[[argparse.Namespace], int | None], chosen: argparse.Namespace) -> int:
    try:
        logging.basicConfig(level=settings().log_level, format="%(levelname)s %(name)s: %(message)s")
        lean_runtime.prepare(logging.getLevelName(settings().log_level), serving=getattr(chosen, "serving", False))
        return run(chosen) or 0
    except EveningNoteError as error:
        print(f"evening-note: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # the reader of our output has gone; there is nobody left to tell
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - so that the interpreter's last flush meets no closed pipe
        return 1
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evening-note", description="A private coach for the kind no and the easy ask.")
    parser.add_argument("--version", action="version", version=f"Evening Note {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = commands.add_parser("run", help="serve page and channels on EVENING_NOTE_HOST:EVENING_NOTE_PORT; trains first if there is no model")
    command.set_defaults(run=_run, serving=True)

    command = commands.add_parser("chat", help="talk in the terminal")
    command.add_argument(
        "--json", action="store_true", help="one message a line in, one JSON object a line out; a line '---' starts a new conversation"
    )
    command.add_argument("--channel", choices=("text", "voice"), default="text", help="answer as in text, or as on a speaker")
    command.set_defaults(run=_chat, serving=True)

    command = commands.add_parser("parse", help="understand one message a line and print one JSON object a line")
    command.set_defaults(run=_parse, serving=True)

    command = commands.add_parser("train", help="train the model in models/")
    command.set_defaults(run=_train)

    command = commands.add_parser(
        "alexa-model", help="write the Alexa skill's interaction model, made from the training messages, to standard output"
    )
    command.set_defaults(run=_alexa_model)

    command = commands.add_parser("forget", help="forget everything that is kept of a person, or one part of it")
    command.add_argument("--part", choices=("journal", "saved", "notes"), help="only this part, with the consent to it")
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--person", default="terminal", metavar="ID", help="whose (default: whoever talks in the terminal)")
    whose.add_argument("--everyone", action="store_true", help="everything of everybody, even when the key is lost")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    command.set_defaults(run=_forget, parser=command)

    command = commands.add_parser("export", help="write everything that is kept of a person to a file, as JSON and beside it as text")
    command.add_argument("file", metavar="FILE", help="the JSON file; the text beside it ends in .txt. '-' prints the JSON")
    command.add_argument("--person", default="terminal", metavar="ID", help="whose (default: whoever talks in the terminal)")
    command.set_defaults(run=_export)

    command = commands.add_parser("rotate-key", help="seal what is kept with another key")
    command.add_argument(
        "--to", choices=("passphrase", "random"), help="a passphrase, asked for, or a random key in keyring or file (default: as it is now)"
    )
    command.set_defaults(run=_rotate_key)

    command = commands.add_parser("backup", help="write everything that is kept into one file, sealed with a passphrase of its own")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--force", action="store_true", help="take the place of a file that is there")
    _add_passphrase_file(command)
    command.set_defaults(run=_backup)

    command = commands.add_parser("restore", help="put back what a backup holds; also into another kind of database or on another machine")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--replace", action="store_true", help="throw away what is kept here; asks first")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    _add_passphrase_file(command)
    command.set_defaults(run=_restore)

    command = commands.add_parser("pair", help="make the token with which a home's Home Assistant may talk to this coach")
    command.add_argument("name", nargs="?", default="home", help="what to call the home (default: home)")
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="show the homes that are paired")
    instead.add_argument("--remove", action="store_true", help="end this home's pairing")
    command.set_defaults(run=_pair)

    command = commands.add_parser("rasa", help="Rasa's own command line, with the lean runtime, the domain and the data set", add_help=False)
    return parser


def _run(_: argparse.Namespace) -> None:
    from rasa_project.server import serve

    _train_if_needed()
    serve()


def _chat(chosen: argparse.Namespace) -> None:
    from rasa_project.terminal import chat, open_input

    _train_if_needed()
    chat("voice" if chosen.channel == "voice" else "terminal", chosen.json, open_input())


def _parse(_: argparse.Namespace) -> None:
    from rasa_project.agent import load_agent
    from rasa_project.parse import parse_lines
    from rasa_project.terminal import open_input, read_lines

    _train_if_needed()
    for parsed in parse_lines(load_agent(), read_lines(open_input())):
        print(json.dumps(parsed, ensure_ascii=False), flush=True)


def _train(_: argparse.Namespace) -> None:
    from rasa_project.training import train

    print(f"Trained {train().name}.")


def _alexa_model(_: argparse.Namespace) -> None:
    from rasa_project.channels.alexa_model import interaction_model

    print(json.dumps(interaction_model(), indent=2))


def _forget(chosen: argparse.Namespace) -> int:
    from rasa_project.coach.remembered import Purpose
    from rasa_project.memory import commands

    if chosen.everyone and chosen.part:
        chosen.parser.error("argument --part: not allowed with argument --everyone")
    what = "everything of everybody" if chosen.everyone else f"{chosen.part or 'everything'} of '{chosen.person}'"
    if not chosen.yes and not _confirmed(f"Forget {what}? It cannot be undone. [y/N] "):
        print("Nothing was changed.", file=sys.stderr)
        return 1
    part = Purpose(chosen.part) if chosen.part else None
    print(commands.forget_everyone(settings()) if chosen.everyone else commands.forget(settings(), chosen.person, part, _asked_for_pin))
    return 0


def _export(chosen: argparse.Namespace) -> None:
    from rasa_project.memory import commands

    print(commands.export(settings(), chosen.person, None if chosen.file == "-" else Path(chosen.file), _asked_for_pin))


def _rotate_key(chosen: argparse.Namespace) -> None:
    from rasa_project.memory import commands

    to = chosen.to or ("random" if settings().passphrase is None else "passphrase")
    passphrase = _secret_line("The new passphrase: ") if to == "passphrase" else None
    if passphrase is not None and sys.stdin.isatty() and _secret_line("Once more: ") != passphrase:
        raise EveningNoteError("the two are not the same; nothing was changed")
    print(commands.rotate_key(settings(), passphrase))


def _add_passphrase_file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="its first line is the passphrase of the backup (default: EVENING_NOTE_BACKUP_PASSPHRASE, else it is asked for)",
    )


def _backup(chosen: argparse.Namespace) -> None:
    from rasa_project.channels.homes import FILE as HOMES
    from rasa_project.memory import commands

    passphrase = _backup_passphrase(chosen, twice=True)
    with _tidily_stopped("nothing was written"):
        print(commands.back_up(settings(), (HOMES,), chosen.file, passphrase, force=chosen.force))


def _restore(chosen: argparse.Namespace) -> int:
    from rasa_project.channels.homes import FILE as HOMES
    from rasa_project.memory import commands

    if chosen.replace and not chosen.yes and not _confirmed("Throw away everything that is kept here, of everybody? It cannot be undone. [y/N] "):
        print("Nothing was changed.", file=sys.stderr)
        return 1
    passphrase = _backup_passphrase(chosen, twice=False)
    with _tidily_stopped("either everything is as it was, or everything is restored"):
        print(commands.restore(settings(), (HOMES,), chosen.file, passphrase, replace=chosen.replace))
    return 0


def _backup_passphrase(chosen: argparse.Namespace, *, twice: bool) -> str:
    """From a file, from the environment, or asked for."""
    if chosen.passphrase_file is not None:
        try:
            with chosen.passphrase_file.open(encoding="utf-8") as file:
                return str(file.readline().rstrip("\r\n"))
        except (OSError, ValueError) as error:
            raise EveningNoteError(f"{chosen.passphrase_file} cannot be read ({type(error).__name__})") from error
    kept = settings().backup_passphrase
    if kept is not None:
        return kept.get_secret_value()
    passphrase = _secret_line("The passphrase of the backup: ")
    if twice and sys.stdin.isatty() and _secret_line("Once more: ") != passphrase:
        raise EveningNoteError("the two are not the same; nothing was written")
    return passphrase


@contextlib.contextmanager
def _tidily_stopped(said: str) -> Iterator[None]:
    """Ctrl-C and the signal to end stop what is inside at a place of its own choice, and as a failure."""
    signals = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = [(number, signal.signal(number, signal.default_int_handler)) for number in signals]
    try:
        yield
    except KeyboardInterrupt:
        raise EveningNoteError(f"stopped; {said}") from None
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _confirmed(question: str) -> bool:
    """A yes at the keyboard; without one there is nobody to ask."""
    if not sys.stdin.isatty():
        raise EveningNoteError("nobody is there to confirm it; --yes does it without asking")
    return input(question).strip().lower() in ("y", "yes")


def _asked_for_pin() -> str:
    return _secret_line("PIN: ")


def _secret_line(prompt: str) -> str:
    """A line that is not shown while it is typed; from a program, the next line of standard input. Never an argument: others can read those."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _pair(chosen: argparse.Namespace) -> None:
    from rasa_project.channels.homes import Homes
    from rasa_project.memory.opened import opened_memory

    homes = Homes(opened_memory)
    homes.take_over(settings().data_dir)
    if chosen.list:
        for home in homes.all():
            print(f"{home.name}, paired on {home.since}")
    elif chosen.remove:
        homes.remove(chosen.name)
        print(f"The home '{chosen.name}' is no longer paired.")
    else:
        token = homes.pair(chosen.name, datetime.now().astimezone().date())
        print(f"Token of the home '{chosen.name}', shown this once:\n{token}")


def _rasa(chosen: argparse.Namespace) -> int:
    from rasa_project.rasa_command import run_rasa

    return run_rasa(chosen.arguments)


def _train_if_needed() -> None:
    """Trains when there is no model, or that of another version; says so on standard error, so that a program reading the output is not disturbed."""
    model = newest_model()
    outdated = model is not None and settings().model is None and is_of_another_version(model)
    if model is None or outdated:
        why = "The model is of another version" if outdated else "No model yet"
        print(f"{why}: training one (a few minutes) ...", file=sys.stderr, flush=True)
        # in a process of its own: this one is about to serve, and keeps nothing of what only training needs
        trained = subprocess.run([sys.executable, "-m", "rasa_project", "train"], stdout=subprocess.DEVNULL, check=False)
        if trained.returncode != 0:
            raise ModelError("training failed; the lines above say why")
