"""Shards on this machine's cores. A killed worker costs its shard another try, not the run (measured: `stack.md` 1)."""

import importlib
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from hikcorpus.errors import HikcorpusError

TRIES = 3


def run_shards(
    function: str,
    job: Any,
    shards: Sequence[str],
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
) -> None:
    """Call `module:function`(job, shard) for every shard; results are what the function leaves on disk.

    job must be picklable and small (paths, digests, settings). The function must be idempotent: it is called
    again for a shard whose worker died. workers: None = all cores, 1 = in this process. done(k, n) is told
    the progress. Raises what the function raises; HikcorpusError where workers keep dying.
    """
    count = min(workers or os.cpu_count() or 1, len(shards))
    if count <= 1:
        call = _resolve(function)
        for number, shard in enumerate(shards, 1):
            call(job, shard)
            if done:
                done(number, len(shards))
        return
    left = list(shards)
    for _ in range(TRIES):
        left = _attempt(function, job, left, count, len(shards), done)
        if not left:
            return
    raise HikcorpusError(
        f"Worker processes were killed {TRIES} times, {len(left)} of {len(shards)} shards are not done.",
        "Give it more memory or fewer --workers; the same command goes on where it was.",
    )


def _attempt(
    function: str, job: Any, shards: list[str], count: int, total: int, done: Callable[[int, int], None] | None
) -> list[str]:
    """One pool's work; gives the shards that it left undone because it broke."""
    left = set(shards)
    context = multiprocessing.get_context("spawn")  # a forked worker would inherit locks and open files
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        try:
            running = {pool.submit(_call, function, job, shard): shard for shard in shards}
            for future in as_completed(running):
                future.result()
                left.discard(running[future])
                if done:
                    done(total - len(left), total)
        except BrokenProcessPool:
            pass
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return sorted(left)


def _call(function: str, job: Any, shard: str) -> None:
    _resolve(function)(job, shard)


def _resolve(function: str) -> Callable[[Any, str], None]:
    module, _, name = function.partition(":")
    found: Callable[[Any, str], None] = getattr(importlib.import_module(module), name)
    return found
