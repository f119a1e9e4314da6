"""Writes docs/reference/ from the code itself; `tests/test_docs.py` holds the two together.

Run it with `make docs`.
"""

import inspect
import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import typer

from hikcorpus.cli.app import COMMANDS, GROUPS, make_app
from hikcorpus.config import engines as notation
from hikcorpus.config.boards import BoardFile, Permission, SiteFile
from hikcorpus.config.engines import EngineFile, ExamplePage, read_engine
from hikcorpus.config.files import shipped
from hikcorpus.config.study import Study, WindowFile
from hikcorpus.errors import ERRORS
from hikcorpus.export import EXPORTERS, exporter
from hikcorpus.model.columns import TABLES
from hikcorpus.sources import SOURCES, UNASKED, described_by, source
from hikcorpus.sources.base import Source

HERE = Path(__file__).parent / "reference"
NOTE = "<!-- written by docs/generate.py: change the code, then `make docs` -->\n\n"


def cli() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(make_app())
    out = ["# Commands\n\n" + NOTE + "`hikcorpus --help` and `hikcorpus COMMAND --help` say the same.\n"]
    found = [(name, group.commands[name]) for name in COMMANDS]
    found += [(f"{name} {each}", command) for name in GROUPS for each, command in group.commands[name].commands.items()]
    for name, command in found:
        out.append(f"\n## hikcorpus {name}\n\n{inspect.cleandoc(command.help or '')}\n\n")
        out.append("| argument or option | meaning | default |\n|---|---|---|\n")
        for param in command.params:
            if param.name == "help":
                continue
            names_of_it = param.opts if param.param_type_name == "option" else [param.metavar or param.name.upper()]
            label = " ".join(f"`{name_of_it}`" for name_of_it in names_of_it)
            default = "" if param.default in (None, False) or param.required else f"`{param.default}`"
            out.append(f"| {label} | {param.help or ''} | {default} |\n")
    return "".join(out)


def exit_codes() -> str:
    """Exit codes, from the exception tree."""
    rows = ["| 0 | done, or nothing new, or another run is at work |\n"]
    rows += [f"| {error.exit_code} | {error.meaning} |\n" for error in ERRORS]
    rows.append("| 130 | interrupted; what was read is stored |\n")
    text = "# Exit codes\n\n" + NOTE
    text += (
        "Every error is one sentence (what, where) and a next step, on stderr. Cron and scripts act on the code.\n\n"
    )
    return text + "| code | meaning |\n|---|---|\n" + "".join(rows)


def tables() -> str:
    """Every column of every table."""
    text = "# Tables\n\n" + NOTE
    text += (
        "Each stage is a folder of tables (Parquet) under one `manifest.json`. `timestamp` is microseconds, UTC. "
        "*Treatment* says what becomes of an identifiable column in pseudonymised tables; `drop` never crosses.\n"
    )
    for stage, held in TABLES.items():
        for table, columns in held.items():
            treated = stage in ("raw", "participants") and table in ("messages", "threads", "participants")
            text += f"\n## {stage} / {table}\n\n"
            text += "| column | type | holds |" + (" treatment |" if treated else "") + "\n"
            text += "|---|---|---|" + ("---|" if treated else "") + "\n"
            for column in columns:
                text += f"| `{column.name}` | {column.type} | {column.doc} |"
                text += (f" {column.treatment} |" if treated else "") + "\n"
    return text


def _names(kind: str) -> list[str]:
    """Settings of a kind that come with hikcorpus; a user's own are not asked."""
    return sorted(path.stem for path in (shipped() / kind).glob("*.toml"))


def _model(title: str, model: Any) -> str:
    text = f"\n### {title}\n\n| key | meaning | default |\n|---|---|---|\n"
    for name, field in model.model_fields.items():
        default = "required" if field.is_required() else f"`{field.get_default(call_default_factory=True)!r}`"
        text += f"| `{field.alias or name}` | {field.description or ''} | {default} |\n"
    return text


def config() -> str:
    """Keys of the settings files."""
    text = "# Settings\n\n" + NOTE
    text += "A name is looked up in `./configs/<kind>/`, then among the shipped files. Unknown keys are refused.\n"
    text += "\n## Study file (`hikcorpus run STUDY.toml`)\n" + _model("top", Study) + _model("[window]", WindowFile)
    text += "\n## configs/boards/NAME.toml\n" + _model("top", SiteFile)
    text += _model("[boards.NAME]", BoardFile) + _model("[permission]", Permission)
    text += "\n### [source]\n\nThe keys of a board described by selectors: [engine files](engine-files.md).\n"
    found = ", ".join(f"`{name}`" for name in _names("engines"))
    text += f"\n## configs/engines/NAME.toml\n\nShipped: {found}. Keys: [engine files](engine-files.md).\n"
    for kind in ("participants", "anonymise", "topics"):
        found = ", ".join(f"`{name}`" for name in _names(kind))
        content = tomllib.loads((shipped() / kind / f"{_names(kind)[0]}.toml").read_text("utf-8"))
        text += f"\n## configs/{kind}/\n\nShipped: {found}. The files explain themselves.\n"
        text += "\nKeys: " + ", ".join(f"`{key}`" for key in content) + ".\n"
    text += "\n## Environment\n\n| variable | meaning |\n|---|---|\n"
    text += "| `HIKCORPUS_DEBUG` | 1 shows the traceback of a fault in hikcorpus (it may show message text) |\n"
    text += "| `HIKCORPUS_CLOCK` | an ISO instant: a clock that moves only when the process waits (tests) |\n"
    return text


