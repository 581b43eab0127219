"""`python -m hufu_auth_mock_server`."""

from hufu_auth_mock_server import main

main()
