"""`python -m hufu_mock_server`."""

from hufu_mock_server import main

main()
