"""An invented study of which some threads were kept for `family`. Nobody in it is real."""

from datetime import UTC, datetime, timedelta

from hikcorpus.store.layout import DataFolder

KEPT = (
    "Mun äiti huutaa taas, kotiintuloaika on kymmenen.",
    "Isä otti koneen pois. Sama kotiintuloaika täälläkin.",
    "> äiti sanoi niin\nPerhekuviot on mitä on, isovanhenpi ei auta.",
)
EVERYDAY = ("Kävin kaupassa ja ostin leipää sekä kahvia.", "Sataa koko viikon, en mene ulos ollenkaan.")
DROPPED = ("Mitä peliä pelaatte nyt?", "Uusi peli on hyvä ja halpa.", "Peli kaatuu aina kun se alkaa.")
ENGLISH = ("My mother set a curfew again.", "A curfew at ten, says my father.")


def message(thread, n, text, lang="fi", state="live"):
    """A row of the pseudonymised table."""
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=n)
    return {
        "thread_id": thread,
        "message_id": f"{thread}m{n}",
        "lang": lang,
        "text": text,
        "state": state,
        "posted_at": at,
    }


def study(root, kept=6, dropped=10, read=None):
    """Write the tables of the study `s` with a corpus on `family`. read: thread -> what people decided."""
    data = DataFolder(root / "data")
    messages, scores = [], []
    for number in range(kept + dropped):
        thread, ours = f"t{number}", number < kept
        texts = KEPT if ours else DROPPED
        messages += [message(thread, n, text) for n, text in enumerate((*texts, *EVERYDAY))]
        messages += [
            message(thread, 10 + n, text, "en") for n, text in enumerate(ENGLISH if ours else ("I play a game.",) * 9)
        ]
        messages.append(message(thread, 30, "kotiintuloaika " * 50, state="deleted"))
        decision = "kept" if ours else "dropped"
        scores.append({"thread_id": thread, "decision": decision, "read": (read or {}).get(thread)})
    data.pseudonymised("s").append({"messages": messages}, "2026-11")
    ours = [row for row in messages if row["thread_id"] in {f"t{n}" for n in range(kept)}]
    data.corpus("s", "family").append({"messages": ours, "scores": scores}, "2026-11")
    return data
