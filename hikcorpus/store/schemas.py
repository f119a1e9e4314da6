"""Arrow schemas of the tables, from the one list of columns in `model.columns`."""

from functools import cache

import pyarrow as pa

from hikcorpus.model.columns import TABLES

_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int8": pa.int8(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "binary": pa.binary(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "strings": pa.list_(pa.string()),
    "refs": pa.list_(
        pa.struct(
            [
                ("board", pa.string()),
                ("thread_id", pa.string()),
                ("message_id", pa.string()),
                ("kind", pa.string()),
                ("dangling", pa.bool_()),
            ]
        )
    ),
    "attachments": pa.list_(pa.struct([("type", pa.string()), ("bytes", pa.int64()), ("digest", pa.string())])),
}


@cache
def schema(stage: str, table: str) -> pa.Schema:
    """The Arrow schema of a stage's table; each field carries its doc as metadata."""
    return pa.schema(
        [pa.field(column.name, _TYPES[column.type], metadata={"doc": column.doc}) for column in TABLES[stage][table]]
    )
