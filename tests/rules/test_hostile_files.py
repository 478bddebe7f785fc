"""Whatever a file holds, its reader takes it or refuses it in words (REL-17, SEC-21)."""

import copy
import io
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt.cli import main
from ipt.measures import own
from ipt.reading import BrokenBook
from kith.backup import Refused, archive, reading
from tests.support.hostile_values import WORST
from tests.support.office import own_file

TRIES = int(os.environ.get("HOSTILE_TRIES", "40"))
CALM = settings(
    max_examples=TRIES,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
GOOD = own_file("epds", "2.0.0")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORST),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def places(value, way=()):
    """The way to every value of a structure."""
    yield way
    if isinstance(value, dict | list):
        for key, there in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(there, (*way, key))


PLACES = list(places(json.loads(GOOD)))


def spoilt(way, value):
    """The good definition with another value at one place."""
    whole = copy.deepcopy(json.loads(GOOD))
    if not way:
        return value
    there = whole
    for key in way[:-1]:
        there = there[key]
    there[way[-1]] = value
    return whole


@CALM
@given(st.sampled_from(PLACES), values)
def test_REL_17_a_definition_with_anything_in_it_is_read_or_refused(way, value):
    try:
        own.read(json.dumps(spoilt(way, value)), name="own.json")
    except BrokenBook as refusal:
        assert str(refusal)


@pytest.mark.parametrize("value", WORST)
def test_REL_17_a_definition_that_is_no_definition_is_refused(value):
    with pytest.raises(BrokenBook):
        own.read(value, name="own.json")


def test_REL_17_the_good_definition_is_read():
    assert own.read(GOOD, name="own.json")[0].id == "epds"


TABLES = [["score", "gad-2"], ["score", "phq-9"], ["change", "--sd", "5", "--reliability", ".8"]]
TABLES += [["nhs"], ["gains"], ["links"], ["course"]]
HEADS = ["id,i1,i2", "id,pre,post", "id,session,score", "date,mood,people", "id,s1,s2,s3,s4", ""]


@CALM
@given(
    st.sampled_from(TABLES),
    st.sampled_from(HEADS),
    st.lists(st.lists(st.sampled_from(WORST) | st.text(max_size=9), max_size=5), max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([b"", b"\xff\xfe", b"\x00", b'"', b"\xef\xbb\xbf"]),
)
def test_REL_17_a_table_with_anything_in_it_is_read_or_refused(
    tmp_path_factory, command, head, rows, sign, odd
):
    text = "\n".join([head.replace(",", sign), *(sign.join(row) for row in rows)])
    file = tmp_path_factory.mktemp("table") / "in.csv"
    file.write_bytes(text.encode("utf-8", "surrogatepass") + odd)
    try:
        assert main([*command, str(file), "-o", str(file.with_name("out.csv"))]) in (0, 1, 2)
    except SystemExit as stop:
        assert stop.code in (0, 1, 2)


@CALM
@given(st.binary(max_size=300), st.booleans())
def test_REL_17_SEC_28_an_archive_of_any_bytes_is_refused(content, begins_well):
    content = (archive.MAGIC if begins_well else b"") + content
    with pytest.raises(Refused) as refusal:
        list(archive.lines(io.BufferedReader(io.BytesIO(content))))
    assert str(refusal.value)


def test_REL_17_SEC_28_a_device_or_a_folder_is_no_archive(tmp_path):
    for place in (tmp_path, tmp_path / "nothing", "/dev/null", "/dev/zero"):
        with pytest.raises(Refused):
            reading.whole(place)
