"""Whole tables: from what identifies to what may leave, column by column as `model.columns` declares.

The pseudonymised schema is an allow-list: a column comes out only by its treatment.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.mask import Counts, mask
from hikcorpus.anonymise.place import Place
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.errors import DataDamaged
from hikcorpus.model.columns import TABLES, Column
from hikcorpus.store.schemas import schema

if TYPE_CHECKING:
    import pyarrow as pa


def pseudonymise(
    kind: str, table: "pa.Table", analyser: Analyser, pseudonyms: Pseudonymiser, known: KnownIdentifiers
) -> "tuple[pa.Table, Counts]":
    """The rows of an identifiable table, in the same order, in the schema `pseudonymised.<kind>`.

    kind: messages, threads or participants. Raises DataDamaged where a declared column is missing.
    Deterministic: the same rows, configuration and key give the same result.
    """
    import pyarrow as pa

    work = _Batch(table, analyser, pseudonyms, known)
    out = {}
    for column in TABLES["participants"][kind]:
        if column.treatment == "drop":
            continue
        if column.name not in table.column_names:
            raise DataDamaged(
                f"The identifiable {kind} have no column {column.name}.",
                "They were written by another version: run the participants stage again.",
            )
        out[_name(column)] = work.treat(column)
    target = schema("pseudonymised", kind)
    return pa.table([_cast(out[name], target.field(name).type) for name in target.names], schema=target), work.counts


def _name(column: Column) -> str:
    match column.treatment:
        case "flag":
            return f"has_{column.name}"
        case "types":
            return "attachment_types"
        case _:
            return column.name


def _cast(values: Any, type_: "pa.DataType") -> Any:
    import pyarrow as pa

    return pa.array(values, type_) if isinstance(values, list) else values.cast(type_)


class _Batch:
    """The columns of one table that decide what the others mean, decoded once."""

    def __init__(
        self, table: "pa.Table", analyser: Analyser, pseudonyms: Pseudonymiser, known: KnownIdentifiers
    ) -> None:
        self.table = table
        self.analyser = analyser
        self.pseudonyms = pseudonyms
        self.known = known
        self.counts = Counts()
        self.site = self._decoded("site")
        self.board = self._decoded("board")
        self.thread = self._decoded("thread_id")
        self.message = self._decoded("message_id")
        self.lang = self._decoded("lang")
        self.participant = self._decoded("participant")
        unwanted = set(analyser.config.suppress.participants)
        self.suppressed = [
            key is not None and bool(unwanted) and pseudonyms.token("participant", key) in unwanted
            for key in self.participant
        ]

    def _decoded(self, name: str) -> list[Any]:
        if name in self.table.column_names:
            return list(self.table[name].to_pylist())
        return [None] * self.table.num_rows

    def treat(self, column: Column) -> Any:
        """The column's values after its treatment: a list, or an Arrow array where nothing is computed per row."""
        import pyarrow as pa
        import pyarrow.compute as pc

        values = self.table[column.name]
        match column.treatment:
            case "keep":
                return values
            case "shift":
                weeks = timedelta(weeks=self.pseudonyms.shift_weeks())
                moved = pc.add(values, pa.scalar(weeks, pa.duration("us")))
                return pc.floor_temporal(moved, unit=self.analyser.config.times.precision)
            case "flag":
                return [bool(value) for value in values.to_pylist()]
            case "types":
                return [value and [part["type"] for part in value] for value in values.to_pylist()]
            case "pseudonym":
                return self._each(values, self._pseudonym(column.name))
            case "anchors":
                return self._each(values, self._refs)
            case "mask":
                return self._each(values, self._masked)
        raise AssertionError(f"no such treatment: {column.treatment}")

    def _each(self, values: Any, change: Callable[[int, Any], Any]) -> list[Any]:
        return [None if value is None else change(row, value) for row, value in enumerate(values.to_pylist())]

    def _pseudonym(self, name: str) -> Callable[[int, str], str]:
        token = self.pseudonyms.token
        match name:
            case "thread_id":
                return lambda row, value: token("thread", self.site[row], self.board[row], value)
            case "message_id":
                return lambda row, value: token("message", self.site[row], self.board[row], value)
            case "participant":
                return lambda row, value: token("participant", value)
        raise AssertionError(f"no pseudonym is declared for {name}")

    def _place(self, row: int) -> Place:
        message, thread = self.message[row] or "", self.thread[row] or ""
        per_thread = message.startswith(f"{thread}.")
        where = (self.site[row] or "", self.board[row] or "", thread)
        return Place(*where, per_thread, self.pseudonyms, self.participant[row])

    def _masked(self, row: int, text: str) -> str | None:
        if self.suppressed[row]:
            self.counts.suppressed["participant"] += 1
            return None
        return mask(text, self.lang[row], self._place(row), self.analyser, self.known, self.counts)

    def _refs(self, row: int, refs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = self._place(row)
        return [self._ref(place, ref) for ref in refs]

    def _ref(self, place: Place, ref: dict[str, Any]) -> dict[str, Any]:
        board = ref["board"] or place.board
        thread, message = ref["thread_id"], ref["message_id"]
        if message is not None and place.per_thread and "." not in message:
            message = f"{thread or place.thread_id}.{message}"
        token = self.pseudonyms.token
        return {
            **ref,
            "thread_id": None if thread is None else token("thread", place.site, board, thread),
            "message_id": None if message is None else token("message", place.site, board, message),
        }
