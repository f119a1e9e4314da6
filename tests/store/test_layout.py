"""Links: the data folder may be one, nothing inside it may lead out of it."""

import pytest

from hikcorpus.errors import DataDamaged
from hikcorpus.store.layout import DataFolder
from tests.store.rows import raw_row


def test_the_data_folder_may_be_a_link(tmp_path):
    """People keep data on another disk."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    data = DataFolder(tmp_path / "data")
    data.check()
    data.raw("s", "b").append({"messages": [raw_row("messages")]}, "2026-11")
    (tmp_path / "data" / "raw" / "again").symlink_to(tmp_path / "disk" / "raw" / "s")
    data.check()


@pytest.mark.parametrize("place", ["raw", "raw/s", "raw/s/b", "raw/s/b/messages", "state", "participants/default"])
def test_a_link_that_leads_out_is_refused(tmp_path, place):
    """Before anything is written there, by name, also where nothing stands at its end."""
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "data" / place
    link.parent.mkdir(parents=True)
    for target in (tmp_path / "elsewhere", tmp_path / "nowhere"):
        link.symlink_to(target)
        with pytest.raises(DataDamaged, match="leads out of the data folder") as caught:
            DataFolder(tmp_path / "data").check()
        assert str(link) in str(caught.value)
        link.unlink()
    DataFolder(tmp_path / "data").check()


def test_a_file_is_no_data_folder(tmp_path):
    """Said in one sentence; a folder that does not exist yet is fine."""
    (tmp_path / "data").write_text("")
    with pytest.raises(DataDamaged, match="is not a folder"):
        DataFolder(tmp_path / "data").check()
    DataFolder(tmp_path / "new").check()
