"""Messages a second of finding identifiers: the short way, Presidio's engine and the peers, on the same texts.

    python benchmarks/anonymise.py [--peer-python PATH] [--million] [--first] [engine ...]

Texts: the truth of the recorded boards below HIKCORPUS_SHARED (vichan and ex0ch by default) and, as a second one, a
seeded sample of ylilauta-dev, open2ch and wnut17; where that is not set, the demo's invented world. ylilauta-dev is
written as its board had it: without the label before each message, without the blanks that cut it into tokens. One
core, CPU time.
`first` is the first reading of these texts (automata grow their states, words are looked up in dictionaries), `best`
the best of three; rows marked * were slow and read every n-th message once, after one to warm up. Presidio's engine has
the no-op NLP; `same recognisers` are ours, of kinds that the default masks, and its spans are compared with ours, one
by one. `First reading` is of some 35,000 corpora messages (ylilauta-dev, open2ch, broad-twitter; none twice), each way
in a fresh process that has loaded its weights; --first does only this. scrubadub and datatrove (PIIFormatter) run in
the environment of PATH. Memory is the peak of a process of its own; --million makes it read a million messages instead
of 50,000 (some half an hour of CPU time).
"""

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hikcorpus.anonymise.analyse import Analyser, engine
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.names.recogniser import PersonRecogniser
from hikcorpus.anonymise.spans import Span
from hikcorpus.demo.world import World

sys.path.insert(0, str(Path(__file__).parent))

from leaks import presidio

Text = tuple[str, str]
Find = Callable[[str, str], object]
LANGUAGES = {"hiki": "ja", "hikky": "fi", "lonely": "en"}
CORPORA = {"fi": "ylilauta-dev/ylilauta-dev.txt", "ja": "open2ch/utterances.txt", "en": "wnut17/spans.train.jsonl"}
NAMES = ("PERSON",)

FIRST = {"fi": ("ylilauta-dev/ylilauta-dev.txt", 10_000), "ja": ("open2ch/utterances.txt", 17_662),
         "en": ("broad-twitter/spans.*.jsonl", 7_338)}  # fmt: skip
"""Files of messages to be read for the first time, and how many of each language."""
WAYS = ("patterns", "gated", "ungated")

PEER = """
import json, sys, time
name = sys.argv[1]
texts = json.load(sys.stdin)
try:
    if name == "scrubadub":
        import scrubadub
        locales = {"en": "en_GB", "fi": "fi_FI", "ja": "ja_JP"}
        made = {lang: scrubadub.Scrubber(locale=locale) for lang, locale in locales.items()}
        clean = lambda text, lang: made[lang].clean(text)
    else:
        from datatrove.pipeline.formatters import PIIFormatter
        formatter = PIIFormatter()
        clean = lambda text, lang: formatter.format(text)
except ImportError:
    json.dump(None, sys.stdout)
    raise SystemExit
def run(some):
    failed = 0
    start = time.process_time()
    for text, lang in some:
        try:
            clean(text, lang)
        except Exception:
            failed += 1
    return time.process_time() - start, failed
run(texts[:1])
json.dump(run(texts), sys.stdout)
"""


def recorded(name: str) -> list[Text]:
    """(text, language) of every post of both versions of a recording."""
    folder = Path(os.environ["HIKCORPUS_SHARED"]) / "recorded" / name
    posts = [
        json.loads(line)
        for version in "AB"
        for line in (folder / f"truth.{version}.jsonl").read_text("utf-8").splitlines()
    ]
    return [(post["body"], LANGUAGES[post["board"]]) for post in posts]


def written(place: Path) -> list[str]:
    """The messages of a file of the corpora."""
    lines = [line for line in place.read_text("utf-8").split("\n") if line.strip()]
    if place.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in lines]
    return [joined(line) for line in lines] if "ylilauta" in place.name else lines


def joined(line: str) -> str:
    """A message of ylilauta-dev as it was: no label, no blank before what closes nor behind what opens."""
    text = re.sub(r"^__label__\S+ ", "", line)
    return re.sub(r" +(?=[.,!?;:…)\]}%])|(?<=[(\[{]) +", "", text)


def corpora(each: int = 1000) -> list[Text]:
    """A seeded sample of real lines in three languages, shuffled."""
    rng = random.Random(7)
    found: list[Text] = []
    for lang, name in CORPORA.items():
        place = Path(os.environ["HIKCORPUS_SHARED"]) / "corpora" / name
        found += [(text, lang) for text in rng.sample(written(place), each)]
    rng.shuffle(found)
    return found


