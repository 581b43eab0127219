"""G14: an application is told of a merge once it is true, by one of several servers, and again until it has heard."""

import pytest
from group import Group, accept, at_once, issue
from shop import Shop

from clerk_webhooks import WEBHOOK_SECRET, tell
from people import WebHalf, WechatHalf

HOUR_S = 3_600
PAUSES_S = [5, 300, HOUR_S // 2, *(hours * HOUR_S for hours in (2, 5, 10, 14, 20, 20))]
LEASE_S = 60
# Of psql, which takes its time: more than it can need.
LOOKS = 200


@pytest.fixture
def shop():
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def group(program, contract, postgres, database, shop):
    """Two servers that both tell the shop."""
    environment = shop.environment | WEBHOOK_SECRET
    group = Group(program, contract, postgres.url(database), environment)
    group.add()
    group.add()
    yield group
    group.stop()


def ready_to_merge(api) -> tuple[WebHalf, str, str]:
    """Who has to confirm what, and with which number."""
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    binding = issue(api, web, "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    api.call("POST /api/bind-account", 202, body=body, headers=mini.headers)
    return web, binding["bindingId"], accept(api, mini, binding["bindingId"])


def confirm(api, web, binding, number) -> None:
    name = "POST /api/bindings/{id}/confirm"
    api.call(name, 200, id=binding, body={"number": number}, headers=web.headers)


def ring(api, ms: int = 1) -> None:
    """It looks again what is due."""
    api.control("POST /clock/advance", 200, {"ms": ms})


def test_each_merge_is_told_once_by_whichever_server(group, shop):
    shop.open()
    waiting = [ready_to_merge(group.members[0]) for _ in range(6)]
    at_once(6, lambda index: confirm(group.member(index), *waiting[index]))
    assert shop.wait_for(6, 20)
    told = [(event["type"], *event["data"].values()) for event in shop.came]
    assert len(set(told)) == len({event["id"] for event in shop.came}) == 6
    for member in group.members:
        ring(member)
    assert not shop.wait_for(7, 0.5)
    assert all(event["signed"] for event in shop.came)


def test_while_one_server_tells_it_no_other_does(group, shop):
    shop.may_answer.clear()
    shop.open()
    confirm(group.members[0], *ready_to_merge(group.members[0]))
    assert shop.wait_for(1, 10)
    for _ in range(5):
        ring(group.members[1])
    assert not shop.wait_for(2, 0.5)
    shop.may_answer.set()
    assert not shop.wait_for(2, 0.5)


def pause_after(postgres, database: str, told: dict) -> int:
    """What the outbox says once the answer has been read: in how many seconds it is due again."""
    for _ in range(LOOKS):
        ((due_ms,),) = postgres.query("SELECT due_ms FROM outbox", database)
        pause_s = int(due_ms) // 1000 - told["at"]
        if pause_s != LEASE_S:
            return pause_s
    raise AssertionError("it is still being sent")


def test_what_is_not_taken_is_told_again_for_three_days_and_then_no_more(
    group, shop, postgres, database
):
    shop.status = 503
    shop.open()
    api = group.members[0]
    confirm(api, *ready_to_merge(api))
    assert shop.wait_for(1, 10)
    for tries, pause_s in enumerate(PAUSES_S, start=2):
        assert pause_s <= pause_after(postgres, database, shop.came[-1]) < pause_s + 30
        if pause_s > LEASE_S:
            ring(api, (pause_s - LEASE_S) * 1000)
            assert not shop.wait_for(tries, 0.05), f"too early for the {tries}th time"
        ring(api, LEASE_S * 1000)
        assert shop.wait_for(tries, 10)
    assert pause_after(postgres, database, shop.came[-1]) < HOUR_S // 2
    ring(api, HOUR_S // 2 * 1000)
    assert shop.wait_for(len(PAUSES_S) + 2, 10), "once more at their end"
    assert len({event["id"] for event in shop.came}) == 1
    assert all(event["signed"] for event in shop.came), "each time as of then"
    assert any(not postgres.query("SELECT id FROM outbox", database) for _ in range(LOOKS))
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert events.count("webhook_given_up") == 1


def test_what_a_server_was_killed_over_another_tells(group, shop):
    first, second = group.members
    confirm(first, *ready_to_merge(first))  # nobody listens yet
    group.running[0].kill()
    shop.open()
    ring(second, 2 * 60_000)
    assert shop.wait_for(1, 20)
    assert shop.came[0]["type"] == "person.merged" and shop.came[0]["signed"]


def test_who_deleted_their_account_is_told_with_all_their_ids(group, shop):
    shop.open()
    api = group.members[0]
    web, binding, number = ready_to_merge(api)
    confirm(api, web, binding, number)
    assert shop.wait_for(1, 10)
    merged = shop.came[0]["data"]
    api.call("DELETE /api/user", 204, headers=web.headers)
    assert shop.wait_for(2, 10)
    event = shop.came[1]
    assert event["type"] == "person.deleted" and event["signed"]
    assert event["data"] == {"id": merged["into"], "ids": [merged["into"], merged["from"]]}
    gone = WebHalf.make(api)
    api.call("GET /api/user/profile", 200, headers=gone.headers)
    tell(api, "user.deleted", gone.user_id, "msg_1")
    assert shop.wait_for(3, 10)
    assert shop.came[2]["type"] == "person.deleted"
