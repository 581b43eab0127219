"""Guesses at the digits of a mail, from anywhere and all at once: after the tenth wrong one the digits are dead, and the mail's link lives on."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from world import ADA

EMAIL = ADA["email"]
WRONG = "403 otp_expired"
CAP = 10


def ask_for_code(world) -> dict:
    assert world.ask("POST", "/otp", {"email": EMAIL}).said == "200"
    return world.messages(EMAIL)[0]


def wrong_codes(code: str, count: int) -> list[str]:
    others = random.Random(7).sample(range(1_000_000), count + 1)
    return [f"{number:06}" for number in others if f"{number:06}" != code][:count]


def guess(world, codes: list[str]) -> list[str]:
    """All at once, each from an address of its own; what each was told."""

    def one(numbered):
        at, code = numbered
        body = {"type": "email", "email": EMAIL, "token": code}
        return world.ask(
            "POST", "/verify", body, source=f"127.0.{1 + at // 200}.{1 + at % 200}"
        ).said

    with ThreadPoolExecutor(32) as pool:
        return list(pool.map(one, enumerate(codes)))


def link_works(world, mail) -> bool:
    body = {"type": "email", "token_hash": mail["tokenHash"]}
    return world.ask("POST", "/verify", body).said == "200"


def test_among_the_first_nine_it_is_accepted(either):
    mail = ask_for_code(either)
    assert guess(either, wrong_codes(mail["code"], CAP - 1)) == [WRONG] * (CAP - 1)
    assert guess(either, [mail["code"]]) == ["200"]


@pytest.mark.parametrize("place", [0, 50, 89])
def test_later_than_the_tenth_it_is_not_and_the_link_is(either, place):
    mail = ask_for_code(either)
    wrong = wrong_codes(mail["code"], 99)
    assert guess(either, wrong[:CAP]) == [WRONG] * CAP
    rest = wrong[CAP:]
    rest.insert(place, mail["code"])
    assert set(guess(either, rest)) == {WRONG}
    assert link_works(either, mail)


def test_a_hundred_in_parallel_spend_the_code_once_or_never(either):
    mail = ask_for_code(either)
    codes = wrong_codes(mail["code"], 96) + [mail["code"]] * 4
    random.Random(11).shuffle(codes)
    told = guess(either, codes)
    accepted = [code for code, said in zip(codes, told, strict=True) if said == "200"]
    assert accepted in ([], [mail["code"]])
    assert set(told) <= {WRONG, "200"}
    assert link_works(either, mail) == (accepted == [])


def test_a_new_mail_has_new_digits_and_ten_new_guesses(either):
    first = ask_for_code(either)
    guess(either, wrong_codes(first["code"], CAP))
    either.control("POST", "/clock/advance", {"ms": 61_000})
    second = ask_for_code(either)
    assert guess(either, [first["code"]]) == [WRONG] or first["code"] == second["code"]
    assert guess(either, [second["code"]]) == ["200"]


def test_guesses_at_one_are_not_guesses_at_another(either):
    mail = ask_for_code(either)
    bob = {"type": "email", "email": "bob@example.com"}
    assert either.ask("POST", "/otp", {"email": bob["email"]}).said == "200"
    code = either.messages(bob["email"])[0]["code"]
    guess(either, wrong_codes(mail["code"], 20))
    assert either.ask("POST", "/verify", bob | {"token": code}).said == "200"


def test_without_the_cap_as_the_real_one_the_right_code_is_good_after_forty(either):
    either.switch(guessCap=False)
    mail = ask_for_code(either)
    guess(either, wrong_codes(mail["code"], 40))
    assert guess(either, [mail["code"]]) == ["200"]


def test_from_one_address_thirty_in_five_minutes(either):
    either.switch(guessCap=False)
    mail = ask_for_code(either)
    bodies = [
        {"type": "email", "email": EMAIL, "token": code} for code in wrong_codes(mail["code"], 31)
    ]
    told = [either.ask("POST", "/verify", body).said for body in bodies]
    assert told == [WRONG] * 30 + ["429 over_request_rate_limit"]
    either.control("POST", "/clock/advance", {"ms": 301_000})
    right = {"type": "email", "email": EMAIL, "token": mail["code"]}
    assert either.ask("POST", "/verify", right).said == "200"
