"""Sends a job to the load client and brings its result back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from bench.errors import BenchError
from bench.job import TIMEOUT_S, Job, Result
from bench.paths import ROOT
from bench.server import Server, die_with_parent, stop


def measure(server: Server, job: Job) -> Result:
    """The result of the job, done in a process of its own; raises BenchError when there is none, at once when the server ends."""
    limit = 2 * TIMEOUT_S + job.seconds + job.warm_seconds + job.patience_s
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.client"],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    give_up = time.monotonic() + limit
    message: str | None = json.dumps(job.as_dict())
    output: str | None = None
    try:
        while output is None:
            output = waited_for(client, message)
            message = None
            server.must_run()
            if output is None and time.monotonic() > give_up:
                raise BenchError(f"{job.talk}: measuring '{job.mode}' took longer than {limit:.0f} s")
    finally:
        stop(client)
    if client.returncode != 0:
        raise BenchError(f"{job.talk}: the load client failed while measuring '{job.mode}'")
    answer = json.loads(output)
    if "failed" in answer:
        raise BenchError(f"{job.talk}: {answer['failed']} (measuring '{job.mode}')")
    result = Result(**answer)
    if job.mode != "first" and not result.latencies_s:
        raise BenchError(f"{job.talk}: not one answer while measuring '{job.mode}': {result.errors}")
    return result


def waited_for(client: subprocess.Popen[str], message: str | None) -> str | None:
    """What the client has printed when it is done; None when a second has passed. The message is given the first time only."""
    try:
        return client.communicate(message, timeout=1)[0]
    except subprocess.TimeoutExpired:
        return None
