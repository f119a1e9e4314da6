"""What the stages of the pipeline can be judged by: plain facts of the invented world, and scores against them.

All scores take plain Python values keyed by (board, original number); whoever asks maps pseudonyms back.
"""

from collections import defaultdict
from collections.abc import Mapping, Set

from hikcorpus.demo.facts import Facts
from hikcorpus.demo.people import SHARED
from hikcorpus.demo.records import BEYOND, Key
from hikcorpus.demo.scores import CaptureScore, MaskingScore, ParticipantScore, Tally, TopicScore
from hikcorpus.demo.world import Visit


class Truth(Facts):
    """Facts of one world, and scores of what stages made of it."""

    def score_capture(
        self, captured: Mapping[Key, str], deleted: Set[Key] = frozenset(), visit: Visit = 2
    ) -> CaptureScore:
        """How much of what stood there was stored. captured: latest stored text of each message.

        deleted: messages marked as deleted, those of deleted threads allowed but not asked for.
        """
        hidden = {c.post: c.kind for c in self.changes if c.post and not c.listed}
        stood = {k for k, p in self.posts.items() if p.at_visit[0] or (visit == 2 and p.at_visit[1])}
        unlisted = {k for k in stood if hidden.get(k) == "new_post"}
        wanted = stood - unlisted
        gone = {k for k in stood if self.posts[k].deleted} if visit == 2 else set()
        silent = {k for k in gone if hidden.get(k) == "deleted_post"}
        whole = {k for k in stood if self.threads[self.posts[k].thread].state == "deleted"} if visit == 2 else set()
        edited = {k for k in stood if visit == 2 and self.posts[k].edited_text is not None}
        seen = {k for k in edited if captured.get(k) == self.posts[k].edited_text}
        quiet = {k for k in edited if hidden.get(k) == "edited_post"}
        right = {k for k in stood & captured.keys() if captured[k] in (self.posts[k].text, self.posts[k].edited_text)}
        return CaptureScore(
            posts=Tally(len(wanted), len(wanted & captured.keys())),
            hidden_posts=Tally(len(unlisted), len(unlisted & captured.keys())),
            texts=Tally(len(stood & captured.keys()), len(right)),
            surplus=len(captured.keys() - stood),
            deletions=Tally(len(gone - silent), len((gone - silent) & deleted)),
            hidden_deletions=Tally(len(silent), len(silent & deleted)),
            false_deletions=len(deleted - gone - whole),
            edits=Tally(len(edited - quiet), len((edited - quiet) & seen)),
            hidden_edits=Tally(len(quiet), len(quiet & seen)),
            missing=tuple(sorted(wanted - captured.keys())),
        )

    def score_states(self, states: Mapping[Key, str], visit: Visit = 2) -> dict[str, Tally]:
        """Per true state (live, deleted, pruned) how many threads were given it. states: by thread key."""
        out: dict[str, list[bool]] = {}
        for key, thread in self.threads.items():
            if thread.at_visit[0] or (visit == 2 and thread.at_visit[1]):
                state = thread.state if visit == 2 else "live"
                out.setdefault(state, []).append(states.get(key) == state)
        return {state: Tally(len(hits), sum(hits)) for state, hits in sorted(out.items())}

    def score_masking(self, texts: Mapping[Key, str], visit: Visit = 2) -> MaskingScore:
        """What became of planted data in masked texts. texts: by original key; unknown keys raise KeyError."""
        score = MaskingScore()
        for key, masked in texts.items():
            original = self.text_at(key, visit)
            for mark in self.posts[key].planted:
                if mark.value not in original and mark.value not in masked:
                    continue  # the moderator took it out before
                inside = [part for part in mark.parts if original.count(part) <= original.count(mark.value)]
                left = mark.value in masked
                partly = not left and any(part in masked for part in inside)
                score.count(mark, beyond=mark.kind in BEYOND, left=left, partly=partly)
        return score

    def score_topic(self, kept: Set[Key], visit: Visit = 2) -> TopicScore:
        """How well threads about family were told from others. kept: thread keys."""
        known = {k: t for k, t in self.threads.items() if t.at_visit[0] or (visit == 2 and t.at_visit[1])}
        about = {k for k, t in known.items() if t.about_family}
        traps = {k for k, t in known.items() if t.trap}
        return TopicScore(
            threads=len(known),
            kept=len(kept),
            about=len(about),
            right=len(kept & about),
            traps=Tally(len(traps), len(traps & kept)),
            missed=tuple(sorted(about - kept)),
            wrong=tuple(sorted(kept - about)),
        )

    def score_participants(
        self, excluded_names: Set[tuple[str, str]], merged: Mapping[Key, str | None] | None = None
    ) -> ParticipantScore:
        """How well shared names were set aside and computers kept apart.

        excluded_names: (board, screen name). merged: label of the participant whom each message is counted for,
        None where for nobody.
        """
        of_kind: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, name in self.names.items():
            of_kind[name.kind].add(key)
        owners: defaultdict[str, set[str]] = defaultdict(set)
        labels: defaultdict[tuple[Key, str], set[str]] = defaultdict(set)
        for post_key, label in (merged or {}).items():
            post = self.posts[post_key]
            if label is not None:
                alone = post.name_kind not in SHARED | {"pair"}
                owners[label].add(post.persona if alone else post.computer)
                labels[post.thread, post.computer].add(label)
        return ParticipantScore(
            excluded={kind: Tally(len(group), len(group & excluded_names)) for kind, group in sorted(of_kind.items())},
            participants=len(owners),
            mixed=sum(len(group) > 1 for group in owners.values()),
            computers=len(labels),
            split=sum(len(group) > 1 for group in labels.values()),
        )
