"""Describes the machine that was measured on, without saying whose it is."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path


def machine() -> str:
    """One line: date, cores, processor, memory, Python."""
    cores = f"{len(os.sched_getaffinity(0))} cores ({processor()})"
    return f"{date.today():%-d %B %Y}, {cores}, {memory_gb():.0f} GB memory, Python {platform.python_version()}, Linux"


def processor() -> str:
    """The processor's name and the widest vectors it has."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    fields = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    flags = fields.get("flags", "").split()
    vectors = next((f" with {shown}" for flag, shown in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in flags), "")
    return fields.get("model name", platform.machine()) + vectors


def memory_gb() -> float:
    """How much memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
