"""Settings: unknown keys, wrong values and missing files are one sentence that names place and key."""

import pytest

from hikcorpus.config.boards import named, read_site
from hikcorpus.config.files import find, names, read_toml, shipped
from hikcorpus.config.study import Study, read_study
from hikcorpus.errors import ConfigError


@pytest.mark.parametrize("kind", ["boards", "participants", "anonymise", "topics", "studies"])
def test_shipped_settings_can_be_read(kind):
    """Every shipped file is found by name and is TOML."""
    assert names(kind)
    for name in names(kind):
        assert read_toml(find(kind, name))


def test_shipped_boards_and_study_are_valid():
    """The files that we ship pass their own checks."""
    for name in names("boards"):
        assert read_site(name).boards
    assert read_study(shipped() / "studies" / "example.toml").topics == ["family"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('nmae = "x"', "unknown key 'nmae'"),
        ('name = "x"\n[window]\nuntil = 2026-01-01', "unknown key 'window.until'"),
        ("name = 3", "name"),
        ('name = "../x"', "name"),
        ("refresh_hours = 0", "refresh_hours"),
        ("[window]\nfrom = 2026-02-01\nto = 2026-01-01", "'from' lies after 'to'"),
        ('name = "x', "not valid TOML"),
        ("boards = 'x'", "boards"),
    ],
)
def test_wrong_study_files(tmp_path, content, said):
    """What is wrong, where, and exit code 3."""
    path = tmp_path / "s.toml"
    path.write_text(content)

    with pytest.raises(ConfigError) as caught:
        read_study(path)
    assert said in str(caught.value) and str(path) in str(caught.value)
    assert caught.value.exit_code == 3 and caught.value.next_step


def test_missing_and_undecodable_files(tmp_path):
    """No such file, no UTF-8: no traceback."""
    with pytest.raises(ConfigError, match="does not exist"):
        read_study(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_study(tmp_path / "x.toml")
    with pytest.raises(ConfigError, match="ylilauta"):
        find("boards", "nosuch")


def test_a_study_is_named_after_its_file(tmp_path):
    """Without a name the file's is taken."""
    (tmp_path / "perhe.toml").write_text("")
    assert read_study(tmp_path / "perhe.toml").name == "perhe"
    assert Study().name == "default"


def test_own_settings_come_first(tmp_path, monkeypatch):
    """A file in ./configs/ stands before the shipped one of the same name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "configs" / "boards").mkdir(parents=True)
    (tmp_path / "configs" / "boards" / "4chan.toml").write_text(
        'engine = "vichan"\nsite = "mine"\naddress = "http://mine.example"\n[boards.b]\n'
    )
    assert read_site("4chan").site == "mine"
    assert named("4chan/b")[1] == ["b"]
    with pytest.raises(ConfigError, match="It has: b"):
        named("4chan/x")


def test_a_pace_below_a_second_is_refused(tmp_path):
    """Nobody is asked more than once a second, whatever a file says."""
    path = tmp_path / "x.toml"
    path.write_text('engine = "vichan"\nsite = "s"\naddress = "http://s.example"\ndelay = 0.1\n[boards.b]\n')
    with pytest.raises(ConfigError, match="delay"):
        read_site(str(path))
