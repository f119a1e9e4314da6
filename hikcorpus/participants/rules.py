"""The study's rules, each a small function that judges counts; the order of this page is the order they apply in.

1. default_names_are_not_screen_names          "some respondents logged in as 'anonymous'"
2. a_public_line_is_nobodys_computer           "Internet cafe or ... public venue ... the data was excluded"
3. more_than_two_ids_sharing_a_name_are_a_public_place
                                               "when more than two computer IDs shared the same screen name"
   too_few_records_cannot_show_a_public_place  what the rule cannot see is reported as such, never as clean
   two_ids_may_share_a_name                    kept, flagged
4. one_participant_per_computer_id             "Computer ID rather than username was used to identify"
5. one_screen_name_per_computer_id             "restrict sample inclusion to one screen name per computer ID"

Each verdict becomes an audit row whose `rule` is the function's name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.keys import has_typed_tripcode, normalise_name

Outcome = Literal["excluded", "merged", "kept", "flagged", "not_decidable"]

PUBLIC_LINE, SHARED_PLACE, SEVERAL_NAMES, NOT_FIRST_NAME = REASONS = (
    "public_line",
    "shared_place",
    "several_names",
    "not_first_name",
)
"""Why a record counts for no participant, in the order of the rules: a record leaves by the first that applies."""

NOT_DECIDABLE = "shared_place_not_decidable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule decided, with the counts behind it. flags: for the participants concerned."""

    rule: str
    outcome: Outcome
    evidence: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A screen name on a board, without its records under a real tripcode or account or on a marked public line.

    messages: all such records. ids, records: the most distinct poster IDs, and the most records with an ID, within
    one scope key. scope: the scope key of the most IDs, None where no record shows an ID.
    """

    site: str
    board: str
    name: str
    messages: int
    ids: int
    records: int
    scope: str | None

    def evidence(self) -> str:
        """The counts in words."""
        return f"ids={self.ids} records_in_one_scope={self.records}"


def default_names_are_not_screen_names(author_name: str, rules: ParticipantRules) -> str | None:
    """The normalised screen name, or None where it is empty or nobody's by the study's own list.

    Names that the board marks as its default never come here.
    """
    name = normalise_name(author_name)
    if not name or name in _normalised(rules.extra_default_names):
        return None
    return None if rules.typed_tripcodes == "no_name" and has_typed_tripcode(name) else name


@cache
def _normalised(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normalise_name, names))


def typed_tripcodes_join_nobody() -> Verdict:
    """A tripcode mark inside a name: a screen name like any other (or none), and it joins no scopes."""
    return Verdict("typed_tripcodes_join_nobody", "flagged", "mark=typed")


def a_public_line_is_nobodys_computer(messages: int) -> Verdict:
    """Records that the board itself marks as sent over a public line or proxy."""
    return Verdict("a_public_line_is_nobodys_computer", "excluded", f"marked={messages}")


def more_than_two_ids_sharing_a_name_are_a_public_place(seen: NameSeen, rules: ParticipantRules) -> Verdict | None:
    """The name's records on that board are excluded; its IDs keep what they wrote under another name."""
    if seen.ids <= rules.max_ids_per_screen_name:
        return None
    return Verdict("more_than_two_ids_sharing_a_name_are_a_public_place", "excluded", seen.evidence())


def too_few_records_cannot_show_a_public_place(seen: NameSeen, rules: ParticipantRules) -> Verdict | None:
    """No scope holds more records of the name than a name may have IDs, or no ID is shown: nothing follows."""
    if seen.records > rules.max_ids_per_screen_name:
        return None
    flags = (*_shared_by_few(seen), NOT_DECIDABLE)
    return Verdict("too_few_records_cannot_show_a_public_place", "not_decidable", seen.evidence(), flags)


def two_ids_may_share_a_name(seen: NameSeen, rules: ParticipantRules) -> Verdict | None:
    """Several IDs, but not more than the limit: kept, and said."""
    if not 1 < seen.ids <= rules.max_ids_per_screen_name:
        return None
    return Verdict("two_ids_may_share_a_name", "flagged", seen.evidence(), _shared_by_few(seen))


def _shared_by_few(seen: NameSeen) -> tuple[str, ...]:
    return (f"shared_name_{seen.ids}",) if seen.ids > 1 else ()


def judge_name(seen: NameSeen, rules: ParticipantRules) -> Verdict:
    """The one verdict on a screen name: the first rule that has something to say."""
    for rule in (
        more_than_two_ids_sharing_a_name_are_a_public_place,
        too_few_records_cannot_show_a_public_place,
        two_ids_may_share_a_name,
    ):
        if verdict := rule(seen, rules):
            return verdict
    return Verdict("more_than_two_ids_sharing_a_name_are_a_public_place", "kept", seen.evidence())


def one_participant_per_computer_id(nodes: Sequence[str]) -> Verdict:
    """IDs of different scope that a real tripcode or an account joins are one participant."""
    kinds = Counter(node.partition(":")[0] for node in nodes)
    evidence = " ".join(f"{kind}s={kinds[kind]}" for kind in ("account", "tripcode", "poster_id"))
    return Verdict("one_participant_per_computer_id", "merged", evidence)


def one_screen_name_per_computer_id(names: int, rules: ParticipantRules) -> Verdict:
    """A participant under several screen names: merged, excluded, or held to the first name."""
    outcome: Outcome = "merged" if rules.several_names == "merge" else "excluded"
    evidence = f"names={names} policy={rules.several_names}"
    return Verdict("one_screen_name_per_computer_id", outcome, evidence, (SEVERAL_NAMES,))
