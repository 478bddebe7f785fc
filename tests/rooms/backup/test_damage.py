"""A backup that is not whole is refused whole: its reason is said, and nothing here has changed."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from kith.audit.models import AuditEvent
from kith.backup import Refused, archive, copy_keys, restore, rows, verify, write
from kith.people.models import User
from kith.vault import keys

CALM = how(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def small(values) -> bytes:
    file = io.BytesIO()
    writer = archive.Writer(file)
    for value in values:
        writer.line(value)
    writer.close()
    return file.getvalue()


def read(content) -> list:
    return [value for value, _ in archive.lines(io.BufferedReader(io.BytesIO(content)))]


def test_SEC_28_no_bit_of_a_small_archive_can_be_changed():
    content = small([{"kith": "0.1.0"}, [1, "a"], {"manifest": {}}])
    assert len(read(content)) == 3
    for place in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            with pytest.raises(Refused):
                read(bytes(changed))


def test_SEC_28_a_small_archive_cannot_be_cut_anywhere():
    content = small([{"kith": "0.1.0"}, [1, "a"], {"manifest": {}}])
    for kept in range(len(content)):
        with pytest.raises(Refused):
            read(content[:kept])


@given(st.lists(st.lists(st.text() | st.integers() | st.none()), max_size=30), st.integers(1, 64))
def test_SEC_28_whatever_goes_in_comes_out(values, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "CHUNK", size)
        assert read(small(values)) == values


@pytest.fixture
def whole(houses, tmp_path):
    path = tmp_path / "kith.backup"
    write(path)
    return path


@pytest.fixture
def there(whole, tmp_path, settings):
    """A folder to restore to that holds something of somebody else; a folder of keys."""
    settings.KITH_DATA = tmp_path / "fresh"
    (settings.KITH_DATA / "mail").mkdir(parents=True)
    (settings.KITH_DATA / "mail" / "letter").write_text("something")
    return settings.KITH_DATA, Path(settings.KITH_KEYS)


def snapshot(folders):
    """Name, content and mode of every file."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.name.endswith(("-wal", "-shm")):
                content = path.read_bytes() if path.is_file() else b""
                found[path] = (content, path.stat().st_mode)
    return found


def refused(path, there, match=None):
    """Both commands refuse, and folders and database are as they were."""
    before, people = snapshot(there), User.objects.count()
    for command in (restore, verify):
        with pytest.raises(Refused, match=match) as reason:
            command(path)
        assert str(reason.value).endswith(".")
    after = snapshot(there)
    for name in ("backup-state.json", "backup-state.lock", ".backup-verifying"):
        after.pop(there[0] / name, None)
        before.pop(there[0] / name, None)
    assert after == before
    assert User.objects.count() == people


@CALM
@given(st.data())
def test_SEC_28_changed_anywhere_it_is_refused_and_the_target_stays(whole, there, data):
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    changed = whole.with_name("changed")
    changed.write_bytes(content)
    refused(changed, there)


@CALM
@given(st.data())
def test_SEC_28_cut_anywhere_or_with_more_behind_it_is_refused(whole, there, data):
    content = whole.read_bytes()
    kept = data.draw(st.integers(0, len(content)))
    more = data.draw(st.binary(min_size=0 if kept < len(content) else 1, max_size=40))
    changed = whole.with_name("changed")
    if content[:kept] + more == content:
        return
    changed.write_bytes(content[:kept] + more)
    refused(changed, there)


def rewritten(path, change):
    """The same archive, sealed anew with other lines: as somebody with the key could."""
    lines = change([value for value, _ in archive.lines(path.open("rb"))])
    path.write_bytes(small(lines))
    return path


def without_a_row(lines):
    place = next(n for n, line in enumerate(lines) if isinstance(line, list))
    return [*lines[:place], *lines[place + 1 :]]


def a_row_twice(lines):
    place = next(n for n, line in enumerate(lines) if isinstance(line, list))
    return [*lines[:place], lines[place], *lines[place:]]


