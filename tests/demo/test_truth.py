"""Scores: a perfect stage gets everything, an idle one nothing, and each slip is counted where it belongs."""

import pytest

from hikcorpus.demo.records import BEYOND
from hikcorpus.demo.scores import Masked, Tally


def _texts(truth, visit=2):
    return {key: truth.text_at(key, visit) for key in truth.posts}


def _stood(truth, visit):
    return {k for k, p in truth.posts.items() if p.at_visit[0] or (visit == 2 and p.at_visit[1])}


def test_idle_masking_leaves_everything(truth):
    """Unmasked texts: nothing is gone, every decoy stands."""
    score = truth.score_masking(_texts(truth))
    assert score.total.planted == score.total.left > 450
    assert score.total.gone == score.total.partly == 0
    assert set(score.beyond) == BEYOND
    assert all(m.left == m.planted for m in (*score.beyond.values(), *score.decoys.values()))
    assert len(score.decoys) == 6


def test_empty_texts_count_as_fully_masked(truth):
    """And every decoy then counts as a false alarm."""
    score = truth.score_masking(dict.fromkeys(truth.posts, ""), visit=1)
    assert score.total.gone == score.total.planted
    assert all(m.left == 0 for m in score.decoys.values())


def test_a_half_masked_value_is_neither_gone_nor_left(truth):
    """An address whose local part stays is `partly`."""
    key, mark = next(
        (k, m) for k, p in truth.posts.items() for m in p.planted if (m.kind, m.form) == ("email", "plain")
    )
    local, _, domain = mark.value.partition("@")
    text = truth.text_at(key, 1)
    half = truth.score_masking({key: text.replace(f"@{domain}", "<X>")}, visit=1).forms["email/plain"]
    assert half == Masked(planted=1, partly=1)
    assert local in text
    whole = truth.score_masking({key: text.replace(mark.value, "<X>")}, visit=1).forms["email/plain"]
    assert whole == Masked(planted=1, gone=1)


def test_what_a_moderator_took_out_is_not_asked_for(truth):
    """An edit that removes a value removes it from the count, unless the value still stands in the output."""
    post = next(
        p for p in truth.posts.values() if p.edited_text and p.planted and p.planted[0].value not in p.edited_text
    )
    assert truth.score_masking({post.key: post.edited_text}).total.planted == 0
    assert truth.score_masking({post.key: post.text}).total.left >= 1
    assert truth.score_masking({post.key: ""}, visit=1).total.gone >= 1


def test_unknown_posts_are_an_error_of_the_caller(truth):
    """Scores never guess."""
    with pytest.raises(KeyError):
        truth.score_masking({("fi", 1): "x"})


def test_topic_score(truth):
    """All and only the true threads: 1 and 1; everything: recall 1, poor precision, every trap; nothing: recall 0."""
    about = {k for k, t in truth.threads.items() if t.about_family}
    perfect = truth.score_topic(about)
    assert (perfect.precision, perfect.recall, perfect.traps.hit) == (1.0, 1.0, 0)
    everything = truth.score_topic(set(truth.threads))
    assert everything.recall == 1.0
    assert everything.precision == pytest.approx(len(about) / len(truth.threads))
    assert everything.traps.hit == everything.traps.of == 12
    nothing = truth.score_topic(set())
    assert (nothing.recall, nothing.precision) == (0.0, 1.0)
    assert set(nothing.missed) == about
    one_short = truth.score_topic(about - {min(about)})
    assert one_short.missed == (min(about),)
    assert 0.9 < one_short.recall < 1.0


def test_topic_score_of_the_first_visit_knows_no_later_threads(truth):
    """What comes between the visits cannot be missed at the first."""
    assert truth.score_topic(set(), visit=1).about == 20
    assert truth.score_topic(set(), visit=2).about == 23


def test_capture_score_of_a_perfect_crawl(truth):
    """All posts of both visits, all deletions, all edits."""
    captured = {k: truth.text_at(k, 2) for k in _stood(truth, 2)}
    deleted = {k for k, p in truth.posts.items() if p.deleted}
    score = truth.score_capture(captured, deleted)
    for tally in (score.posts, score.hidden_posts, score.texts, score.deletions, score.hidden_deletions, score.edits,
                  score.hidden_edits):  # fmt: skip
        assert tally.hit == tally.of > 0
    assert score.surplus == score.false_deletions == 0
    assert score.missing == ()


