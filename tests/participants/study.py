"""Run the stage on invented rows and read what came of it."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hikcorpus.participants.config import Window, rules_from
from hikcorpus.participants.stage import run
from hikcorpus.store.layout import DataFolder

from .rows import store


@dataclass
class Study:
    """The published tables as plain rows. `who`: message_id -> participant, `why`: message_id -> excluded reason."""

    messages: list[dict[str, Any]]
    threads: list[dict[str, Any]]
    people: dict[str, dict[str, Any]]
    audit: list[dict[str, Any]]
    flow: list[dict[str, Any]]

    @property
    def who(self) -> dict[str, str | None]:
        return {row["message_id"]: row["participant"] for row in self.messages}

    @property
    def why(self) -> dict[str, str | None]:
        return {row["message_id"]: row["participant_excluded"] for row in self.messages}

    def groups(self) -> list[list[str]]:
        """Message ids of each kept participant, without excluded records; sorted."""
        found = defaultdict(list)
        for row in self.messages:
            if row["participant"] and not row["participant_excluded"]:
                found[row["participant"]].append(row["message_id"])
        return sorted(found.values())

    def count(self, unit: str, outcome: str, reason: str | None = None) -> int:
        """Records of a unit with this outcome in the participants stage."""
        return sum(
            row["n"]
            for row in self.flow
            if (row["stage"], row["unit"], row["outcome"], row["reason"]) == ("participants", unit, outcome, reason)
        )

    def verdicts(self, rule_part: str) -> dict[str | None, tuple[str, str, int]]:
        """Subject -> (outcome, evidence, messages) of the audit rows whose rule contains this."""
        return {
            row["subject"]: (row["outcome"], row["evidence"], row["messages"])
            for row in self.audit
            if rule_part in row["rule"]
        }


def read(data: DataFolder, name: str = "default") -> Study:
    """The published tables of a study."""
    dataset = data.participants(name)
    tables = {table: dataset.read(table).to_pylist() for table in dataset.manifest().tables}
    people = {row["participant"]: row for row in tables["participants"]}
    assert len(people) == len(tables["participants"])
    return Study(tables["messages"], tables["threads"], people, tables["audit"], tables["flow"])


def study(
    folder: Path,
    messages: list[dict[str, Any]],
    threads: list[dict[str, Any]] | None = None,
    window: Window | None = None,
    **rules: Any,
) -> Study:
    """Store the rows, run the stage with these rules over all boards, read the result."""
    data = DataFolder(folder / "data")
    store(data, messages, threads)
    run(data, "default", data.boards(), rules_from(rules, "test"), window, "500MB")
    return read(data)
