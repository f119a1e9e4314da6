"""Writes docs/reference/ from the code itself; `tests/test_docs.py` holds the two together.

Run it with `make docs`.
"""

import inspect
import tomllib
from pathlib import Path
from typing import Any

import typer

from hikcorpus.cli.app import COMMANDS, make_app
from hikcorpus.config.boards import BoardFile, Permission, SiteFile
from hikcorpus.config.files import names, shipped
from hikcorpus.config.study import Study, WindowFile
from hikcorpus.errors import ERRORS
from hikcorpus.export import EXPORTERS, exporter
from hikcorpus.model.columns import TABLES
from hikcorpus.sources import all_sources

HERE = Path(__file__).parent / "reference"
NOTE = "<!-- written by docs/generate.py: change the code, then `make docs` -->\n\n"


def cli() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(make_app())
    out = ["# Commands\n\n" + NOTE + "`hikcorpus --help` and `hikcorpus COMMAND --help` say the same.\n"]
    for name in COMMANDS:
        command = group.commands[name]
        out.append(f"\n## hikcorpus {name}\n\n{inspect.cleandoc(command.help or '')}\n\n")
        out.append("| argument or option | meaning | default |\n|---|---|---|\n")
        for param in command.params:
            if param.name == "help":
                continue
            names_of_it = param.opts if param.param_type_name == "option" else [param.metavar]
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
    for kind in ("participants", "anonymise", "topics"):
        found = ", ".join(f"`{name}`" for name in names(kind))
        content = tomllib.loads((shipped() / kind / f"{names(kind)[0]}.toml").read_text("utf-8"))
        text += f"\n## configs/{kind}/\n\nShipped: {found}. The files explain themselves.\n"
        text += "\nKeys: " + ", ".join(f"`{key}`" for key in content) + ".\n"
    text += "\n## Environment\n\n| variable | meaning |\n|---|---|\n"
    text += "| `HIKCORPUS_DEBUG` | 1 shows the traceback of a fault in hikcorpus (it may show message text) |\n"
    text += "| `HIKCORPUS_CLOCK` | an ISO instant: a clock that moves only when the process waits (tests) |\n"
    return text


def formats() -> str:
    """Sources and exporters."""
    text = "# Sources and export formats\n\n" + NOTE + "## Sources\n\n"
    text += "| engine | what it is | how | poster IDs hold per | zone |\n|---|---|---|---|---|\n"
    for source in all_sources():
        how = "crawl" if source.crawlable else "import of saved pages"
        text += f"| `{source.engine}` | {source.title} | {how} | {source.poster_id_scope} | {source.zone} |\n"
    text += "\n## Export formats\n\n| format | file | what it is |\n|---|---|---|\n"
    for name in EXPORTERS:
        writer = exporter(name)
        module: Any = inspect.getmodule(type(writer))
        text += f"| `{name}` | `TABLE{writer.suffix}` | {module.__doc__.splitlines()[0]} |\n"
    return text


PAGES = {"cli.md": cli, "exit-codes.md": exit_codes, "tables.md": tables, "config.md": config, "formats.md": formats}


if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), encoding="utf-8")
        print(f"wrote {HERE / page}")
