"""`hikcorpus try`: read one page and say what was understood of it. Nothing is stored."""

from typing import TYPE_CHECKING, Annotated

import typer

from hikcorpus.cli.options import Contact

if TYPE_CHECKING:
    from hikcorpus.pipeline.trying import Tried
    from hikcorpus.sources.declared.explain import Shown


def command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Engine, or a site of configs/boards/, or the path of its file.")
    ],
    where: Annotated[str, typer.Argument(metavar="URL-OR-FILE", help="A page of the board: listing or thread.")],
    url: Annotated[str | None, typer.Option("--url", help="The address that a saved file had.")] = None,
    post: Annotated[
        str | None, typer.Option("--post", metavar="ID", help="Show this one post of a thread, whole, field by field.")
    ] = None,
    contact: Contact = None,
) -> None:
    """Read one page of a board and say, field by field, what was understood and what was not. Nothing is stored."""
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.pipeline.trying import try_page

    tried = try_page(name, where, url=url, contact=contact, post=post, clock=clock_from_environment())
    if tried.answer != "ok":
        typer.echo(f"{tried.url} is no page for {tried.engine}: {tried.answer.replace('_', ' ')}.")
        raise typer.Exit(5)
    if tried.refusal is not None:
        raise tried.refusal
    if tried.post is not None:
        _say_post(tried.post)
    else:
        _say(tried)


def _say_post(post: "Shown") -> None:
    """One line a field; of several lines each below the other."""
    width = max(len(name) for name, _ in post.fields)
    typer.echo(f"Post {post.message_id}:")
    for name, value in post.fields:
        for place, line in enumerate(value.split("\n")):
            typer.echo(f"  {'' if place else name:<{width}}  {line}".rstrip())
    if post.lacking:
        typer.echo(f"Not in this post: {', '.join(post.lacking)}.")


def _say(tried: "Tried") -> None:
    """One line a field: how many of how many have it, and the first value."""
    from hikcorpus.sources.base import LEFT_OUT

    what = "threads" if tried.kind == "listing" else "messages"
    typer.echo(f"{tried.url} read as a {tried.kind} of {tried.engine}: {tried.count} {what}.")
    if tried.explanation is None:
        return
    fields = tried.explanation.fields
    width = max(len(f"{each.where} {each.field}") for each in fields)
    for each in fields:
        if each.found:
            counted = f"{each.found} of {each.of}" if each.of > 1 else ""
            typer.echo(f"  {f'{each.where} {each.field}':<{width}}  {counted:<10}  {each.value or ''}".rstrip())
    absent = [f"{each.where} {each.field}" for each in fields if not each.found]
    if absent:
        typer.echo(f"Not on this page: {', '.join(absent)}.")
    if tried.missing:
        typer.echo(f"Every post should have these, some have not: {', '.join(tried.missing)}.")
    if tried.doubt:
        typer.echo(f"Look again: {tried.doubt}")
    for reason, number, place in tried.explanation.problems:
        what = "Left out" if reason in LEFT_OUT else "Could not be read"
        typer.echo(f"{what}: {number} times {reason.replace('_', ' ')}, first at {place}.")
