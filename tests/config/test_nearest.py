"""What a mistyped name was meant to be."""

import pytest

from hikcorpus.config.files import find
from hikcorpus.config.nearest import did_you_mean, nearest
from hikcorpus.errors import ConfigError


@pytest.mark.parametrize(
    ("name", "found"),
    [("phpb", ["phpbb"]), ("PHPBB", ["phpbb"]), ("pinwood", ["pinewood"]), ("zzz", []), ("", [])],
)
def test_nearest_names(name, found):
    """Best first; nothing where none looks like it."""
    assert nearest(name, ["phpbb", "mybb", "pinewood"])[:1] == found


def test_the_sentence():
    """Followed by another; none for nothing."""
    assert did_you_mean("phpb", ["phpbb", "x"]) == "Did you mean 'phpbb'? "
    assert did_you_mean("phpb", ["x"]) == ""


def test_settings_that_are_not_there():
    """As for keys."""
    with pytest.raises(ConfigError, match=r"no boards setting '4chna'\. Did you mean '4chan'\? Known: "):
        find("boards", "4chna")
