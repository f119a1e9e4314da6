"""Descriptions of engines: the notation, what is wrong in one told with its key, and where they are found."""

import copy
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from hikcorpus.config import boards, engines
from hikcorpus.config.boards import described, described_anywhere, read_site
from hikcorpus.config.engines import EngineFile, described_engines, engine_of, read_engine
from hikcorpus.config.files import shipped
from hikcorpus.config.picture import MONTHS, date_pattern
from hikcorpus.config.value import first_group, parse_value
from hikcorpus.errors import ConfigError

SHIPPED = sorted((shipped() / "engines").glob("*.toml"))
SMALL = tomllib.loads(
    r"""
engine = "kello"
title = "Kello"
[addresses]
listing = "{root}/b/{board}"
thread = "{root}/t/{thread}"
[listing]
row = "li"
id = 'a @href -> t/(\d+)'
[post]
each = "article"
id = "@id"
text = "p"
"""
)


def changed(path, value):
    """The small description with one key set, e.g. `post.id`."""
    content = copy.deepcopy(SMALL)
    table = content
    *tables, key = path.split(".")
    for name in tables:
        table = table.setdefault(name, {})
    table[key] = value
    return content


@pytest.mark.parametrize(
    ("text", "selector", "take", "pattern"),
    [
        ("a.title", "a.title", "text", None),
        ("a.title @href", "a.title", "href", None),
        (r"a.title @href -> t=(\d+)", "a.title", "href", r"t=(\d+)"),
        ("@data-id", "", "data-id", None),
        (r"@id -> (\d+)", "", "id", r"(\d+)"),
        ("-> <!-- error -->", "", "text", "<!-- error -->"),
        ("h3 @own", "h3", "own", None),
        ("td > a ~ b", "td > a ~ b", "text", None),
        ("a[href*='@'] @title", "a[href*='@']", "title", None),
        ("span -> (?i)edited", "span", "text", "(?i)edited"),
    ],
)
def test_values_are_selector_attribute_and_pattern(text, selector, take, pattern):
    """Every part can be left out."""
    value = parse_value(text)
    assert (value.selector, value.take, value.pattern and value.pattern.pattern) == (selector, take, pattern)


@pytest.mark.parametrize("text", ["", "  ", "a ->", "a -> (", "a @href more", "a @", "a @b @c d"])
def test_values_that_are_none_are_refused(text):
    """With a sentence."""
    with pytest.raises(ValueError, match=r"."):
        parse_value(text)


