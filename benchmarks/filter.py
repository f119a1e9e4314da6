"""Messages per second of the topic filter: with its gate, without, next to plain analysers and a word-list regex.

    python benchmarks/filter.py [messages per language]

Text: HIKCORPUS_SHARED's Finnish and Japanese board corpora and English tweets where that is set, else invented
sentences. Times are processor time (other work on the machine disturbs less), best of three rounds; dictionaries are
loaded before, caches of words start empty. Hits with and without the gate must be the same, else it fails.
"""

import json
import os
import random
import re
import sys
import time
from functools import partial
from pathlib import Path

import pyarrow as pa
import simplemma
import sudachipy

from hikcorpus.store.schemas import schema
from hikcorpus.text.language import identify
from hikcorpus.topics.lexicon import FinnishTerms, load_topic
from hikcorpus.topics.match import TopicMatcher
from hikcorpus.topics.stage import score_tables

INVENTED = {
    "fi": "talo sataa ulkona en jaksa nukkua yöllä pelaan konetta kahvi loppui kauppaan pitäisi mennä tuli käymään",
    "ja": "今日も 部屋から 出ない。 雨が 降っている ゲームを する 先生が 来た 眠れない。 コンビニに 行く",
    "en": "rain outside again cannot sleep at night played games all day coffee ran out the landlord came by",
}
FAMILY = {"fi": "äiti", "ja": "母親が", "en": "mother"}


def texts(count):
    rng = random.Random(1)
    place = os.environ.get("HIKCORPUS_SHARED")
    if not place:
        out = {}
        for language, words in INVENTED.items():
            choice = [*words.split() * 40, FAMILY[language]]  # in about every tenth message
            between = "" if language == "ja" else " "
            out[language] = [between.join(rng.choices(choice, k=rng.randint(3, 80))) for _ in range(count)]
        return out
    corpora = Path(place) / "corpora"
    finnish = (corpora / "ylilauta-dev/ylilauta-dev.txt").read_text("utf-8").splitlines()
    japanese = (corpora / "open2ch/utterances.txt").read_text("utf-8").splitlines()
    english = (corpora / "broad-twitter/spans.train.jsonl").read_text("utf-8").splitlines()
    return {
        "fi": [line.split(" ", 1)[1] for line in finnish][:count],
        "ja": [line.replace("\\n", "\n") for line in japanese][:count],
        "en": [json.loads(line)["text"] for line in english][:count],
    }


def speed(make, items):
    """Items per second of `make()` called on them all, a new one for each round: caches of words start empty."""
    best = float("inf")
    for _ in range(3):
        work = make()
        start = time.process_time()
        result = work(items)
        best = min(best, time.process_time() - start)
    return len(items) / best, result


def each_by(function):
    return lambda items: [function(item) for item in items]


def through_the_gate(matcher):
    """As the stage does it: the gate over a column, the matcher on what passes."""
    return lambda items: [
        matcher.match(item) if passes else []
        for item, passes in zip(items, matcher.gate.column(pa.array(items)).to_pylist(), strict=True)
    ]


def plain_analyser(language, words):
    """Every word through the analyser, as one would without a gate."""
    if language == "ja":
        tokenizer = sudachipy.Dictionary(dict="small").tokenizer(mode=sudachipy.SplitMode.A)
        return each_by(lambda text: any(m.dictionary_form() in words for m in tokenizer.tokenize(text)))
    lemmatizer = simplemma.Lemmatizer()
    return each_by(lambda text: any(lemmatizer.lemmatize(w, language) in words for w in re.findall(r"\w+", text)))


def word_list(language, words):
    """One expression of all terms, as plain filters do it."""
    terms = "|".join(sorted(map(re.escape, words)))
    return each_by(re.compile(terms if language == "ja" else rf"\b(?:{terms})\b", re.IGNORECASE).search)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    corpus = texts(count)
    topic = load_topic("family")
    print("messages/s     gated  one by one  ungated  ratio  analyser  ratio  word list  identify")
    for language, messages in corpus.items():

        def matcher(language=language):
            return TopicMatcher(topic).by_language[language]

        matcher().match("äiti 親 mother")
        identify(messages[0] + " enough letters to load the model", "fi")
        terms = set(topic.terms(language).entries())
        gated, hits = speed(lambda: through_the_gate(matcher()), messages)
        single, again = speed(lambda: each_by(matcher().match), messages)
        ungated, same = speed(lambda: each_by(matcher().match_ungated), messages)
        if not hits == again == same:
            raise SystemExit("the gate changed a hit")
        analyser, _ = speed(partial(plain_analyser, language, terms), messages)
        regex, _ = speed(partial(word_list, language, terms), messages)
        identified, _ = speed(lambda: each_by(lambda text: identify(text, "fi")), messages)
        print(
            f"{language} {len(messages):>7}{gated:>11.0f}{single:>12.0f}{ungated:>9.0f}{gated / ungated:>7.1f}"
            f"{analyser:>10.0f}{gated / analyser:>7.1f}{regex:>11.0f}{identified:>10.0f}"
        )
    stage(corpus, topic)
    lexicon_size(corpus["fi"], topic)


def tables(rows):
    """Threads of 60 messages from (language, text) rows, as pseudonymised tables."""
    messages = [
        {
            "thread_id": f"{at // 60:06d}",
            "message_id": f"{at:07d}",
            "is_opening": at % 60 == 0,
            "participant": f"p{at % 7}",
        }
        | {"lang": language, "text": text, "state": "live"}
        for at, (language, text) in enumerate(rows)
    ]
    threads = [{"thread_id": f"{at:06d}", "title": "x"} for at in range(len(rows) // 60 + 1)]
    return (
        pa.Table.from_pylist(messages, schema=schema("pseudonymised", "messages")),
        pa.Table.from_pylist(threads, schema=schema("pseudonymised", "threads")),
    )


def scored(rows, topic):
    """Messages per second of the stage function."""
    messages, threads = tables(rows)
    rate, _ = speed(lambda: each_by(lambda _: score_tables(messages, threads, topic)), [None])
    return rate * len(rows)


def stage(corpus, topic):
    rows = [(language, text) for language, messages in corpus.items() for text in messages]
    random.Random(2).shuffle(rows)
    print(f"score_tables on all of them, mixed: {scored(rows, topic):.0f}")


def lexicon_size(messages, topic):
    """The stage with 50 and with 5,000 invented lemmas that hardly occur: what a lexicon's size itself costs."""
    rng = random.Random(3)
    syllables = ["ka", "mo", "ti", "ru", "sä", "py", "lei", "nuo", "hön", "vak", "jer", "fub"]
    invented = sorted({"".join(rng.choices(syllables, k=4)) + "o" for _ in range(9000)})[:5000]
    rates = {}
    for size in (50, 5000):
        terms = FinnishTerms(lemmas=tuple(rng.sample(invented, size)))
        sized = topic.model_copy(update={"fi": terms, "ja": None, "en": None})
        rates[size] = scored([("fi", text) for text in messages], sized)
    print(f"50 lemmas {rates[50]:.0f}, 5,000 lemmas {rates[5000]:.0f}: {rates[50] / rates[5000]:.2f} times the cost")


if __name__ == "__main__":
    main()
