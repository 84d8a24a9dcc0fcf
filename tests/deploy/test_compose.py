"""The compose file: every service is confined, limited and checked, one alone can be reached, and no secret stands in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from rasa_project.paths import ROOT
from tests.deploy.tools import DEPLOY, run

FILE = DEPLOY / "compose.yml"
DOCUMENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES = DOCUMENT["services"]
NOT_MADE = {"tls_certificate", "tls_key"}
"""These are not random: the how-to says where they come from."""
every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))


def test_it_is_of_the_form_that_engines_read() -> None:
    done = run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", FILE)
    assert done.returncode == 0, done.stdout


@every_service
def test_a_service_can_change_nothing_and_gain_nothing(service: dict) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert all("noexec" in mounted for mounted in service["tmpfs"])


@every_service
def test_a_service_is_limited_and_its_health_is_looked_at(service: dict) -> None:
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert service["healthcheck"]["test"][0] == "CMD"


@every_service
def test_a_service_is_of_a_named_version(service: dict) -> None:
    _, _, version = service["image"].partition(":")
    assert re.match(r"\d+\.\d+|\d+-", version)


@every_service
def test_no_secret_stands_in_the_environment(service: dict) -> None:
    for name, value in service.get("environment", {}).items():
        assert not re.search(r"PASS|SECRET|TOKEN|KEY|DATABASE|REDIS", name) or str(value).startswith("/run/secrets"), name


def test_only_the_proxy_can_be_reached_and_the_rest_has_no_way_out() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert DOCUMENT["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if service["networks"] != ["inside"]} == {"web"}


def test_there_are_three_coaches_whose_health_is_a_sentence_understood() -> None:
    assert SERVICES["coach"]["deploy"]["replicas"] == 3
    assert "/health" in SERVICES["coach"]["healthcheck"]["test"][-1]


def test_a_coach_has_longer_to_stop_than_it_takes_to_finish_what_has_begun() -> None:
    from sanic.config import DEFAULT_CONFIG

    assert int(SERVICES["coach"]["stop_grace_period"].removesuffix("s")) > DEFAULT_CONFIG["GRACEFUL_SHUTDOWN_TIMEOUT"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of secrets, and what the script said."""
    folder = tmp_path_factory.mktemp("secrets") / "secrets"
    done = subprocess.run([DEPLOY / "secrets.sh", folder], capture_output=True, text=True, timeout=60, check=True)
    return folder, done.stdout + done.stderr


def test_every_secret_that_is_read_is_made(made: tuple[Path, str]) -> None:
    folder, _ = made
    assert {file.name for file in folder.iterdir()} == set(DOCUMENT["secrets"]) - NOT_MADE
    assert {Path(secret["file"]).parent.name for secret in DOCUMENT["secrets"].values()} == {"secrets"}
    assert {name for service in SERVICES.values() for name in service.get("secrets", ())} == set(DOCUMENT["secrets"])


def test_secrets_are_random_long_and_kept_from_others(made: tuple[Path, str]) -> None:
    folder, _ = made
    contents = {file.name: file.read_text().strip() for file in folder.iterdir()}
    assert folder.stat().st_mode & 0o077 == 0
    assert len(set(contents.values())) == len(contents)
    assert all(len(re.findall(r"[0-9a-f]{64}", content)) == 1 for content in contents.values())


def test_the_addresses_hold_the_passwords_of_their_services(made: tuple[Path, str]) -> None:
    folder, _ = made
    database = urlsplit((folder / "evening_note_database").read_text().strip())
    assert (database.scheme, database.hostname, database.password) == ("postgresql", "database", (folder / "postgres_password").read_text().strip())
    redis = urlsplit((folder / "evening_note_redis").read_text().strip())
    assert (redis.scheme, redis.hostname) == ("redis", "redis")
    assert f">{redis.password} " in (folder / "redis_users").read_text()


def test_no_secret_is_printed_or_made_anew(made: tuple[Path, str]) -> None:
    folder, said = made
    before = {file.name: file.read_text() for file in folder.iterdir()}
    subprocess.run([DEPLOY / "secrets.sh", folder], capture_output=True, timeout=60, check=True)
    assert {file.name: file.read_text() for file in folder.iterdir()} == before
    assert not re.search(r"[0-9a-f]{64}", said)


def test_secrets_are_never_committed() -> None:
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
