"""The short ways through a dat file give what the long ways give."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.dat.fields import read_name, read_stamp
from hikcorpus.sources.dat.times import Stamps

ZONES = [ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Helsinki"), ZoneInfo("Asia/Kolkata")]
FIELD = st.builds(
    "{}/{:02}/{:02}({}) {:02}:{:02}:{:02}{} ID:{}".format,
    st.integers(1000, 9999),
    st.integers(0, 13),
    st.integers(0, 32),
    st.sampled_from("月火水木金土日"),
    st.integers(0, 25),
    st.integers(0, 61),
    st.integers(0, 61),
    st.sampled_from(["", ".4", ".41", ".412", ".999"]),
    st.text("abcXYZ089+/.?", min_size=7, max_size=10),
)


@given(st.lists(FIELD, min_size=1, max_size=4), st.sampled_from(ZONES))
def test_usual_dates_read_as_all_others(fields, zone):
    """Time, precision, printed form, ID, line mark: whatever day, hour and zone."""
    stamps = Stamps(zone)
    for field in [*fields, *fields]:
        assert stamps.read(field) == read_stamp(field, zone)


@pytest.mark.parametrize(
    ("field", "name", "slip", "shared_line", "country"),
    [
        ("夜 </b>(ﾜｯﾁｮｲ)<b>", "夜", None, None, None),
        ("夜 </b>(ﾜｯﾁｮｲ [203.0.113.9])<b>", "夜", None, None, None),
        ("夜 </b>(ﾜｯﾁｮｲWW 8f70-cm.O)<b>", "夜", "8f70-cm.O", None, None),
        ("夜 </b>(ｱｳｱｳｳｰT Sa11-x/Y+ [203.0.113.9])<b>", "夜", "Sa11-x/Y+", None, None),
        ("夜 </b>(ﾜｯﾁｮｲ[公衆] 8f70-cmdO)<b>", "夜", "8f70-cmdO", "公衆", None),
        ("夜 </b>(ﾌﾞﾛｯｸ 8f70-cmdO)<b>", "夜", "8f70-cmdO", "proxy", None),
        ("夜 </b>(USW FC12-cmdO)<b>", "夜", "FC12-cmdO", None, "US"),
        ("夜 </b>(US 8f70-cmdO)<b>", "夜", "8f70-cmdO", None, None),
        ("夜 </b>(東京都)<b>", "夜", None, None, None),
        ("夜 <small></small>(３級) </b>(ﾜｯﾁｮｲ 8f70-cmdO)<b>", "夜", "8f70-cmdO", None, None),
        ("夜(３級)", "夜(３級)", None, None, None),
        ("(ﾜｯﾁｮｲ 8f70-cmdO)", "(ﾜｯﾁｮｲ 8f70-cmdO)", None, None, None),
    ],
)  # fmt: skip
def test_what_is_a_name_and_what_the_server_added(field, name, slip, shared_line, country):
    """SLIP marks and ranks are the server's only where it sets them; typed ones stay part of the name."""
    read = read_name(field)
    assert (read.name, read.slip, read.shared_line, read.country) == (name, slip, shared_line, country)
