"""One shard through the anonymise stage: rows changed, result searched. No files: the store holds those."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, overload

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.findings import raise_if_found
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.leaks import search
from hikcorpus.anonymise.mask import Counts
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.anonymise.rows import kind_of, pseudonymise

if TYPE_CHECKING:
    import pyarrow as pa


@overload
def anonymise_shard(
    tables: "pa.Table", config: AnonymiseConfig, key: bytes, known: KnownIdentifiers | None = None
) -> "tuple[pa.Table, Counts]": ...


@overload
def anonymise_shard(
    tables: "Mapping[str, pa.Table]", config: AnonymiseConfig, key: bytes, known: KnownIdentifiers | None = None
) -> "tuple[dict[str, pa.Table], Counts]": ...


def anonymise_shard(
    tables: "pa.Table | Mapping[str, pa.Table]",
    config: AnonymiseConfig,
    key: bytes,
    known: KnownIdentifiers | None = None,
) -> "tuple[pa.Table | dict[str, pa.Table], Counts]":
    """The pseudonymised tables of one shard, and what was done.

    tables: identifiable `messages`, `threads`, `participants` of the shard by name, or one of them alone; what
    the messages name is masked in the threads' titles too. key: the study's. known: identifiers of other shards
    to mask here as well. Nothing is returned unless the leak search of the result found nothing.
    Raises UnsafeOutput where an identifier is still there, DataDamaged where a declared column is missing.
    """
    given = tables if isinstance(tables, Mapping) else {kind_of(tables): tables}
    here = KnownIdentifiers.from_tables(*given.values(), names=config.known)
    if known is not None:
        here = here.joined(known)
    analyser, pseudonyms = Analyser(config), Pseudonymiser(key)
    counts = Counts()
    made: dict[str, pa.Table] = {}
    for kind, table in given.items():
        made[kind], done = pseudonymise(kind, table, analyser, pseudonyms, here)
        counts.include(done)
    raise_if_found(search(given, made, config, here))
    return (made if isinstance(tables, Mapping) else made[kind_of(tables)]), counts
