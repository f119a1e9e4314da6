"""Does the board still look as its parser knows it? A page of empty posts is a changed layout, not silence."""

from collections import Counter

from hikcorpus.sources.base import ThreadPage

FEW = 3
"""Posts from which on a page alone shows that its layout has changed."""


class Drift:
    """Watches the pages of one visit. counts: `drift_*` of what was looked at and of what lacked something."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._bodied = 0

    def fault_of(self, page: ThreadPage, *, names_expected: bool) -> str | None:
        """What is wrong with a page as a whole, or None. Nothing of a page with a fault may be stored.

        Faults: no time on more than half of the posts; no post with a body (text, subject or file); no post with an
        author where the engine names everybody; more posts unreadable than read. Posts that the board itself marks
        as deleted are not looked at.
        """
        posts = [message for message in page.messages if message.state == "live"]
        timeless = sum(message.posted_at is None for message in posts)
        bodiless = sum(not (message.text or message.attachments or message.subject) for message in posts)
        nameless = sum(not (message.author_name or message.tripcode or message.capcode) for message in posts)
        unreadable = sum(problem.reason.startswith("unreadable") for problem in page.problems)
        self.counts.update(
            drift_posts=len(posts), drift_timeless=timeless, drift_bodiless=bodiless, drift_nameless=nameless
        )
        fault = None
        if timeless * 2 > len(posts):
            fault = "its posts have no time"
        elif posts and bodiless == len(posts) and (len(posts) >= FEW or not self._bodied):
            fault = "its posts have no body"
        elif names_expected and len(posts) >= FEW and nameless == len(posts):
            fault = "its posts have no author"
        elif unreadable >= FEW and unreadable > len(page.messages):
            fault = "most of its posts cannot be read"
        else:
            self._bodied += len(posts) - bodiless
        return fault
