"""A real server to test against: `hufu-mock-server`, started and steered from Python.

With pytest there is nothing to import: the fixtures `hufu_server`, `hufu_person`, `hufu_clock`,
`hufu_faults` and `hufu_inbox` are there as soon as `hufu-auth[test]` is installed. Elsewhere:

    from hufu_auth.testing import MockServer

    with MockServer.start() as server:
        person = server.add_wechat_person(nickname="小华")
        ...
"""

from hufu_auth.testing.clock import MockClock
from hufu_auth.testing.control import ControlError
from hufu_auth.testing.faults import Fault, Faults
from hufu_auth.testing.inbox import Inbox, Message, NoMail
from hufu_auth.testing.people import ClerkUser, OpenData, Person, PhoneCode, WechatPerson
from hufu_auth.testing.program import ServerNotFound, ServerNotStarted, find_program
from hufu_auth.testing.server import AuditEntry, MockServer, SeenRequest

__all__ = [
    "AuditEntry",
    "ClerkUser",
    "ControlError",
    "Fault",
    "Faults",
    "Inbox",
    "Message",
    "MockClock",
    "MockServer",
    "NoMail",
    "OpenData",
    "Person",
    "PhoneCode",
    "SeenRequest",
    "ServerNotFound",
    "ServerNotStarted",
    "WechatPerson",
    "find_program",
]
