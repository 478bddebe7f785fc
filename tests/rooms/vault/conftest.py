import pytest

from kith.vault import keys, store


@pytest.fixture
def folders(tmp_path, settings):
    """Data and keys of their own, with nothing opened before or after."""
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path / "data", tmp_path / "keys"
    settings.KITH_DATA.mkdir()
    keys.forget()
    store.forget()
    yield tmp_path
    keys.forget()
    store.forget()


@pytest.fixture
def own_keys(folders):
    """The folders, with a fresh master key and key store."""
    keys.ensure()
    return folders