def test_capture_score_of_a_crawl_by_listings(truth):
    """Who follows listings only misses nothing that they show, and everything that they do not."""
    hidden = {c.post for c in truth.changes if not c.listed and c.kind == "new_post"}
    old = {c.post for c in truth.changes if not c.listed and c.kind == "edited_post"}
    captured = {k: truth.text_at(k, 1 if k in old else 2) for k in _stood(truth, 2) - hidden}
    silent = {c.post for c in truth.changes if not c.listed and c.kind == "deleted_post"}
    deleted = {k for k, p in truth.posts.items() if p.deleted} - silent
    score = truth.score_capture(captured, deleted)
    assert score.posts.share == score.deletions.share == score.edits.share == score.texts.share == 1.0
    assert score.hidden_posts == Tally(3, 0)
    assert score.hidden_deletions == Tally(3, 0)
    assert score.hidden_edits.hit == 0
    assert score.hidden_edits.of >= 8


def test_capture_score_counts_slips(truth):
    """A lost post, an invented one, a wrong text, a pruned post called deleted, a stale text."""
    captured = {k: truth.text_at(k, 2) for k in _stood(truth, 2)}
    deleted = {k for k, p in truth.posts.items() if p.deleted}
    lost, wrong, *_ = sorted(k for k, p in truth.posts.items() if p.at_visit == (True, True) and not p.edited_text)
    stale = next(k for k, p in truth.posts.items() if p.edited_text)
    pruned = next(k for k, p in truth.posts.items() if truth.threads[p.thread].state == "pruned")
    del captured[lost]
    captured[wrong] += "\nx"
    captured[stale] = truth.text_at(stale, 1)
    captured["fi", 1] = "never there"
    score = truth.score_capture(captured, deleted | {pruned})
    assert score.missing == (lost,)
    assert score.texts.of - score.texts.hit == 1
    assert score.surplus == score.false_deletions == 1
    assert sum(t.of - t.hit for t in (score.edits, score.hidden_edits)) == 1


def test_posts_of_deleted_threads_may_be_marked_deleted(truth):
    """Allowed, but not asked for."""
    captured = {k: truth.text_at(k, 2) for k in _stood(truth, 2)}
    whole = {k for k, p in truth.posts.items() if truth.threads[p.thread].state == "deleted"}
    assert whole
    assert truth.score_capture(captured, whole).false_deletions == 0


def test_thread_states(truth):
    """Live, deleted and pruned threads are told apart, or not."""
    right = truth.score_states({k: t.state for k, t in truth.threads.items()})
    assert {state: tally.share for state, tally in right.items()} == {"live": 1.0, "deleted": 1.0, "pruned": 1.0}
    lazy = truth.score_states(dict.fromkeys(truth.threads, "deleted"))
    assert lazy["deleted"].share == 1.0
    assert lazy["pruned"].hit == lazy["live"].hit == 0
    assert set(truth.score_states({}, visit=1)) == {"live"}


def test_names(truth):
    """Each name by how many type it; the default name is nobody's."""
    kinds = {name.kind for name in truth.names.values()}
    assert kinds == {"one_computer", "pair", "cafe", "default", "default_like"}
    for name in truth.names.values():
        if name.kind in {"cafe", "default_like", "default"}:
            assert name.in_one_thread > 2, name
        else:
            assert name.computers == {"one_computer": 1, "pair": 2}[name.kind], name
    assert sum(n.kind == "cafe" for n in truth.names.values()) == 9


def test_participant_score(truth):
    """The true exclusion, one label per person: nothing mixed, nothing split, the right names gone."""
    shared = {k for k, n in truth.names.items() if n.kind == "cafe"}
    labels = {k: f"{p.thread} {p.computer}" for k, p in truth.posts.items()}
    score = truth.score_participants(shared, labels)
    assert score.excluded["cafe"] == Tally(9, 9)
    assert all(t.hit == 0 for kind, t in score.excluded.items() if kind != "cafe")
    assert score.mixed == score.split == 0
    assert score.participants == score.computers > 1000


def test_participant_score_counts_slips(truth):
    """Joining by name alone lumps cafes and anonymous posters together; joining by post splits everybody."""
    by_name = {k: f"{p.key[0]} {p.shown_name}" for k, p in truth.posts.items()}
    assert truth.score_participants(set(), by_name).mixed >= 9
    by_post = {k: str(k) for k in truth.posts}
    assert truth.score_participants(set(), by_post).split > 500
    assert truth.score_participants(set(truth.names)).excluded["one_computer"].share == 1.0
    nobody = truth.score_participants(set(), dict.fromkeys(truth.posts))
    assert (nobody.participants, nobody.mixed, nobody.computers) == (0, 0, 0)


def test_joining_a_tripcode_over_days_and_computers_is_right(truth):
    """One tripcode, two computers: one person."""
    labels = {k: p.trip or f"{p.thread} {p.computer}" for k, p in truth.posts.items()}
    assert truth.score_participants(set(), labels).mixed == 0
