"""The order of the stages: board → raw → participants → pseudonymised → topic corpus → exports."""

from hikcorpus.config.study import study_from
from hikcorpus.pipeline.capture import captured, crawl, reparse, retain, warc
from hikcorpus.pipeline.keys import change_key, reveal
from hikcorpus.pipeline.study import (
    Done,
    anonymise,
    boards_of,
    export,
    filter_topic,
    participants,
    run,
    study_named,
    tables,
    tables_in,
    warnings,
)
from hikcorpus.pipeline.topics import explained, topic_doubts, topic_named, topic_tried, topics_known

__all__ = [
    "Done",
    "anonymise",
    "boards_of",
    "captured",
    "change_key",
    "crawl",
    "explained",
    "export",
    "filter_topic",
    "participants",
    "reparse",
    "retain",
    "reveal",
    "run",
    "study_from",
    "study_named",
    "tables",
    "tables_in",
    "topic_doubts",
    "topic_named",
    "topic_tried",
    "topics_known",
    "warc",
    "warnings",
]
