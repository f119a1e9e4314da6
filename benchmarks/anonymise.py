"""Messages a second of finding identifiers: the short way, and Presidio's own engine with the same recognisers.

    python benchmarks/anonymise.py [engine ...]

On the truth of the recorded boards below HIKCORPUS_SHARED (vichan and ex0ch by default), where that is set, else on
the demo's invented world; one core, CPU time, best of three.
"""

import json
import os
import sys
import time
from pathlib import Path

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.demo.world import World

LANGUAGES = {"hiki": "ja", "hikky": "fi", "lonely": "en"}


def recorded(engine: str) -> list[tuple[str, str]]:
    """(text, language) of every post of both versions of a recording."""
    folder = Path(os.environ["HIKCORPUS_SHARED"]) / "recorded" / engine
    posts = [
        json.loads(line)
        for version in "AB"
        for line in (folder / f"truth.{version}.jsonl").read_text("utf-8").splitlines()
    ]
    return [(post["body"], LANGUAGES[post["board"]]) for post in posts]


def invented() -> list[tuple[str, str]]:
    """(text, language) of every message of the demo's world."""
    world = World.make()
    language = {board.name: board.language for board in world.boards}
    moment = world.visits[0]
    return [(post.typed_at(moment), language[post.board]) for post in world.posts]


def best(find, texts, times=3):
    """CPU seconds of the fastest of several runs."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        for text, lang in texts:
            find(text, lang)
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    if os.environ.get("HIKCORPUS_SHARED"):
        texts = [text for engine in sys.argv[1:] or ["vichan", "ex0ch"] for text in recorded(engine)]
    else:
        texts = invented()
    analyser = Analyser()
    differing = sum(analyser.find(text, lang) != analyser.find_by_presidio(text, lang) for text, lang in texts)
    characters = sum(len(text) for text, _ in texts)
    short = best(analyser.find, texts)
    presidio = best(analyser.find_by_presidio, texts, times=1)
    print(f"{len(texts)} messages, {characters} characters, {differing} with different spans")
    for name, seconds in (("short way", short), ("Presidio's engine", presidio)):
        print(f"{name:18} {len(texts) / seconds:8.0f} messages/s {characters / seconds:10.0f} characters/s")
    print(f"ratio {presidio / short:.1f}")


if __name__ == "__main__":
    main()
