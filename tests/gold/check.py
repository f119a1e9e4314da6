"""Stand-alone check of the gold sets: shape, offsets, counts; prints one sha256 per file and holds it to FROZEN.

Run `python tests/gold/check.py`; exit 1 with the reasons when anything is wrong. Needs nothing but Python.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = ("identifiers.jsonl", "family_messages.jsonl", "family_threads.jsonl")
PEOPLE = "people.jsonl"  # the fourth file, with kinds of its own
LANGS = ("en", "fi", "ja")
KINDS = (
    "EMAIL", "PHONE", "URL", "IP", "HETU", "IBAN", "CARD", "HANDLE", "TRIPCODE", "POSTER_ID", "ADDRESS", "POSTCODE",
)  # fmt: skip
DIGITS = {"PHONE": 7, "HETU": 9, "IBAN": 10, "CARD": 15, "POSTCODE": 1, "ADDRESS": 0}
PEOPLE_LEAST = {  # spans promised per language
    "PERSON": 130, "AGE": 25, "BIRTH_DATE": 15, "SCHOOL": 15, "EMPLOYER": 15, "PLACE": 20, "BIG_PLACE": 10,
    "HEALTH_UNIT": 12, "PLATE": 12, "BUSINESS_ID": 12, "MY_NUMBER": 0, "STUDENT_NO": 12, "FILE_NAME": 12,
    "PUBLIC_NAME": 10,
}  # fmt: skip
PEOPLE_DIGITS = {"PLATE": 2, "BUSINESS_ID": 6, "MY_NUMBER": 12, "STUDENT_NO": 3}
HONORIFIC = re.compile("さん|くん|君|ちゃん|先生|先輩|医師|氏|様|たん|っち")
KEYS = {
    "identifiers.jsonl": {"id", "lang", "text", "spans"},
    PEOPLE: {"id", "lang", "text", "spans"},
    "family_messages.jsonl": {"id", "lang", "text", "family", "terms"},
    "family_threads.jsonl": {"id", "lang", "title", "messages", "participants", "about_family"},
}


def read(name):
    """Rows of one JSONL file, in order."""
    with (HERE / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def span_faults(row):
    """What is wrong with the spans of one message (list of short reasons; empty when right)."""
    text, faults, last = row["text"], [], 0
    for start, end, kind in row["spans"]:
        piece = text[start:end]
        digits = sum(c.isdigit() or c in "一二三四五六七八九十" for c in unicodedata.normalize("NFKC", piece))
        if kind not in KINDS:
            faults.append(f"unknown kind {kind}")
        if not last <= start < end <= len(text):
            faults.append("span out of order, overlapping or outside the text")
        if piece != piece.strip() or piece.startswith(tuple("@＠◆!〒「（＜<：")):
            faults.append(f"{kind} starts or ends on a marker or space")
        if piece[-1:] in "。、：:」）>" or (piece[-1:] == "." and kind != "TRIPCODE"):
            faults.append(f"{kind} ends on punctuation")
        if digits < DIGITS.get(kind, 0):
            faults.append(f"{kind} has too few digits")
        last = end
    return faults


def people_faults(row):
    """What is wrong with one message of the people set."""
    text, faults, last = row["text"], [], 0
    for start, end, kind in row["spans"]:
        piece = text[start:end]
        digits = sum(c.isdigit() for c in unicodedata.normalize("NFKC", piece))
        if kind not in PEOPLE_LEAST:
            faults.append(f"unknown kind {kind}")
        if not last <= start < end <= len(text):
            faults.append("span out of order, overlapping or outside the text")
        if piece != piece.strip() or piece[:1] in tuple("@＠「（(<＞>：:") or piece[-1:] in tuple("。、：:」）)>.,!?"):
            faults.append(f"{kind} starts or ends on a marker, punctuation or space")
        if digits < PEOPLE_DIGITS.get(kind, 0) or (kind == "MY_NUMBER" and digits != 12):
            faults.append(f"{kind} has the wrong number of digits")
        honorific = row["lang"] == "ja" and HONORIFIC.search(piece) and not piece.endswith("っちゃん")
        if kind == "PERSON" and (digits or honorific):
            faults.append("PERSON holds a digit or an honorific")
        if kind == "PERSON" and row["lang"] == "en" and re.search(r"['’]s$", piece):
            faults.append("PERSON holds 's")
        if kind == "FILE_NAME" and not re.search(r"\.[A-Za-z0-9]{3,4}$", piece):
            faults.append("FILE_NAME without extension")
        last = end
    if ("-none-" in row["id"]) != all(kind == "PUBLIC_NAME" for _, _, kind in row["spans"]):
        faults.append("id and spans disagree on whether there is an identifier")
    return faults


def people_traits(rows):
    """Count of each sort of PERSON span by what stands in and behind it; suffices for the promises, not exact."""
    traits = Counter()
    for row in rows:
        for start, end, kind in row["spans"]:
            if kind != "PERSON":
                continue
            name, behind, lang = row["text"][start:end], row["text"][end:], row["lang"]
            if lang == "ja":
                traits["ja", "kana"] += bool(re.fullmatch("[ぁ-ゖァ-ヺー・ｦ-ﾟ]+", name))
                traits["ja", "honorific behind" if HONORIFIC.match(behind) else "no honorific"] += 1
            else:
                traits[lang, "lower case"] += name[:1].islower()
            if lang == "fi":  # whole inflected forms (`Virtasen`) are not counted
                traits["fi", "ending behind the span"] += bool(re.match(r":?[^\W\d_]", behind))
    return traits


def people_floors(rows):
    """Counts the people set promises; reasons where one is missed."""
    spans = Counter((r["lang"], s[2]) for r in rows for s in r["spans"])
    faults = [
        f"{lang} {kind}: {spans[lang, kind]}, promised {least}"
        for lang in LANGS
        for kind, least in (PEOPLE_LEAST | {"MY_NUMBER": 10 if lang == "ja" else 0}).items()
        if spans[lang, kind] < least
    ]
    least = {
        ("en", "lower case"): 60, ("fi", "lower case"): 50, ("fi", "ending behind the span"): 60,
        ("ja", "kana"): 40, ("ja", "honorific behind"): 40, ("ja", "no honorific"): 20,
    }  # fmt: skip
    traits = people_traits(rows)
    faults += [f"{' '.join(k)}: {traits[k]}, promised {n}" for k, n in least.items() if traits[k] < n]
    for lang in LANGS:
        own = [r for r in rows if r["lang"] == lang]
        none = sum("-none-" in r["id"] for r in own)
        if len(own) < 220 or none < 70:
            faults.append(f"{lang}: {len(own)} messages, {none} without identifier; promised 220 and 70")
    return faults


def people_counts(rows):
    """Lines of the table of counts of the people set, as it stands in README.md."""
    spans = Counter((r["lang"], s[2]) for r in rows for s in r["spans"])
    yield "| people.jsonl | " + " | ".join(LANGS) + " |"
    for kind in PEOPLE_LEAST:
        yield f"| {kind} | " + " | ".join(str(spans[lang, kind]) for lang in LANGS) + " |"
    traits = people_traits(rows)
    for what in ("lower case", "ending behind the span", "kana", "honorific behind", "no honorific"):
        cells = [str(traits[lang, what]) if (lang, what) in traits else "" for lang in LANGS]
        yield f"| - PERSON, {what} | " + " | ".join(cells) + " |"
    for what, sort in (("messages with an identifier", False), ("messages without one", True)):
        by = Counter(r["lang"] for r in rows if ("-none-" in r["id"]) is sort)
        yield f"| {what} | " + " | ".join(str(by[lang]) for lang in LANGS) + " |"


def message_faults(row):
    """What is wrong with one family message."""
    faults = [] if row["family"] == bool(row["terms"]) else ["family and terms disagree"]
    place = 0
    for term in row["terms"]:
        place = row["text"].find(term, place)
        if place < 0:
            faults.append("a term does not stand in the text (in this order)")
            break
        place += len(term)
    return faults


def thread_faults(row):
    """What is wrong with one thread."""
    faults = []
    if len(row["messages"]) != len(row["participants"]):
        faults.append("messages and participants differ in length")
    if not 8 <= len(row["messages"]) <= 40:
        faults.append("not 8-40 messages")
    if not all(isinstance(t, str) and t.strip() for t in row["messages"]):
        faults.append("empty message")
    if set(row["participants"]) != set(range(max(row["participants"]) + 1)) or row["participants"][0] != 0:
        faults.append("participants are not numbered 0, 1, 2 ... by first appearance")
    return faults


def floors(identifiers, messages, threads):
    """Counts the sets promise; reasons where one is missed."""
    faults = []

    def want(what, count, least):
        if count < least:
            faults.append(f"{what}: {count}, promised {least}")

    want("messages with an identifier", sum(bool(r["spans"]) for r in identifiers), 400)
    want("messages without one", sum(not r["spans"] for r in identifiers), 150)
    cells = Counter((r["lang"], kind) for r in identifiers for kind in {s[2] for s in r["spans"]})
    for lang in LANGS:
        for kind in KINDS:
            want(f"{lang} {kind}", cells[lang, kind], 10)
        want(f"{lang} family messages", sum(r["lang"] == lang for r in messages), 150)
        for label in (True, False):
            want(f"{lang} family={label}", sum(r["lang"] == lang and r["family"] is label for r in messages), 70)
        want(f"{lang} threads", sum(r["lang"] == lang for r in threads), 30)
        want(f"{lang} threads on family", sum(r["lang"] == lang and r["about_family"] for r in threads), 10)
    return faults


def shape_faults(name, rows):
    """Keys, languages, unique ids and texts of one file."""
    faults = [f"{name}: {r.get('id')}: keys {sorted(r)}" for r in rows if set(r) != KEYS[name]]
    faults += [f"{name}: {r['id']}: language {r['lang']}" for r in rows if r["lang"] not in LANGS]
    faults += [f"{name}: id twice: {k}" for k, n in Counter(r["id"] for r in rows).items() if n > 1]
    texts = Counter(r["text"] if "text" in r else "\n".join(r["messages"]) for r in rows)
    return faults + [f"{name}: same text {n} times" for n in texts.values() if n > 1]


def counts(identifiers, messages, threads):
    """Lines of the table of counts, as it stands in README.md."""
    spans = Counter((r["lang"], s[2]) for r in identifiers for s in r["spans"])
    yield "| spans | " + " | ".join(LANGS) + " |"
    for kind in KINDS:
        yield f"| {kind} | " + " | ".join(str(spans[lang, kind]) for lang in LANGS) + " |"
    parts = {
        "messages with an identifier": [r for r in identifiers if r["spans"]],
        "messages without one": [r for r in identifiers if not r["spans"]],
        "family messages: true": [r for r in messages if r["family"]],
        "- of these, terms marked": [t | {"lang": r["lang"]} for r in messages for t in [{}] * len(r["terms"])],
        "family messages: false, look-alike": [r for r in messages if "-like-" in r["id"]],
        "family messages: false, plain": [r for r in messages if "-plain-" in r["id"]],
        "threads about family": [r for r in threads if r["about_family"]],
        "threads with family words in passing": [r for r in threads if "-passing-" in r["id"]],
        "threads without family words": [r for r in threads if "-none-" in r["id"]],
        "messages in threads": [{"lang": r["lang"]} for r in threads for _ in r["messages"]],
    }
    for what, rows in parts.items():
        by = Counter(r["lang"] for r in rows)
        yield f"| {what} | " + " | ".join(str(by[lang]) for lang in LANGS) + " |"


def main():
    """Check everything, print counts and digests."""
    rows = {name: read(name) for name in FILES}
    faults = [fault for name in FILES for fault in shape_faults(name, rows[name])]
    of_one = dict(zip(FILES, (span_faults, message_faults, thread_faults), strict=True))
    for name in FILES:
        faults += [f"{name}: {r['id']}: {fault}" for r in rows[name] for fault in of_one[name](r)]
    faults += floors(*rows.values())
    people = read(PEOPLE)
    faults += shape_faults(PEOPLE, people) + people_floors(people)
    faults += [f"{PEOPLE}: {r['id']}: {fault}" for r in people for fault in people_faults(r)]
    older = {r["text"] for r in rows["identifiers.jsonl"]}
    faults += [f"{PEOPLE}: {r['id']}: text stands in identifiers.jsonl" for r in people if r["text"] in older]
    print("\n".join(counts(*rows.values())))
    print("\n".join(people_counts(people)))
    digests = "".join(f"{hashlib.sha256((HERE / n).read_bytes()).hexdigest()}  {n}\n" for n in (*FILES, PEOPLE))
    print(digests, end="")
    frozen = HERE / "FROZEN"
    if not frozen.exists() or frozen.read_text(encoding="utf-8") != digests:
        faults.append("FROZEN is missing or differs from the digests above")
    for fault in faults:
        print("WRONG", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
