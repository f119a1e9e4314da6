"""An invented study: pseudonymised threads, scores and evidence, as the stages before leave them. Nobody in it is real."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

from hikcorpus.store.layout import DataFolder

FI = (
    "Mun mutsi huutaa aina kun istun koneella.\nEn tiedä mitä sanoa.",
    "Sama täällä. Äiti tulee huoneeseen koputtamatta.",
    "Muuta pois, se auttoi mua.",
    "Millä rahalla? Iskä maksaa vuokran.",
    "Nukuin taas neljään. 😀 Isoäiti soitti.",
)
EN = (
    "My parents stopped asking. They leave dinner outside my door.",
    "Mine did that too. Then my sister moved out and it got quiet.",
    "Get a bike, go out at night.",
    "I told my father I would try. I did not.",
    "No idea what day it is.",
)
JA = (
    "母親がまた部屋の前に飯を置いていった。",
    "うちもそう。親と話したのは三か月前。",
    "夜だけ外に出る。",
    "父は何も言わない。それが一番つらい。",
    "今日も何もしなかった。",
)
TERMS = ("mutsi", "Äiti", "Iskä", "Isoäiti", "parents", "sister", "father", "母親", "親", "父")
TITLES = {
    "fi": ("Perhe ja koti", "Mitä teette öisin?", None),
    "en": ("Parents", "What do you do at night?", "Dinner outside the door, again and again, and nobody says a word"),
    "ja": ("親がつらい", "夜の過ごし方", "実家ぐらし"),
}
ZONES = {"fi": "Europe/Helsinki", "en": "UTC", "ja": "Asia/Tokyo"}


def token(letter, *parts):
    """A pseudonym as the anonymise stage makes them."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()[:10]
    return letter + base64.b32encode(digest).decode().lower()


def messages_of(number, n):
    """Rows of one thread; each answers the one before by a mark in its text."""
    lang = ("fi", "en", "ja")[number % 3]
    thread, rows = token("t", number), []
    for k in range(n):
        at = datetime(2019, 3, 4, 12, tzinfo=UTC) + timedelta(hours=5 * k)
        text = {"fi": FI, "en": EN, "ja": JA}[lang][(k + number) % 5]
        before = token("m", number, k - 1)
        rows.append(
            {
                "thread_id": thread, "message_id": token("m", number, k), "is_opening": k == 0,
                "participant": None if k % 7 == 6 else token("p", number, k % 4), "posted_at": at,
                "zone": ZONES[lang], "time_precision": "second", "local_hour": at.hour, "weekday": at.isoweekday(),
                "lang": lang, "subject": None, "text": f">>{before}\n{text}" if k else text, "state": "live",
                "refs": [{"message_id": before}] if k else [],
            }
        )  # fmt: skip
    return rows


def evidence_of(rows, title):
    """A row for each of TERMS where it stands."""
    out = []
    for row in rows:
        for term in TERMS:
            start = row["text"].find(term)
            if start >= 0:
                out.append(_hit(row, "text", start, term))
    for term in TERMS:
        start = (title or "").find(term)
        if start >= 0:
            out.append(_hit(rows[0], "title", start, term))
    return out


def _hit(row, field, start, term):
    place = {"thread_id": row["thread_id"], "message_id": row["message_id"], "field": field, "lang": row["lang"]}
    return place | {"start": start, "end": start + len(term), "term": term.lower()}


def study(root, proposed=6, dropped=10, empty=1, messages=5, long=0):
    """Write the tables of the study `s` with a corpus on `family`; gives the data folder.

    Threads 0 to proposed-1 are kept. long: thread 0 has so many messages.
    """
    data = DataFolder(root / "data")
    tables = {"messages": [], "threads": [], "scores": [], "evidence": []}
    for number in range(proposed + dropped + empty):
        rows = messages_of(number, 0 if number >= proposed + dropped else long if long and not number else messages)
        thread, title = token("t", number), TITLES[("fi", "en", "ja")[number % 3]][number // 3 % 3]
        tables["messages"] += rows
        tables["threads"].append({"thread_id": thread, "title": title})
        kept = "kept" if number < proposed else "dropped"
        tables["scores"].append({"thread_id": thread, "decision": kept, "messages": len(rows), "score": 0.0})
        tables["evidence"] += evidence_of(rows, title) if rows else []
    data.pseudonymised("s").append({name: tables[name] for name in ("messages", "threads")}, "2026-11")
    data.corpus("s", "family").append(tables, "2026-11")
    return data