def test_first_group_that_took_part_counts():
    """Alternatives each have their own group."""
    assert first_group(re.search(r"a=(\d+)|b-(\d+)", "b-7")) == "7"
    assert first_group(re.search(r"\d+", "b-7")) == "7"


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("post.id", "@id -> (", "post.id: .*no regular expression"),
        ("post.id", "a @href now", "post.id: .*one attribute"),
        ("post.id", "", "post.id: .*empty"),
        ("post.each", "article @id", "post.each: .*CSS selector alone"),
        ("post.author", 5, "post.author"),
        ("post.autor", "b", "unknown key 'post.autor'"),
        ("addresses.listing", "/b/{board}", r"addresses.listing: .*\{root\}"),
        ("addresses.thread", "{root}/{topic}", "addresses.thread: .*topic"),
        ("addresses.thread_id", ["("], "addresses.thread_id"),
        ("dates.formats", ["DD.MM.YYYY klo HH:mm"], r"dates.formats: .*'k' means nothing.*brackets"),
        ("dates.formats", ["HH:mm"], "dates.formats: .*day"),
        ("dates.formats", ["DD.MM"], "dates.formats: .*year"),
        ("dates.formats", ["DD.DD.YYYY MM"], "dates.formats: .*twice"),
        ("dates.formats", [], "dates.formats"),
        ("dates.ago", {"century": "x"}, "dates.ago: .*century"),
        ("dates.months", {"tam": 13}, "dates.months: .*1 to 12"),
        ("zone", "Europe/Nowhere", "zone: .*unknown time zone"),
        ("traces", ["("], "traces"),
        ("engine", "Kello 2", "engine"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(path, value, why):
    """A ConfigError names the file, the key and what is wrong."""
    with pytest.raises(ConfigError, match=why) as raised:
        engine_of(changed(path, value), Path("kello.toml"))
    assert "kello.toml" in raised.value.what
    assert raised.value.next_step


@pytest.mark.parametrize(
    "missing", ["post.id", "post.text", "post.each", "listing.row", "listing.id", "addresses.thread"]
)
def test_what_no_board_can_do_without_is_asked_for(missing):
    """A description without an id, text or address of its threads is refused."""
    content = copy.deepcopy(SMALL)
    table, _, key = missing.partition(".")
    del content[table][key]
    with pytest.raises(ConfigError, match=rf"{missing} is missing.*Write it below \[{table}\]"):
        engine_of(content, Path("kello.toml"))


def test_the_smallest_description_is_enough():
    """Ten lines describe a board."""
    one = engine_of(SMALL, Path("kello.toml"))
    assert (one.engine, one.experimental, one.prunes, one.recheck_per_visit) == ("kello", True, False, 20)
    assert one.thread.next == ()
    assert one.dates.formats == ("iso",)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_descriptions_are_valid_and_named_as_their_files(path):
    """And each has an example of a list and, last, of a thread."""
    one = read_engine(path.stem)
    assert one.engine == path.stem
    assert one.traces
    assert [example.kind for example in one.examples][-1:] == ["thread"]
    assert "listing" in [example.kind for example in one.examples]


def tables(model):
    """A model and all models inside it."""
    yield model
    for field in model.model_fields.values():
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from tables(inner)


def test_every_key_says_what_it_is():
    """The reference is made of these sentences."""
    for model in tables(EngineFile):
        for name, field in model.model_fields.items():
            is_table = any(
                isinstance(inner, type) and issubclass(inner, BaseModel)
                for inner in (field.annotation, *getattr(field.annotation, "__args__", ()))
            )
            assert field.description or is_table, f"{model.__name__}.{name}"


def test_like_takes_over_another_description(tmp_path, monkeypatch):
    """Own tables lie over the other's, key by key; that it was confirmed is not taken over."""
    monkeypatch.chdir(tmp_path)
    one = engine_of(
        {"engine": "oma", "title": "Oma", "like": "mybb", "dates": {"formats": ["D.M.YYYY HH:mm"]}}, Path("oma.toml")
    )
    base = read_engine("mybb")
    assert one.dates.formats == ("D.M.YYYY HH:mm",)
    assert (one.post, one.listing, one.addresses) == (base.post, base.listing, base.addresses)
    assert (one.experimental, one.examples) == (True, ())
    assert not base.experimental


def test_like_an_engine_that_is_not_there():
    """Names those that are."""
    with pytest.raises(ConfigError, match="phpnuke") as raised:
        engine_of({"engine": "oma", "title": "Oma", "like": "phpnuke"}, Path("oma.toml"))
    assert "phpbb" in raised.value.next_step


SITE = """
engine = "oma_foorumi"
site = "foorumi.example"
address = "https://foorumi.example/f"
zone = "Europe/Helsinki"
[source]
like = "phpbb"
[source.dates]
formats = ["D.M.YYYY H:mm"]
[boards.10]
"""


def write_site(tmp_path, text, name="oma"):
    """A site's file where it is looked for."""
    folder = tmp_path / "configs" / "boards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text)


def test_a_site_may_describe_its_own_engine(tmp_path, monkeypatch):
    """Its `engine` names the description, its address is the only one that it is for."""
    monkeypatch.chdir(tmp_path)
    write_site(tmp_path, SITE)
    site = read_site("oma")
    assert site.source.engine == "oma_foorumi"
    assert site.source.title == "foorumi.example"
    assert described("oma_foorumi") == (site.source, "https://foorumi.example/f")
    assert described("phpbb") == (read_engine("phpbb"), None)
    assert described("vichan") is None
    assert described_anywhere() == (*described_engines(), "oma_foorumi")


def test_errors_inside_a_source_name_their_key(tmp_path, monkeypatch):
    """As those of any other key of the site's file."""
    monkeypatch.chdir(tmp_path)
    write_site(tmp_path, SITE.replace("D.M.YYYY H:mm", "D.M"))
    with pytest.raises(ConfigError, match=r"oma.toml: source\.dates\.formats: .*year"):
        read_site("oma")
    with pytest.raises(ConfigError, match=r"source\.dates"):
        described("oma_foorumi")
    write_site(tmp_path, SITE.replace('like = "phpbb"', 'like = "phpbb"\nengine = "muu"'))
    with pytest.raises(ConfigError, match="another engine"):
        read_site("oma")


def test_a_broken_site_file_hides_no_other(tmp_path, monkeypatch):
    """It is told where that site is asked for."""
    monkeypatch.chdir(tmp_path)
    write_site(tmp_path, "engine = ", "rikki")
    write_site(tmp_path, SITE)
    assert boards.sites_with_source() == {"oma_foorumi": "oma"}


def test_sites_without_a_source_have_none():
    """As before."""
    assert read_site("4chan").source is None


@pytest.mark.parametrize(
    ("picture", "text", "found"),
    [
        ("YYYY-MM-DD HH:mm:ss", "on 2020-07-06 18:16:37,", {"year": "2020", "month": "07", "second": "37"}),
        ("MM-DD-YYYY, hh:mm A", "06-14-2021, 05:38 PM", {"day": "14", "half": "PM"}),
        ("MMMM D, YYYY, hh:mm A", "« Reply #5 on: May 16, 2024, 07:47 pm »", {"name": "May", "day": "16"}),
        ("YY/MM/DD(ddd)HH:mm", "24/02/28(Wed)13:29", {"yy": "24", "minute": "29"}),
        ("D. MMMM YYYY [klo] H.mm", "3. tammikuuta 2020 klo 9.05", {"name": "tammikuuta", "hour": "9"}),
        ("YYYY年M月D日 HH:mm", "2020年7月6日 18:16", {"month": "7", "day": "6"}),
        ("Do MMMM YYYY", "2nd March 2014", {"day": "2", "name": "March"}),
        ("D.M.YYYY", "12.11.20201", None),
        ("D.M.YYYY", "x12.11.2020", None),
    ],
)
def test_pictures_find_dates_in_a_text(picture, text, found):
    """Anywhere in it; never inside a longer number or word."""
    match = date_pattern(picture, MONTHS).search(text)
    if found is None:
        assert match is None
    else:
        assert {name: match[name] for name in found} == found


def test_notation_page_names_every_special_word():
    """The docstring that users read knows what the code knows."""
    page = engines.__doc__
    for word in (
        "@text",
        "@own",
        "@titled",
        "@after",
        "{root}",
        "{offset}",
        "{any}",
        "signature_line",
        "Etc/GMT-2",
        "like",
    ):
        assert word in page


@pytest.mark.parametrize(
    ("path", "value", "step"),
    [
        ("post.autor", "b", "Did you mean 'author'? Known are: account, author, "),
        ("post.x", "b", "Known are: account, author, "),
        ("lik", "mybb", "Did you mean 'like'? "),
        ("quote", {"block": "q"}, "Did you mean 'quotes'? "),
        ("post.default_names", ["Vieras"], "'default_names' belongs at the top of the file, above all [tables]. "),
        ("answers.signature_line", "x", "'signature_line' belongs below [post]. "),
    ],
)
def test_a_key_nobody_knows_leads_to_the_one_that_was_meant(path, value, step):
    """The nearest one, or the table in which it is right; what may stand there; and the page that tells all keys."""
    with pytest.raises(ConfigError, match=f"unknown key '{path}'") as raised:
        engine_of(changed(path, value), Path("kello.toml"))
    assert raised.value.next_step.startswith(step)
    assert raised.value.next_step.endswith("(docs/reference/engine-files.md).")


def test_a_mistyped_key_is_told_before_what_is_missing_for_it():
    """`txt` for `text`: that no text is there is only what follows."""
    content = changed("post.txt", "p")
    del content["post"]["text"]
    with pytest.raises(ConfigError, match=r"unknown key 'post\.txt'") as raised:
        engine_of(content, Path("kello.toml"))
    assert raised.value.next_step.startswith("Did you mean 'text'?")


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("post.author", 5, 'kello.toml: post.author: here stands a text in quotes, "...".'),
        ("post.author", [5, "b"], 'kello.toml: post.author: here stands a text in quotes, "...".'),
        ("post.flat", "yess", "kello.toml: post.flat: here stands true or false, without quotes."),
        ("post", "p", "kello.toml: post: this is a table, not a value; it begins with a line [post]."),
        ("dates.formats", "D.M.YYYY", 'kello.toml: dates.formats: here stands a list, ["..."].'),
        ("engine", "Kello 2", "kello.toml: engine: it does not look like 'my_forum'."),
        ("examples", [{"kind": "list", "url": "x", "html": ""}], "kello.toml: examples.kind: Input should be"),
    ],
)
def test_faults_are_told_in_words_of_the_file(path, value, what):
    """No type of Python's, no branch of the model, no number of a list."""
    with pytest.raises(ConfigError) as raised:
        engine_of(changed(path, value), Path("kello.toml"))
    assert raised.value.what.startswith(what)


