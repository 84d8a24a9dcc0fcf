"""The command line: forget, export and another key, with one clear line for what fails; and nothing made where nothing was kept."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from rasa_project import cli
from rasa_project.coach.remembered import Agree, Purpose, SaveLine, SetPin
from rasa_project.memory.engine import make_engine
from rasa_project.memory.keys import key_place
from rasa_project.memory.memory import Clock, Memory, utc_now
from rasa_project.settings import Settings
from tests.memory.test_memory import filled, texts
from tests.processes import evening_note

pytestmark = pytest.mark.usefixtures("quick_words")

Opening = Callable[[Settings], Memory]
Running = Callable[..., "Ran"]
PIN = "2468"


class Ran:
    """How a command ended, and what it printed."""

    def __init__(self, code: int, captured: pytest.CaptureResult[str]) -> None:
        self.code, self.out, self.err = code, captured.out, captured.err


@pytest.fixture
def clock() -> Clock:
    """The real time, which the commands have too."""
    return utc_now


@pytest.fixture
def run(chosen: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Running:
    """Runs a command on the store; `typed` is its standard input, at a keyboard or not."""

    def _run(*arguments: str, typed: str = "", keyboard: bool = False, **changed: object) -> Ran:
        monkeypatch.setattr(cli, "settings", lambda: Settings(**{**chosen.dict(), **changed}))
        stdin = io.StringIO(typed)
        monkeypatch.setattr(stdin, "isatty", lambda: keyboard)
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("getpass.getpass", lambda _: stdin.readline().rstrip("\n"))
        capsys.readouterr()
        return Ran(cli.main(arguments), capsys.readouterr())

    return _run


@pytest.fixture
def terminal(memory: Memory) -> Memory:
    """A memory with something of everything, of who talks in the terminal and of ben."""
    filled(memory, "terminal")
    filled(memory, "ben")
    return memory


def test_everything_of_who_talks_in_the_terminal_is_forgotten(terminal: Memory, run: Running) -> None:
    ran = run("forget", "--yes")
    assert (ran.code, ran.out, ran.err) == (0, "Forgotten. Nothing of 'terminal' is stored now.\n", "")
    assert terminal.is_empty("terminal")
    assert not terminal.is_empty("ben")


def test_somebody_else_can_be_forgotten(terminal: Memory, run: Running) -> None:
    assert run("forget", "--person", "ben", "--yes").code == 0
    assert terminal.is_empty("ben")
    assert not terminal.is_empty("terminal")


@pytest.mark.parametrize("part", ["journal", "saved", "notes"])
def test_one_part_can_be_forgotten(terminal: Memory, run: Running, part: str) -> None:
    assert run("forget", "--part", part, "--yes").code == 0
    assert terminal.recall("terminal").consents == frozenset(Purpose) - {Purpose(part)}


def test_everybody_can_be_forgotten(terminal: Memory, run: Running) -> None:
    ran = run("forget", "--everyone", "--yes")
    assert (ran.code, ran.out) == (0, "Forgotten. Nothing is stored now.\n")
    assert terminal.is_empty("terminal")
    assert terminal.is_empty("ben")
    filled(terminal)
    assert terminal.recall("anna").saved


def test_everybody_can_be_forgotten_when_the_key_is_lost(terminal: Memory, chosen: Settings, run: Running, opening: Opening) -> None:
    key_place(chosen).remove()
    assert run("forget", "--everyone", "--yes").code == 0
    anew = opening(chosen)
    assert anew.is_empty("terminal")
    filled(anew)
    assert not terminal.recall("ben").saved


@pytest.mark.parametrize(("answer", "forgotten"), [("y", True), ("Yes", True), ("", False), ("n", False), ("yeah no", False)])
def test_it_is_asked_first(terminal: Memory, run: Running, answer: str, forgotten: bool) -> None:
    ran = run("forget", typed=f"{answer}\n", keyboard=True)
    assert "Forget everything of 'terminal'?" in ran.out
    assert ran.code == (0 if forgotten else 1)
    assert terminal.is_empty("terminal") is forgotten


def test_with_nobody_to_ask_nothing_is_forgotten(terminal: Memory, run: Running) -> None:
    ran = run("forget", typed="y\n")
    assert (ran.code, ran.out) == (1, "")
    assert "--yes" in ran.err
    assert not terminal.is_empty("terminal")


def test_with_a_pin_one_part_takes_the_pin_and_everything_does_not(terminal: Memory, run: Running) -> None:
    terminal.carry_out("terminal", [SetPin(PIN)])
    wrong = run("forget", "--part", "saved", "--yes", typed="0000\n")
    assert (wrong.code, wrong.err) == (1, "evening-note: this PIN is wrong\n")
    assert run("forget", "--part", "saved", "--yes", typed=f"{PIN}\n").code == 0
    assert terminal.recall("terminal", terminal.unlock("terminal", PIN)).saved == ()
    assert run("forget", "--yes").code == 0
    assert terminal.is_empty("terminal")


def test_after_too_many_wrong_pins_it_says_how_long_to_wait(terminal: Memory, run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa_project.memory.pins.FREE_ATTEMPTS", 1)
    terminal.carry_out("terminal", [SetPin(PIN)])
    run("export", "-", typed="0000\n")
    ran = run("export", "-", typed=f"{PIN}\n")
    assert ran.code == 1
    assert "too many wrong PINs" in ran.err


@pytest.mark.parametrize("name", ["mine.json", "mine.txt", "mine"])
def test_an_export_is_two_files_for_their_owner_alone(terminal: Memory, run: Running, tmp_path: Path, name: str) -> None:
    ran = run("export", str(tmp_path / name))
    written = [file for file in tmp_path.iterdir() if file.is_file()]
    assert ran.code == 0
    assert ran.out.startswith("Written: ")
    assert all(str(file) in ran.out and stat.S_IMODE(file.stat().st_mode) == 0o600 for file in written)
    as_text, as_json = sorted(written, key=lambda file: file.suffix != ".txt")
    assert json.loads(as_json.read_text()) == terminal.export("terminal")
    assert "  1: i'm worn out, hold me?\n" in as_text.read_text()


@pytest.mark.usefixtures("terminal")
def test_an_export_takes_the_place_of_one_that_others_could_read(run: Running, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("old")
    file.chmod(0o644)
    assert run("export", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["saved lines"] == ["i'm worn out, hold me?"]


def test_an_export_is_printed_only_when_asked_for(terminal: Memory, run: Running, tmp_path: Path) -> None:
    assert json.loads(run("export", "-", "--person", "ben").out) == terminal.export("ben")
    assert "worn out" not in run("export", str(tmp_path / "mine.json")).out
    assert run_without_a_file(run) == 2


def run_without_a_file(run: Running) -> object:
    with pytest.raises(SystemExit) as ended:
        run("export")
    return ended.value.code


@pytest.mark.usefixtures("terminal")
def test_an_export_that_cannot_be_written_is_one_clear_line(run: Running, tmp_path: Path) -> None:
    ran = run("export", str(tmp_path / "missing" / "mine.json"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "cannot be written" in ran.err


def test_with_a_pin_an_export_takes_the_pin(terminal: Memory, run: Running) -> None:
    terminal.carry_out("terminal", [SetPin(PIN)])
    assert run("export", "-", typed="\n").code == 1
    ran = run("export", "-", typed=f"{PIN}\n", keyboard=True)
    assert json.loads(ran.out)["saved lines"] == ["i'm worn out, hold me?"]


@pytest.mark.usefixtures("terminal")
def test_the_key_can_be_changed_to_another_random_one(chosen: Settings, run: Running, opening: Opening) -> None:
    before = key_place(chosen).current()
    ran = run("rotate-key")
    assert (ran.code, ran.err) == (0, "")
    assert "EVENING_NOTE_PASSPHRASE" not in ran.out
    assert key_place(chosen).current() not in (None, before)
    assert opening(chosen).recall("terminal").saved


@pytest.mark.usefixtures("terminal")
def test_the_key_can_be_changed_to_a_passphrase_and_back(chosen: Settings, run: Running, opening: Opening) -> None:
    there = run("rotate-key", "--to", "passphrase", typed="correct horse\n")
    assert there.code == 0
    assert "Set EVENING_NOTE_PASSPHRASE" in there.out
    assert key_place(chosen).current() is None
    again = run("rotate-key", typed="battery staple\nbattery staple\n", keyboard=True, passphrase="correct horse")
    assert again.code == 0
    back = run("rotate-key", "--to", "random", passphrase="battery staple")
    assert "Unset EVENING_NOTE_PASSPHRASE" in back.out
    assert opening(chosen).recall("terminal").saved
    assert "horse" not in there.out + there.err + again.out + back.out


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("typed", "keyboard"), [("", False), ("  \n", False), ("one\nother\n", True)])
def test_a_passphrase_that_is_empty_or_mistyped_changes_nothing(chosen: Settings, run: Running, opening: Opening, typed: str, keyboard: bool) -> None:
    assert run("rotate-key", "--to", "passphrase", typed=typed, keyboard=keyboard).code == 1
    assert opening(chosen).recall("terminal").saved


@pytest.mark.usefixtures("terminal")
def test_another_key_than_that_of_the_store_is_one_clear_line(run: Running) -> None:
    for command in (("forget", "--yes"), ("export", "-"), ("rotate-key", "--to", "random")):
        ran = run(*command, passphrase="a canary")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
        assert "canary" not in ran.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("forget", "--yes"), 0),
        (("forget", "--everyone", "--yes"), 0),
        (("export", "-"), 1),
        (("rotate-key",), 1),
        (("backup", "never", "--passphrase-file", __file__), 1),
    ],
)
def test_where_nothing_was_kept_nothing_is_made(run: Running, tmp_path: Path, command: tuple[str, ...], code: int) -> None:
    ran = run(*command, data_dir=tmp_path / "nothing", database=None)
    assert ran.code == code
    assert (ran.out + ran.err).count("\n") == 1
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    "arguments", [("forget", "--everyone", "--part", "notes"), ("forget", "--everyone", "--person", "x"), ("forget", "--part", "x")]
)
def test_wrong_usage_is_exit_code_2(run: Running, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2


WORDS = "a passphrase of some length"


@pytest.fixture
def _quick_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa_project.memory.sealed_file.COST", 1)


@pytest.mark.usefixtures("_quick_backups", "terminal")
@pytest.mark.parametrize("how", ["typed", "from a program", "environment", "file"])
def test_a_backup_comes_back_with_its_passphrase(run: Running, opening: Opening, tmp_path: Path, how: str) -> None:
    (tmp_path / "words").write_text(f"{WORDS}\nnot this line\n", encoding="utf-8")
    given: dict[str, object] = {
        "typed": {"typed": f"{WORDS}\n{WORDS}\n", "keyboard": True},
        "from a program": {"typed": f"{WORDS}\n"},
        "environment": {"backup_passphrase": WORDS},
        "file": {},
    }[how]
    from_file = ("--passphrase-file", str(tmp_path / "words")) if how == "file" else ()
    made = run("backup", str(tmp_path / "backup"), *from_file, **given)
    assert (made.code, made.err) == (0, "")
    there = {"data_dir": tmp_path / "there", "database": None}
    back = run("restore", str(tmp_path / "backup"), *from_file, **given, **there)
    assert (back.code, back.err) == (0, "")
    assert "Whoever had something forgotten since then has it back" in back.out
    assert texts(opening(Settings(**there)).recall("terminal").saved) == ["i'm worn out, hold me?"]
    assert WORDS not in made.out + back.out


@pytest.mark.usefixtures("_quick_backups", "terminal")
@pytest.mark.parametrize(("typed", "keyboard"), [("", False), ("short\n", False), (f"{WORDS}\nanother one\n", True)])
def test_a_backup_with_no_passphrase_or_a_mistyped_one_is_not_made(run: Running, tmp_path: Path, typed: str, keyboard: bool) -> None:
    ran = run("backup", str(tmp_path / "backup"), typed=typed, keyboard=keyboard)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert not (tmp_path / "backup").exists()


@pytest.mark.usefixtures("_quick_backups")
def test_what_is_kept_is_thrown_away_for_a_backup_only_after_a_yes(
    terminal: Memory, run: Running, opening: Opening, chosen: Settings, tmp_path: Path
) -> None:
    run("backup", str(tmp_path / "backup"), backup_passphrase=WORDS)
    filled(terminal, "carl")
    restore = ("restore", str(tmp_path / "backup"))
    refused = run(*restore, backup_passphrase=WORDS)
    assert (refused.code, refused.out) == (1, "")
    assert "--replace" in refused.err
    assert run(*restore, "--replace", typed="n\n", keyboard=True, backup_passphrase=WORDS).code == 1
    assert run(*restore, "--replace", typed=f"y\n{WORDS}\n").code == 1
    assert not opening(chosen).is_empty("carl")
    assert run(*restore, "--replace", typed="y\n", keyboard=True, backup_passphrase=WORDS).code == 0
    assert opening(chosen).is_empty("carl")
    assert not opening(chosen).is_empty("terminal")
    assert run(*restore, "--replace", "--yes", backup_passphrase=WORDS).code == 0


@pytest.mark.usefixtures("_quick_backups", "terminal")
def test_a_backup_that_cannot_be_written_or_read_is_one_clear_line(run: Running, tmp_path: Path) -> None:
    for command in (
        ("backup", str(tmp_path / "missing" / "file")),
        ("restore", str(tmp_path / "missing")),
        ("restore", str(tmp_path)),
        ("backup", str(tmp_path / "file"), "--passphrase-file", str(tmp_path / "missing")),
    ):
        ran = run(*command, backup_passphrase=WORDS)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("_quick_backups", "terminal")
def test_a_backup_that_is_stopped_is_no_success_and_leaves_nothing(
    run: Running, tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backups").mkdir()
    monkeypatch.setattr("rasa_project.memory.sealed_file.SealedWriter.end", lambda _: os.kill(os.getpid(), number))
    ran = run("backup", str(tmp_path / "backups" / "file"), backup_passphrase=WORDS)
    assert (ran.code, ran.out, ran.err) == (1, "", "evening-note: stopped; nothing was written\n")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_memory_of_a_newer_version_is_one_clear_line(sqlite: Settings, run: Running) -> None:
    with make_engine(sqlite).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ran = run("export", "-", data_dir=sqlite.data_dir, database=None)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "newer version" in ran.err


@pytest.mark.server
def test_the_commands_work_as_processes(sqlite: Settings, opening: Opening) -> None:
    memory = opening(sqlite)
    memory.carry_out("terminal", [Agree(Purpose.SAVED), SaveLine("“één”\u2028😴")])
    data = {"EVENING_NOTE_DATA_DIR": str(sqlite.data_dir)}
    assert texts(memory.recall("terminal").saved) == json.loads(evening_note("export", "-", **data).stdout)["saved lines"]
    assert evening_note("backup", str(sqlite.data_dir / "backup"), typed=f"{WORDS}\n", **data).returncode == 0
    assert evening_note("restore", str(sqlite.data_dir / "backup"), "--replace", "--yes", typed=f"{WORDS}\n", **data).returncode == 0
    assert evening_note("rotate-key", **data).returncode == 0
    assert evening_note("forget", "--yes", **data).stdout == "Forgotten. Nothing of 'terminal' is stored now.\n"
    assert opening(sqlite).is_empty("terminal")
