"""Which server the clients from PyPI ask."""


def pytest_addoption(parser):
    parser.addoption(
        "--server", help="the hufu-mock-server to test; by default the newest under build/"
    )