def test_a_table_that_is_missing_is_asked_for_by_its_heading(tmp_path, monkeypatch):
    """As it is written in the file."""
    content = copy.deepcopy(SMALL)
    del content["post"]
    with pytest.raises(ConfigError, match=r"the table \[post\] is missing. It begins with a line \[post\]"):
        engine_of(content, Path("kello.toml"))
    monkeypatch.chdir(tmp_path)
    write_site(tmp_path, SITE.replace("[boards.10]", "[board.10]"))
    with pytest.raises(ConfigError, match=r"unknown key 'board'\. Did you mean 'boards'"):
        read_site("oma")
    write_site(tmp_path, SITE.replace("[boards.10]", ""))
    with pytest.raises(ConfigError, match=r"\[boards\] is missing. It begins with a line \[boards.NAME\]"):
        read_site("oma")
    write_site(tmp_path, SITE + 'langauge = "fi"\n')
    with pytest.raises(ConfigError, match=r"unknown key 'boards\.10\.langauge'. Did you mean 'language'.*config\.md"):
        read_site("oma")
    write_site(tmp_path, SITE.replace("[source]", "[source.post]\nautor = 'b'\n[source]"))
    with pytest.raises(ConfigError, match=r"unknown key 'source\.post\.autor'. Did you mean 'author'"):
        read_site("oma")