def unread() -> list[Text]:
    """Messages of the corpora, none twice, in three languages, shuffled; without corpora the demo's."""
    if not os.environ.get("HIKCORPUS_SHARED"):
        return invented()
    rng = random.Random(7)
    found: list[Text] = []
    for lang, (pattern, most) in FIRST.items():
        places = sorted((Path(os.environ["HIKCORPUS_SHARED"]) / "corpora").glob(pattern))
        texts = [text for place in places for text in written(place)]
        found += [(text, lang) for text in rng.sample(texts, min(most, len(texts)))]
    rng.shuffle(found)
    return found


def first_reading(way: str) -> None:
    """Reads them once and prints [CPU seconds, messages, digest of the spans]."""
    texts = unread()
    analyser = without(*NAMES) if way == "patterns" else Analyser()
    if way == "ungated":
        PersonRecogniser.hits = lambda self, sight: self._found(sight.text, gated=False)  # type: ignore[method-assign]
    for lang in LANGUAGES.values():
        analyser.find("Matti Virtanen", lang)
    digest = hashlib.sha256()

    def find(text: str, lang: str) -> None:
        digest.update(repr([(span.start, span.end, span.entity) for span in analyser.find(text, lang)]).encode())

    print(json.dumps([once(find, texts), len(texts), digest.hexdigest()]))


def compare_first_readings() -> None:
    read = {}
    for way in WAYS:
        ran = subprocess.run([sys.executable, __file__, "--way", way], capture_output=True, text=True, check=True)
        read[way] = json.loads(ran.stdout)
    print(f"\nFirst reading of {read['gated'][1]} corpora messages, a process each")
    for way, (seconds, messages, _digest) in read.items():
        print(f"  {way:34}{messages / seconds:9.0f} messages/s  {seconds:7.1f} s CPU", flush=True)
    same = "the same spans" if read["gated"][2] == read["ungated"][2] else "OTHER SPANS"
    print(f"  gated / ungated names, all included: {read['ungated'][0] / read['gated'][0]:.1f}, {same}")


def invented() -> list[Text]:
    """(text, language) of every message of the demo's world."""
    world = World.make()
    language = {board.name: board.language for board in world.boards}
    moment = world.visits[0]
    return [(post.typed_at(moment), language[post.board]) for post in world.posts]


def texts_to_read(engines: list[str]) -> dict[str, list[Text]]:
    if not os.environ.get("HIKCORPUS_SHARED"):
        return {"the demo's invented world": invented()}
    boards = [text for name in engines or ["vichan", "ex0ch"] for text in recorded(name)]
    return {"recorded boards": boards, "ylilauta-dev, open2ch, wnut17": corpora()}


def once(find: Find, texts: list[Text]) -> float:
    """CPU seconds of one reading."""
    start = time.process_time()
    for text, lang in texts:
        find(text, lang)
    return time.process_time() - start


def without(*kinds: str) -> Analyser:
    """The default, with these kinds kept in the text and hence not looked for."""
    return Analyser(AnonymiseConfig.from_mapping({"entities": {kind: {"operator": "keep"} for kind in kinds}}))


def by_presidio(analyser: Analyser) -> Callable[[str, str], list[Span]]:
    """Our patterns in Presidio's engine, of the kinds that are masked, settled as ours are."""
    kinds = [kind for kind, rule in analyser.config.entities.items() if rule.operator != "keep"]
    supported = set(engine().get_supported_entities("en"))
    asked = [kind for kind in kinds if kind in supported]

    def find(text: str, lang: str) -> list[Span]:
        def look(shown: str, late: bool) -> list[Span]:
            if late:
                return []
            found = engine().analyze(shown, language=lang, entities=asked, score_threshold=0)
            return [Span(hit.start, hit.end, hit.entity_type, hit.score) for hit in found]

        return analyser._settled(text, lang, None, look)[0]

    return find


def row(name: str, texts: list[Text], *seconds: float, note: str = "") -> float:
    """Prints a line; returns messages a second of the fastest."""
    characters = sum(len(text) for text, _ in texts)
    first = f"{len(texts) / seconds[0]:9.0f}" if len(seconds) > 1 else f"{'':9}"
    best = len(texts) / min(seconds)
    print(f"  {name:34}{first} {best:9.0f} {characters / min(seconds):12.0f}  {note}", flush=True)
    return best