_KINDS = {"_values": "value", "_selectors": "selector", "_patterns": "pattern", "_address": "address"}
"""The check of a field -> what it is called in the notation."""


def _kind(field: Any) -> str:
    """What stands behind a key, in a word."""
    checks = [getattr(getattr(one, "func", None), "__name__", "") for one in field.metadata]
    told = next((_KINDS[check] for check in checks if check in _KINDS), None)
    if told is not None:
        return told
    spelt = str(field.annotation)
    for part, kind in {"_address": "address", "Address": "address", "_patterns": "patterns by unit"}.items():
        if part in spelt:
            return "addresses" if spelt.startswith("tuple") else kind
    words = {"dict": "numbers by name", "bool": "true, false", "int": "number", "tuple[str": "texts"}
    return next((word for part, word in words.items() if part in spelt), "text")


def _rules(name: str, model: Any) -> str:
    text = f"\n### {name}\n\n{inspect.cleandoc(model.__doc__)}\n\n"
    text += "| key | what | meaning | without it |\n|---|---|---|---|\n"
    for key, field in model.model_fields.items():
        if field.description is None:
            continue
        default = field.get_default(call_default_factory=True)
        shown = json.dumps(default, ensure_ascii=False) if not field.is_required() else "needed"
        shown = "" if shown in ("null", "[]", "{}") else shown if field.is_required() else f"`{shown}`"
        meaning = field.description.removesuffix("; null = threads have one page").replace("|", "\\|")
        text += f"| `{key}` | {_kind(field)} | {meaning} | {shown.replace('|', chr(92) + '|')} |\n"
    return text


def engine_files() -> str:
    """The notation of boards described by selectors."""
    text = "# Engine files\n\n" + NOTE + inspect.cleandoc(notation.__doc__ or "") + "\n"
    text += "\n[Add a board](../how-to/add-a-board.md) builds such a file step by step; whole ones lie in "
    text += (
        "`configs/engines/`.\n\n## Keys\n\n*Value*, *selector* and *pattern* mean one, or a list of them. Of values "
    )
    text += "the first that finds something counts,\nof selectors and patterns all. In a site's file the tables are "
    text += (
        "`[source]`, `[source.post]` and so on; `engine` and `title`\nare not needed there. Unknown keys are refused.\n"
    )
    text += _rules("top", EngineFile)
    tables = {key: field.annotation for key, field in EngineFile.model_fields.items() if field.description is None}
    for key, annotation in tables.items():
        model = next((one for one in (annotation, *get_args(annotation)) if hasattr(one, "model_fields")), None)
        if model is not None:
            text += _rules(f"[{key}]" if model is not ExamplePage else "[[examples]]", model)
    return text


def shipped_sources() -> list[tuple[str, Source]]:
    """How each engine that comes with hikcorpus is written, and the engine: registered, described, imported only."""
    out = [("Python", source(name)) for name in SOURCES]
    files = [shipped() / "engines" / f"{name}.toml" for name in _names("engines")]
    out += [("selectors", described_by(read_engine(str(path)))) for path in files]
    return out + [("pattern", source(name)) for name in UNASKED]


def formats() -> str:
    """Sources and exporters."""
    text = "# Sources and export formats\n\n" + NOTE + "## Sources\n\n"
    text += (
        "*Confirmed*: what is read was compared with real pages of which it is known what they show. *Experimental*: "
    )
    text += (
        "not yet,\nor not enough; [what each rests on](../explanation/sources.md#what-each-engine-rests-on). *Several "
    )
    text += (
        "pages*: long threads stand on\nmore than one. *Falls off*: old threads drop off the board as new ones come; "
    )
    text += "elsewhere a thread that is gone was deleted or\nmoved. Zone: where the site's file names none.\n\n"
    text += (
        "| engine | what it is | written in | how | state | poster IDs hold per | zone | several pages | falls off |\n"
    )
    text += "|---|---|---|---|---|---|---|---|---|\n"
    for written, one in shipped_sources():
        how = "crawl" if one.crawlable else "import"
        state = "experimental" if one.experimental else "" if one.engine in UNASKED else "confirmed"
        scope = "" if one.poster_id_scope == "none" else one.poster_id_scope
        marks = " | ".join("yes" if flag else "" for flag in (one.in_pages, one.prunes))
        text += f"| `{one.engine}` | {one.title} | {written} | {how} | {state} | {scope} | {one.zone} | {marks} |\n"
    text += "\n## Export formats\n\n| format | file | what it is |\n|---|---|---|\n"
    for name in EXPORTERS:
        writer = exporter(name)
        module: Any = inspect.getmodule(type(writer))
        text += f"| `{name}` | `TABLE{writer.suffix}` | {module.__doc__.splitlines()[0]} |\n"
    return text


PAGES = {
    "cli.md": cli,
    "exit-codes.md": exit_codes,
    "tables.md": tables,
    "config.md": config,
    "engine-files.md": engine_files,
    "formats.md": formats,
}


if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), encoding="utf-8")
        print(f"wrote {HERE / page}")
