pytest_plugins = ["tests.support.house", "tests.support.cast"]