def compare(title: str, texts: list[Text], python: str | None) -> None:
    patterns, full = without(*NAMES), Analyser()
    some = texts[:: max(1, len(texts) // 600)]
    print(f"\n{title}: {len(texts)} messages, {sum(len(text) for text, _ in texts)} characters")
    print(f"  {'':34}{'first':>9} {'best':>9} {'characters/s':>12}   (messages a second)")
    for lang in LANGUAGES.values():
        full.find("x", lang)
        patterns.find("x", lang)
    fast = row("patterns", texts, *(once(patterns.find, texts) for _ in range(3)))
    whole = row("full default, names gated", texts, *(once(full.find, texts) for _ in range(3)))
    spans = [full.find(*text) for text in texts]
    gated = PersonRecogniser.hits
    try:
        PersonRecogniser.hits = lambda self, sight: self._found(sight.text, gated=False)  # type: ignore[method-assign]
        slow = row("full default, names ungated", texts, *(once(full.find, texts) for _ in range(2)))
        differing = sum(full.find(*text) != found for text, found in zip(texts, spans, strict=True))
    finally:
        PersonRecogniser.hits = gated  # type: ignore[method-assign]
    reference = by_presidio(patterns)
    pairs = [(patterns.find(*text), reference(*text)) for text in some]
    same = sum(ours == theirs for ours, theirs in pairs)
    theirs = row(
        "Presidio's engine, same patterns *", some, once(reference, some), note=f"{same} of {len(some)} identical"
    )
    stock = presidio()
    stock(("en", "x", 0, 0))
    row("Presidio stock *", some, once(lambda text, lang: stock((lang, text, 0, 0)), some))
    for name in ("datatrove", "scrubadub"):
        answer = peer(python, name, some)
        if answer is None:
            print(f"  {name + ' *':34} not installed")
        else:
            row(f"{name} *", some, answer[0], note=f"{answer[1]} messages raised an exception")
    print(f"  patterns / Presidio's engine: {fast / theirs:.1f}")
    print(f"  gated / ungated names, all included: {whole / slow:.1f}, messages with other spans: {differing}")


def peer(python: str | None, name: str, texts: list[Text]) -> tuple[float, int] | None:
    """(CPU seconds, messages it failed at) of a peer in another environment; None where it is not installed."""
    if python is None:
        return None
    ran = subprocess.run(
        [python, "-c", PEER, name], input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    answer = json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 and ran.stdout.strip() else None
    return None if answer is None else (answer[0], answer[1])


def memory(analyser: Analyser, texts: list[Text], messages: int) -> None:
    """Memory of this process after 10,000 messages and after many more; each differs from all the others."""
    rng = random.Random(11)
    shown = {10_000, 50_000, *range(100_000, messages, 100_000), messages}
    start = time.process_time()
    for count in range(1, messages + 1):
        text, lang = texts[count % len(texts)]
        words = text.split(" ")
        words.insert(rng.randrange(len(words) + 1), f"{rng.choice(words)}{count}")
        analyser.find(" ".join(words), lang)
        if count in shown:
            # not ru_maxrss, which a child takes over from the process that started it
            status = Path("/proc/self/status").read_text("ascii")
            peak, now = (int(status.partition(name)[2].split()[0]) / 1024 for name in ("VmHWM:", "VmRSS:"))
            speed = count / (time.process_time() - start)
            print(f"  {count:9} messages {now:7.0f} MB now {peak:7.0f} MB at most  {speed:7.0f}/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Messages a second of finding identifiers.")
    parser.add_argument("engines", nargs="*")
    parser.add_argument("--peer-python")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--patterns", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        first_reading(asked.way)
        return
    if asked.first:
        compare_first_readings()
        return
    texts = texts_to_read(asked.engines)
    if asked.memory:
        analyser = without(*NAMES) if asked.patterns else Analyser()
        memory(analyser, [text for some in texts.values() for text in some], asked.memory)
        return
    for title, some in texts.items():
        compare(title, some, asked.peer_python)
    compare_first_readings()
    messages = 1_000_000 if asked.million else 50_000
    for title, option in (("patterns", ["--patterns"]), ("full default", [])):
        print(f"\nPeak memory, {title}", flush=True)
        subprocess.run([sys.executable, __file__, "--memory", str(messages), *option, *asked.engines], check=True)


if __name__ == "__main__":
    main()
