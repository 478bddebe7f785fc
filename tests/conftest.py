pytest_plugins = ["tests.support.house", "tests.support.cast", "tests.support.full_world"]
