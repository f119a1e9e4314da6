"""A description, taken apart once: values parsed, lists of selectors joined, every selector tried."""

import re
from typing import Final

from hikcorpus.config.engines import EngineFile
from hikcorpus.config.value import Value, parse_value
from hikcorpus.errors import ConfigError
from hikcorpus.sources.declared.dates import Dates

Taken = tuple[Value, ...]
_SELECTORS: Final = frozenset({"row", "each", "until", "remove", "block", "drop", "shown"})
_PLAIN: Final = frozenset({"signature_line", "every"})


class Plan:
    """What a description says, ready to be asked: `[table]` key -> values, or one selector.

    within: what stands before the tables' names in its file: `source.` in a site's own, nothing in configs/engines/.
    """

    def __init__(self, file: EngineFile, within: str = "") -> None:
        self.file = file
        self.within = within
        self.values: dict[str, Taken] = {}
        self.selectors: dict[str, str] = {}
        for table in ("listing", "thread", "post", "quotes", "refs", "attachments", "answers"):
            rules = getattr(file, table)
            for key in type(rules).model_fields if rules is not None else ():
                self._take(table, key, getattr(rules, key))
        self.text = ", ".join(value.selector for value in self["post.text"])
        self.dates = Dates(file.dates)
        lines = file.post.signature_line
        self.signature = re.compile("|".join(f"(?:{one})" for one in lines), re.MULTILINE) if lines else None
        hosts = file.hosts
        self.hosts = re.compile("|".join(f"(?:{one})" for one in hosts)) if hosts else None

    def _take(self, table: str, key: str, said: object) -> None:
        if not isinstance(said, tuple) or key in _PLAIN:
            return
        name = f"{table}.{key}"
        if key in _SELECTORS:
            self.selectors[name] = ", ".join(said)
            asked = [self.selectors[name]]
        else:
            self.values[name] = tuple(parse_value(one) for one in said)
            asked = [value.selector for value in self.values[name]]
        for selector in filter(None, asked):
            self._try(name, selector)

    def _try(self, name: str, selector: str) -> None:
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError

        try:
            LexborHTMLParser("<p></p>").css(selector)
        except SelectolaxError:
            raise ConfigError(
                f"The description of {self.file.engine}: {self.within}{name}: {selector!r} is no CSS selector.",
                "Mend that value; docs/reference/engine-files.md tells the notation.",
            ) from None

    def __getitem__(self, name: str) -> Taken:
        return self.values.get(name, ())

    def selector(self, name: str) -> str:
        """The selector of that key; '' where nothing is said."""
        return self.selectors.get(name, "")
