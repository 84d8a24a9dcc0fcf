"""The manifests: of the form that clusters read, confined, limited, and so that no turn is lost when one coach takes the place of another."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from rasa_project.paths import ROOT
from tests.deploy.tools import DEPLOY, policies, run

FOLDER = DEPLOY / "kubernetes"
FILES = sorted(file for file in FOLDER.glob("*.yaml") if file.name != "kustomization.yaml")
DOCUMENTS: list[dict[str, Any]] = [document for file in FILES for document in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
WAIVED = {
    "CKV_K8S_43": "an image that everybody builds for themselves has no digest that could stand here; the how-to says where to put it",
    "CKV_K8S_15": "the version is named, and a cluster that cannot reach its registry still starts what it has",
}


def the(kind: str, name: str = "evening-note") -> dict[str, Any]:
    """The one document of a kind with a name."""
    (found,) = [document for document in DOCUMENTS if (document["kind"], document["metadata"]["name"]) == (kind, name)]
    return found


POD = the("Deployment")["spec"]["template"]["spec"]
(COACH,) = POD["containers"]


def test_they_are_of_the_form_that_clusters_read() -> None:
    for version in ("1.30", "1.37"):
        done = run("kubernetes-validate", "--strict", "--kubernetes-version", version, *FILES)
        assert done.returncode == 0, done.stdout + done.stderr


def test_no_policy_is_broken() -> None:
    assert policies(FOLDER, "kubernetes", WAIVED) == []


def test_all_of_them_are_applied() -> None:
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    assert sorted(listed) == [file.name for file in FILES]


def test_the_coach_is_nobody_and_can_change_nothing() -> None:
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["runAsUser"] == 10001
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert COACH["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert POD["automountServiceAccountToken"] is False


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_every_probe_asks_whether_a_sentence_is_understood(probe: str) -> None:
    assert COACH[probe]["httpGet"] == {"path": "/health", "port": "http"}


def test_a_busy_coach_is_given_longer_to_live_than_to_be_asked() -> None:
    def patience(probe: str) -> int:
        return COACH[probe]["periodSeconds"] * COACH[probe]["failureThreshold"]

    assert patience("livenessProbe") >= 60 > patience("readinessProbe")


def test_no_turn_is_lost_when_one_coach_takes_the_place_of_another() -> None:
    from sanic.config import DEFAULT_CONFIG

    assert the("Deployment")["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    before_the_signal = COACH["lifecycle"]["preStop"]["sleep"]["seconds"]
    unready_after = COACH["readinessProbe"]["periodSeconds"]
    assert before_the_signal > unready_after
    assert POD["terminationGracePeriodSeconds"] > before_the_signal + DEFAULT_CONFIG["GRACEFUL_SHUTDOWN_TIMEOUT"]


def test_resources_are_asked_for_and_limited() -> None:
    assert set(COACH["resources"]["requests"]) == set(COACH["resources"]["limits"]) == {"cpu", "memory"}


def test_secrets_are_named_and_stand_in_no_file() -> None:
    assert "Secret" not in {document["kind"] for document in DOCUMENTS}
    assert [volume["secret"]["secretName"] for volume in POD["volumes"] if "secret" in volume] == ["evening-note"]
    assert not any(re.search(r"PASS|_SECRET$|DATABASE|REDIS", name) for name in the("ConfigMap")["data"])
    assert "env" not in COACH


def test_secrets_are_mounted_where_the_coach_looks_for_them() -> None:
    mounted = {mount["name"]: mount["mountPath"] for mount in COACH["volumeMounts"]}
    assert mounted["secrets"] == the("ConfigMap")["data"]["EVENING_NOTE_SECRETS_DIR"]
    assert mounted["data"] == the("ConfigMap")["data"]["EVENING_NOTE_DATA_DIR"]


def test_every_setting_that_is_named_in_deploy_exists() -> None:
    known = set(re.findall(r"EVENING_NOTE_\w+", (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")))
    named = {
        name.upper()
        for file in DEPLOY.rglob("*")
        if file.is_file() and "secrets" not in file.parts
        for name in re.findall(r"(?i)\bevening_note_\w+", file.read_text(encoding="utf-8"))
    }
    assert named - known == set()


def test_no_image_is_merely_the_latest() -> None:
    assert re.fullmatch(r"[\w./-]+:\d[\w.-]*", COACH["image"])


def test_everything_goes_into_one_namespace_that_enforces_the_strictest_rules() -> None:
    assert {document["metadata"].get("namespace", "evening-note") for document in DOCUMENTS} == {"evening-note"}
    assert the("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_selectors_meet_the_pods() -> None:
    labels = the("Deployment")["spec"]["template"]["metadata"]["labels"].items()
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert the(kind)["spec"]["selector"]["matchLabels"].items() <= labels
    assert the("Service")["spec"]["selector"].items() <= labels
    assert the("NetworkPolicy")["spec"]["podSelector"]["matchLabels"].items() <= labels


def test_nothing_goes_in_or_out_but_what_is_named() -> None:
    closed = the("NetworkPolicy", "nothing-unless-named")["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    ports = [port["port"] for rule in the("NetworkPolicy")["spec"]["egress"] for port in rule["ports"]]
    assert sorted(set(ports)) == [53, 5432, 6379]


def test_there_is_always_more_than_one_and_their_number_follows_the_load() -> None:
    scaled = the("HorizontalPodAutoscaler")["spec"]
    assert scaled["minReplicas"] >= 2
    assert scaled["metrics"][0]["resource"]["name"] == "cpu"
    assert "replicas" not in the("Deployment")["spec"]
    assert the("PodDisruptionBudget")["spec"]["maxUnavailable"] < scaled["minReplicas"]