def resealed(lines):
    """The lines with a manifest whose counts and hashes fit them."""
    tally = rows.Tally()
    for line in lines[1:-1]:
        tally.see(line, json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return [*lines[:-1], {"manifest": {**lines[-1]["manifest"], "tables": tally.tables()}}]


def places_of(lines, table):
    """Where the rows of one table stand."""
    found, present = [], None
    for place, line in enumerate(lines):
        if isinstance(line, dict):
            present = line.get("table", present)
        elif present == table:
            found.append(place)
    return found


def an_earlier_end(lines):
    """The last event of one chain is gone, and its head names the event before."""
    events = [(place, lines[place]) for place in places_of(lines, "audit.AuditEvent")]
    place, last = max(events, key=lambda found: found[1][at("seq")])
    own = [row for _, row in events if row[at("practice_id")] == last[at("practice_id")]]
    before = next(row for row in own if row[at("seq")] == last[at("seq")] - 1)
    heads = places_of(lines, "audit.AuditHead")
    end = next(n for n in heads if lines[n][0] == last[at("practice_id")])
    fresh = [before[at("practice_id")], before[at("seq")], before[at("mac")]]
    lines = [*lines[:end], fresh, *lines[end + 1 :]]
    return resealed([*lines[:place], *lines[place + 1 :]])


def no_head(lines):
    """One chain has no head any more."""
    end = places_of(lines, "audit.AuditHead")[0]
    return resealed([*lines[:end], *lines[end + 1 :]])


def other_heads(lines):
    """The manifest names another end."""
    (practice, seq, mac), *more = lines[-1]["manifest"]["heads"]
    manifest = {**lines[-1]["manifest"], "heads": [[practice, seq + 1, mac], *more]}
    return [*lines[:-1], {"manifest": manifest}]


def no_heads(lines):
    """The manifest names no ends."""
    return [*lines[:-1], {"manifest": {"tables": lines[-1]["manifest"]["tables"]}}]


def at(name):
    """The place of one column in a row of the audit."""
    return rows.columns(AuditEvent).index(name)


FORGED = {
    "an audit that ends earlier": (an_earlier_end, "does not end where its manifest says"),
    "an audit without its head": (no_head, "does not end where its manifest says"),
    "other heads": (other_heads, "does not end where its manifest says"),
    "no heads": (no_heads, "does not end where its manifest says"),
    "no manifest": (lambda lines: lines[:-1], "lacks something"),
    "no row": (without_a_row, "lacks something"),
    "a row twice": (a_row_twice, "lacks something"),
    "more behind": (lambda lines: [*lines, ["more"]], "goes on"),
    "two manifests": (lambda lines: [*lines, lines[-1]], "goes on"),
    "newer": (lambda lines: [{**lines[0], "kith": "99.0.0"}, *lines[1:]], "newer"),
    "other tables": (lambda lines: [{**lines[0], "schema": "x"}, *lines[1:]], "tables differ"),
    "only a head": (lambda lines: lines[:1], "lacks something"),
    "nothing": (lambda lines: [], "lacks something"),
}


@pytest.mark.parametrize("name", FORGED)
def test_SEC_28_what_does_not_fit_its_manifest_or_this_version_is_refused(whole, there, name):
    change, reason = FORGED[name]
    refused(rewritten(whole, change), there, reason)


def test_SEC_28_another_master_key_is_refused(whole, there, tmp_path, settings):
    settings.KITH_KEYS = tmp_path / "others"
    keys.ensure()
    refused(whole, (there[0], settings.KITH_KEYS), "another master key")


def test_SEC_28_what_is_no_file_is_refused(whole, there, tmp_path, monkeypatch):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").touch()
    refused(tmp_path / "empty", there, "not a backup")
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "loop", whole / "inside"):
        refused(path, there, "cannot be read")

    def denied(*args, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(Refused, match="Permission denied"):
        restore(whole)


def test_SEC_28_keys_that_were_put_in_place_go_again_when_the_backup_is_refused(
    whole, tmp_path, settings
):
    copy_keys(tmp_path / "copy", whole=True)
    content = bytearray(whole.read_bytes())
    content[-1] ^= 1
    whole.write_bytes(content)
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path / "fresh", tmp_path / "own"
    settings.KITH_KEYS.mkdir(mode=0o700)
    (settings.KITH_KEYS / "django.key").write_text("of this machine")
    with pytest.raises(Refused):
        restore(whole, keys=tmp_path / "copy")
    assert [p.name for p in settings.KITH_KEYS.iterdir()] == ["django.key"]
    assert not settings.KITH_DATA.exists()
    (settings.KITH_KEYS / "wrapped.sqlite3").write_text("others")
    with pytest.raises(Refused, match="there already and differs"):
        restore(whole, keys=tmp_path / "copy")
    assert (settings.KITH_KEYS / "wrapped.sqlite3").read_text() == "others"
    with pytest.raises(Refused, match="no copy of the keys"):
        restore(whole, keys=tmp_path)
    assert not settings.KITH_DATA.exists()
