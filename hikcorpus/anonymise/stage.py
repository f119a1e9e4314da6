"""One table of a shard through the anonymise stage: rows changed, result searched. No files: the store holds those."""

from typing import TYPE_CHECKING

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.findings import raise_if_found
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.leaks import search
from hikcorpus.anonymise.mask import Counts
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.anonymise.rows import pseudonymise

if TYPE_CHECKING:
    import pyarrow as pa


def anonymise_shard(
    table: "pa.Table",
    config: AnonymiseConfig,
    key: bytes,
    kind: str = "messages",
    known: KnownIdentifiers | None = None,
) -> "tuple[pa.Table, Counts]":
    """The pseudonymised rows of one identifiable table, and what was done to its texts.

    kind: messages, threads or participants. key: the study's. known: identifiers to mask in its texts; by default
    those that the table itself names. Threads name none: give those of their messages
    (`KnownIdentifiers.from_tables`). Nothing is returned unless the leak search of the result found nothing.
    Raises UnsafeOutput where an identifier is still there, DataDamaged where a declared column is missing.
    """
    if known is None:
        known = KnownIdentifiers.from_tables(table, names=config.known)
    made, counts = pseudonymise(kind, table, Analyser(config), Pseudonymiser(key), known)
    raise_if_found(search([table], {kind: made}, config, known))
    return made, counts
