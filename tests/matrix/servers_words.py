"""The codes and sentences with which servers refuse, and what each means to each kind of call."""

from __future__ import annotations

from dataclasses import dataclass

from expected import NOT_OVER, PASSING, PROGRAM, TELL, one_of


@dataclass(frozen=True)
class Refusal:
    """A code, the status it comes with, and what it means to each kind of call."""

    code: str
    status: int
    sign_in: tuple[frozenset[str], tuple[str, ...]] = (TELL, ())
    renewal: str = "kept"
    """`kept`, `program`, `passing` or `ended`."""
    signed: tuple[frozenset[str], tuple[str, ...]] = (TELL, ())
    signed_renews: bool = False
    """Whether a signed call tries a new token first."""
    ends_with: tuple[str, ...] = ("session_expired",)


# RFC 6749, 5.2 and 4.1.2.1; RFC 6750, 3.1; RFC 8628, 3.5.
OAUTH = (
    Refusal(
        "invalid_grant", 400, (TELL, ("credential_invalid", "wrong_password")), renewal="ended"
    ),
    # GoTrue's name for it, of a code of WeChat, too.
    Refusal("invalid_credentials", 400, (TELL, ("credential_invalid", "wrong_password"))),
    Refusal("invalid_client", 401, (PROGRAM, ()), "program", signed_renews=True),
    Refusal("invalid_client", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal("unauthorized_client", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal("unsupported_grant_type", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal(
        "invalid_request",
        400,
        (PROGRAM, ("invalid_argument",)),
        "kept",
        (PROGRAM, ("invalid_argument",)),
    ),
    Refusal("invalid_scope", 400, (PROGRAM | TELL, ()), "kept", (NOT_OVER, ())),
    Refusal("access_denied", 403, (TELL, ())),
    Refusal("server_error", 500, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())),
    Refusal(
        "temporarily_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
    Refusal("slow_down", 429, (PASSING, ("rate_limited",)), "passing", (PASSING, ())),
    Refusal("invalid_token", 401, (NOT_OVER, ()), signed_renews=True),
    Refusal("insufficient_scope", 403, (TELL, ()), "kept", (TELL, ("not_allowed",))),
)

# supabase/auth, internal/api/apierrors/errorcode.go, and the statuses with which its handlers send them.
GOTRUE = (
    Refusal("invalid_credentials", 400, (TELL, ("wrong_password",))),
    Refusal("email_not_confirmed", 400, (TELL, ("email_not_confirmed",))),
    Refusal("phone_not_confirmed", 400, (TELL, ("email_not_confirmed",))),
    Refusal("user_already_exists", 422, (TELL, ("user_exists",))),
    Refusal("email_exists", 422, (TELL, ("user_exists",))),
    Refusal("phone_exists", 422, (TELL, ("user_exists",))),
    Refusal("weak_password", 422, (TELL, ("weak_password",)), "kept", (TELL, ("weak_password",))),
    Refusal("signup_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("anonymous_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("email_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("phone_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("email_address_invalid", 400),
    Refusal("email_address_not_authorized", 400),
    Refusal("captcha_failed", 400, (TELL, ("captcha_failed",))),
    Refusal("same_password", 422),
    Refusal(
        "reauthentication_needed",
        400,
        signed=(NOT_OVER | one_of("sign_in_again"), ("nonce_required",)),
    ),
    Refusal("reauthentication_not_valid", 422, signed=(TELL, ("credential_invalid",))),
    Refusal("otp_expired", 403, (TELL, ("credential_invalid",))),
    Refusal("otp_disabled", 422, (TELL, ("user_not_found",))),
    Refusal(
        "manual_linking_disabled",
        404,
        (TELL | PROGRAM, ()),
        "kept",
        (TELL | PROGRAM, ("not_allowed",)),
    ),
    Refusal("identity_already_exists", 422, signed=(TELL, ("identity_in_use",))),
    Refusal("single_identity_not_deletable", 422, signed=(TELL, ("last_identity",))),
    Refusal("insufficient_aal", 401, (NOT_OVER, ()), signed=(TELL, ("insufficient_aal",))),
    Refusal("validation_failed", 400, renewal="ended"),
    Refusal("bad_json", 400, (TELL | PROGRAM, ()), "kept", (TELL | PROGRAM, ())),
    Refusal("unexpected_failure", 500, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("request_timeout", 504, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("hook_timeout", 504, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("hook_timeout_after_retry", 503, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("conflict", 409, (PASSING, ("conflict",)), "passing", (PASSING, ("conflict",))),
    Refusal(
        "over_request_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal(
        "over_email_send_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal(
        "over_sms_send_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal("bad_jwt", 403, renewal="kept", signed_renews=True),
    Refusal("no_authorization", 401, (PROGRAM, ()), "program", signed_renews=True),
    Refusal("user_not_found", 403, (TELL, ("user_not_found",)), signed_renews=True),
    Refusal("session_not_found", 403, (TELL, ()), "ended", signed_renews=True),
    Refusal("session_not_found", 400, (TELL, ()), "ended"),
    Refusal("session_expired", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_not_found", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_already_used", 400, (TELL, ()), "ended"),
    Refusal(
        "user_banned",
        403,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "user_banned",
        400,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "flow_state_not_found", 404, (TELL, ("credential_invalid",)), "kept", (TELL | PROGRAM, ())
    ),
    Refusal("flow_state_expired", 422, (TELL, ("credential_invalid",))),
    Refusal("bad_code_verifier", 400, (TELL, ("begun_elsewhere",))),
    Refusal("provider_disabled", 400),
    Refusal("not_admin", 403),
    Refusal("user_sso_managed", 422),
    Refusal("mfa_verification_failed", 422, signed=(TELL, ("credential_invalid",))),
    Refusal("mfa_challenge_expired", 422, signed=(TELL, ("credential_invalid",))),
    # What a provider's callback says of why it brings no code.
    Refusal("bad_oauth_state", 400, (TELL, ("credential_invalid",))),
    Refusal("provider_email_needs_verification", 403, (TELL, ("email_not_confirmed",))),
    Refusal("over_request_rate_limit", 403, (PASSING, ("rate_limited",))),
    Refusal("server_error", 400, (PASSING, ("server_unavailable",))),
    Refusal("temporarily_unavailable", 400, (PASSING, ("server_unavailable",))),
)

# The unified surface, mock-server/openapi.json.
UNIFIED = (
    Refusal("wechat_code_invalid", 400, (TELL, ("credential_invalid",))),
    Refusal("wechat_blocked", 403, (TELL, ("not_allowed",))),
    # Of a token or a session that was offered to sign in with (adopt_session).
    Refusal("bad_jwt", 403, (TELL, ("credential_invalid",)), "kept", signed_renews=True),
    Refusal("session_not_found", 403, (TELL, ("credential_invalid",)), "ended", signed_renews=True),
    Refusal("access_denied", 400, (TELL, ("declined",))),
    Refusal("expired_token", 400, (TELL, ("credential_invalid",))),
    Refusal("session_expired", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_already_used", 400, (TELL, ()), "ended"),
    Refusal(
        "user_banned",
        403,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "reauth_required",
        403,
        (NOT_OVER | one_of("sign_in_again"), ()),
        "kept",
        (one_of("sign_in_again"), ("reauth_required",)),
    ),
    Refusal("invalid_platform", 400, (PROGRAM, ()), "kept", (PROGRAM, ())),
    Refusal(
        "rate_limited", 429, (PASSING, ("rate_limited",)), "passing", (PASSING, ("rate_limited",))
    ),
    Refusal(
        "wechat_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
    Refusal(
        "database_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
)

# The same, of binding (B8, B11): what a person is told there.
BINDING = tuple(
    Refusal(code, status, (NOT_OVER, ()), "kept", (TELL, (ours,)))
    for status, code, ours in (
        (400, "user_code_invalid", "credential_invalid"),
        (400, "bind_code_invalid", "bind_code_invalid"),
        (422, "wrong_number", "wrong_number"),
        (409, "binding_declined", "binding_declined"),
        (410, "binding_expired", "binding_expired"),
        (410, "scan_used", "scan_used"),
        (410, "binding_ended", "binding_expired"),
        (404, "binding_not_found", "binding_expired"),
        (409, "already_linked", "already_linked"),
        (409, "provider_already_linked", "provider_already_linked"),
        (422, "identity_already_exists", "identity_in_use"),
        (422, "single_identity_not_deletable", "last_identity"),
        (409, "identity_cooling_down", "not_allowed"),
        (409, "too_many_merges", "not_allowed"),
    )
)

# docs.authing.cn, "error codes": HTTP says 200, `statusCode` 499, `apiCode` what it is.
AUTHING = (
    ("1000", "系统繁忙，请稍后再试", NOT_OVER, ()),
    ("1576", "无应用登录权限", TELL, ()),
    ("2004", "用户未找到", TELL, ()),
    ("2005", "用户已锁定", NOT_OVER | one_of("sign_in_again"), ()),
    ("2006", "密码错误", TELL, ()),
    ("2011", "应用不存在", PROGRAM | TELL, ()),
    ("2031", "应用已禁止注册用户", TELL, ()),
    ("2058", "强制重置密码", TELL, ()),
    ("2333", "用户名或密码错误", TELL, ()),
    ("4021", "计量计费错误", TELL, ()),
    ("6001", "Totp 码错误", TELL, ()),
)

# Texts of the documents' own servers: what stands where a code would is a sentence.
SENTENCES = (
    (400, "Invalid wechat code"),
    (400, "无效的微信 code"),
    (400, "code 已被使用"),
    (401, "未授权"),
    (403, "用户已被禁用"),
    (404, "用户不存在"),
    (409, "该账号已绑定"),
    (422, "Validation failed: nickname should not be empty"),
    (500, "微信登录失败"),
)
