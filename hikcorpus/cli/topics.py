"""`hikcorpus topics`: the topic files, what is in them and what they find."""

from enum import StrEnum
from typing import Annotated

import typer


class Action(StrEnum):
    """What to do with topics."""

    LIST = "list"
    SHOW = "show"
    CHECK = "check"
    TRY = "try"


def command(
    action: Annotated[
        Action,
        typer.Argument(
            help="list: all topics. show: one's definition and terms. check: what is wrong or doubtful in one. "
            "try: what one finds in a text."
        ),
    ],
    topic: Annotated[str, typer.Argument(help="Topic: a name from configs/topics/ or a path.")] = "family",
    text: Annotated[str | None, typer.Argument(help="try: the text; else it is read from standard input.")] = None,
    lang: Annotated[str | None, typer.Option(help="try: its language; default: told from the text.")] = None,
) -> None:
    """Look at topic files: each is a definition, terms in three languages, and the rule that keeps threads."""
    from hikcorpus import pipeline

    match action:
        case Action.LIST:
            for known in pipeline.topics_known():
                terms = "  ".join(f"{language} {n}" for language, n in known.terms.items())
                typer.echo(f"{known.name:<18} {known.title:<36} {terms}{'  (own)' if known.own else ''}")
        case Action.SHOW:
            _show(topic)
        case Action.CHECK:
            path, digest, doubts = pipeline.topic_doubts(topic)
            for doubt in doubts:
                typer.echo(doubt)
            typer.echo(f"{path}: {len(doubts) or 'no'} doubt{'' if len(doubts) == 1 else 's'}; digest {digest[:16]}")
        case _:
            words = text if text is not None else typer.get_text_stream("stdin").read()
            spoken, hits = pipeline.topic_tried(topic, words, lang)
            for hit in hits:
                typer.echo(f"{hit.start:>5}-{hit.end:<5} {words[hit.start : hit.end]}  ({hit.term})")
            typer.echo(f"{len(hits) or 'No'} hit{'' if len(hits) == 1 else 's'} (language: {spoken}).")


def _show(name: str) -> None:
    from hikcorpus import pipeline

    topic = pipeline.topic_named(name)
    typer.echo(f"{topic.title} ({topic.name})\n\n{topic.definition.strip()}\nSource: {topic.source.strip()}\n")
    for head, lines in (("Is in", topic.includes), ("Is not", topic.excludes)):
        typer.echo("\n".join([f"{head}:", *(f"  - {line}" for line in lines), ""]))
    for language in topic.languages:
        terms = topic.terms(language)
        if terms is not None:
            typer.echo(f"{language}: {', '.join(terms.entries())}")
            typer.echo(f"{language}, look-alikes: {', '.join(terms.look_alikes) or 'none'}\n")
