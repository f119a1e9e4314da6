"""The leak suite beside its peers: how many identifiers of each kind are covered from end to end, where they stand.

    python benchmarks/leaks.py [--each 100] [--kinds EMAIL,PHONE] [--peer-python PATH]

Values and surroundings come from `tests/anonymise/values.py` (seeded). Presidio runs with its stock recognisers and no
language model (threshold 0.35), in this environment; scrubadub and datatrove run in the environment of PATH, each
where it is installed there. Most values carry random check digits, as people mistype; kinds named `valid` carry right
ones, without which Presidio drops cards, IBANs and identity codes on purpose. Many kinds are none that a peer claims
to find: compare kind by kind. For a peer that changes the text a value is covered when it is gone from the output.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import FiPersonalIdentityCodeRecognizer

sys.path.insert(0, str(Path(__file__).parents[1]))

from hikcorpus.anonymise.analyse import Analyser
from tests.anonymise.values import CUED, MAKERS, SURROUNDINGS, cells

Case = tuple[str, str, int, int]
NAMES = ("hikcorpus", "Presidio stock", "scrubadub", "datatrove")

PEER = """
import json, sys
name = sys.argv[1]
cases = json.load(sys.stdin)
try:
    if name == "scrubadub":
        import scrubadub
        locales = {"en": "en_GB", "fi": "fi_FI", "ja": "ja_JP"}
        made = {lang: scrubadub.Scrubber(locale=locale) for lang, locale in locales.items()}
        clean = lambda lang, text: made[lang].clean(text)
    else:
        from datatrove.pipeline.formatters import PIIFormatter
        formatter = PIIFormatter()
        clean = lambda lang, text: formatter.format(text)
except ImportError:
    json.dump(None, sys.stdout)
    raise SystemExit
out = []
for lang, text, start, end in cases:
    try:
        out.append(text[start:end] not in clean(lang, text))
    except Exception:
        out.append(False)
json.dump(out, sys.stdout)
"""


def whole(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether every character from start to end lies in a span."""
    return {place for low, high in spans for place in range(low, high)}.issuperset(range(start, end))


def ours() -> Callable[[Case], bool]:
    analyser = Analyser()
    return lambda case: whole([(span.start, span.end) for span in analyser.find(case[1], case[0])], case[2], case[3])


def presidio() -> Callable[[Case], bool]:
    """Stock recognisers of each language; Finnish identity codes switched on; no network for e-mail domains."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tldextract.extract = tldextract.tldextract.TLD_EXTRACTOR
    languages = ["en", "fi", "ja"]
    nlp = NoOpNlpEngine([{"lang_code": language, "model_name": "no_op"} for language in languages])
    registry = RecognizerRegistry(supported_languages=languages)
    registry.load_predefined_recognizers(languages=languages, nlp_engine=nlp)
    registry.add_recognizer(FiPersonalIdentityCodeRecognizer(supported_language="fi"))
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=languages)

    def covered(case: Case) -> bool:
        found = engine.analyze(case[1], language=case[0], score_threshold=0.35)
        return whole([(hit.start, hit.end) for hit in found], case[2], case[3])

    return covered


def peer(python: str | None, name: str, cases: list[Case]) -> list[bool] | None:
    """What the peer does to each case, run by another Python; None where it is not installed."""
    if python is None:
        return None
    ran = subprocess.run(
        [python, "-c", PEER, name], input=json.dumps(cases), capture_output=True, text=True, check=False
    )
    return json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 and ran.stdout.strip() else None


def main() -> None:
    parser = argparse.ArgumentParser(description="The leak suite beside its peers.")
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--peer-python")
    asked = parser.parse_args()
    kinds = [kind for kind in (*MAKERS, *CUED) if kind.startswith(tuple(asked.kinds.split(",")))]
    places = [(kind, where) for kind in kinds for where in SURROUNDINGS]
    cases = [case for place in places for case in cells(*place, asked.each)]
    results: dict[str, list[bool] | None] = {
        "hikcorpus": list(map(ours(), cases)),
        "Presidio stock": list(map(presidio(), cases)),
        **{name: peer(asked.peer_python, name, cases) for name in NAMES[2:]},
    }
    for name, found in results.items():
        if found is None:
            print(f"\n{name}: not installed")
            continue
        print(f"\n{name}: % of {asked.each} values covered from end to end; all: {100 * sum(found) / len(found):.1f}")
        print(" " * 24 + "".join(f"{where[:9]:>10}" for where in SURROUNDINGS) + f"{'mean':>8}")
        for row, kind in enumerate(kinds):
            width = asked.each * len(SURROUNDINGS)
            mine = found[row * width : (row + 1) * width]
            shares = [100 * sum(mine[at : at + asked.each]) / asked.each for at in range(0, width, asked.each)]
            print(f"{kind:24}" + "".join(f"{share:10.0f}" for share in shares) + f"{sum(shares) / len(shares):8.1f}")


if __name__ == "__main__":
    main()
