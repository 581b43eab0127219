"""What can go wrong, as the core's table names it. Nothing is invented here.

Programs branch on the four classes that say what to do; the classes below them are the codes.

>>> issubclass(RateLimited, RetryLater)
True
>>> RateLimited.code, RateLimited.action
('rate_limited', 'retry')
"""

from __future__ import annotations

from typing import ClassVar, Literal

from hufu_auth import _native

Action = Literal["retry", "sign_in_again", "tell_user", "fix_program"]
"""What the caller should do about an error."""


class HufuError(Exception):
    """An operation failed. Holds no token, code or body: it may be logged.

    Attributes:
        code: What happened; the class says the same.
        action: What to do about it.
        message: A sentence for a log or a dialog, in the language of the client; English by itself.
        detail: More about this case, perhaps empty: the server's own code, a header's name.
        retry_after_ms: Earliest sensible retry, from now; 0 where nothing is known.
        http_status: The status that led here; 0 if none did.
        server_message: What the server said for people, in its own words and language: plain text
            of one line, at most 300 bytes; empty where it said nothing.
    """

    code: ClassVar[str] = ""
    action: ClassVar[Action]

    def __init__(
        self,
        message: str,
        *,
        detail: str = "",
        retry_after_ms: float = 0,
        http_status: int = 0,
        server_message: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.retry_after_ms = retry_after_ms
        self.http_status = http_status
        self.server_message = server_message

    def message_in(self, language: str) -> str:
        """What `message` says, in another language.

        `language` is a tag (`zh-CN`, `zh-Hans`), a locale (`zh_CN.UTF-8`) or the value of an
        `Accept-Language` header. English where it means none that we speak.

        >>> SignedOut("Nobody is signed in.").message_in("zh-CN")
        '当前未登录。'
        """
        if not self.code:
            return self.message
        return _native.message(self.code, self.detail, self.retry_after_ms, language)

    def __reduce__(self) -> tuple[object, ...]:
        """Survives `pickle`, so that it may cross processes."""
        return (_rebuild, (type(self), self.message, self.__dict__))


def _rebuild(kind: type[HufuError], message: str, state: dict[str, object]) -> HufuError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class RetryLater(HufuError):
    """Nothing is lost; the same call may succeed later (see `retry_after_ms`)."""

    action = "retry"


class SignInAgain(HufuError):
    """The session cannot go on; only a new sign-in helps."""

    action = "sign_in_again"


class TellUser(HufuError):
    """The person has to decide or correct something."""

    action = "tell_user"


class FixProgram(HufuError):
    """The call, the configuration or the host is wrong."""

    action = "fix_program"


# tables: begin errors


class Network(RetryLater):
    """The server could not be reached. Check the connection and try again."""

    code = "network"


class Timeout(RetryLater):
    """The server took too long to answer. Try again."""

    code = "timeout"


class Tls(RetryLater):
    """The server's certificate could not be verified, so nothing was sent."""

    code = "tls"


class RateLimited(RetryLater):
    """Too many requests. Wait a while, then try again."""

    code = "rate_limited"


class ServerUnavailable(RetryLater):
    """The server cannot answer at the moment. Try again."""

    code = "server_unavailable"


class MalformedReply(RetryLater):
    """The answer was not the server's own: a proxy or a login page may be in the way."""

    code = "malformed_reply"


class Conflict(RetryLater):
    """Another request changed the same thing at the same time. Try again."""

    code = "conflict"


class LockTimeout(RetryLater):
    """Another tab or process holds the session and did not let go in time. Try again."""

    code = "lock_timeout"


class StoreUnavailable(RetryLater):
    """The session could not be read or written where it is kept."""

    code = "store_unavailable"


class TokenRejected(RetryLater):
    """The server refused the access token even after it was renewed."""

    code = "token_rejected"


class SignedOut(SignInAgain):
    """Nobody is signed in."""

    code = "signed_out"


class SessionExpired(SignInAgain):
    """The session has ended. Sign in again."""

    code = "session_expired"


class UserBanned(SignInAgain):
    """This account has been blocked. Its owner should ask the operator."""

    code = "user_banned"


class ReauthRequired(SignInAgain):
    """This needs a sign-in of the last ten minutes. Sign in again, then repeat it."""

    code = "reauth_required"


class Cancelled(TellUser):
    """It was cancelled."""

    code = "cancelled"


class Declined(TellUser):
    """The person declined."""

    code = "declined"


class CredentialInvalid(TellUser):
    """The sign-in code is wrong, used or too old. Ask for a new one."""

    code = "credential_invalid"


class BegunElsewhere(TellUser):
    """This was begun in another browser or program. Open the link there, or begin again here."""

    code = "begun_elsewhere"


class WrongPassword(TellUser):
    """The address or the password is wrong."""

    code = "wrong_password"


class UserNotFound(TellUser):
    """There is no account yet for whoever signs in here. Register first."""

    code = "user_not_found"


class UserExists(TellUser):
    """There is an account with this address already. Sign in instead."""

    code = "user_exists"


class WeakPassword(TellUser):
    """The password is too weak. Choose a longer one, or one that is harder to guess."""

    code = "weak_password"


class EmailNotConfirmed(TellUser):
    """The address is not confirmed yet. Follow the link in the message sent to it."""

    code = "email_not_confirmed"


class SignUpsOff(TellUser):
    """The server takes no new accounts of this kind."""

    code = "sign_ups_off"


class CaptchaFailed(TellUser):
    """The server could not tell that a person asks. Solve its puzzle (captcha) and try again."""

    code = "captcha_failed"


class NonceRequired(TellUser):
    """This change needs a code. Ask for one: it is sent to the account's address."""

    code = "nonce_required"


class InsufficientAal(TellUser):
    """This needs the second factor. Type the code of the authenticator app first."""

    code = "insufficient_aal"


class NotAllowed(TellUser):
    """The server does not allow this."""

    code = "not_allowed"


class Refused(TellUser):
    """The server refused the request."""

    code = "refused"


class BindCodeInvalid(TellUser):
    """This code cannot be used. Ask for a new one on the other side."""

    code = "bind_code_invalid"


class ScanUsed(TellUser):
    """This code is in use already. Show a new one, and scan that."""

    code = "scan_used"


class WrongNumber(TellUser):
    """That is not the number which the other screen shows."""

    code = "wrong_number"


class BindingDeclined(TellUser):
    """The other side declined."""

    code = "binding_declined"


class BindingExpired(TellUser):
    """This has ended without being confirmed. Begin again with a new code."""

    code = "binding_expired"


class AlreadyLinked(TellUser):
    """Both are the same account already."""

    code = "already_linked"


class ProviderAlreadyLinked(TellUser):
    """The account has an identity of this provider. Unbind that one first."""

    code = "provider_already_linked"


class IdentityInUse(TellUser):
    """That identity belongs to another account with data of its own. Merge them instead."""

    code = "identity_in_use"


class LastIdentity(TellUser):
    """The last way of signing in cannot be removed."""

    code = "last_identity"


class InvalidArgument(FixProgram):
    """An argument is missing or wrong."""

    code = "invalid_argument"


class OriginRefused(FixProgram):
    """The address is not of a configured origin, so no token was sent there."""

    code = "origin_refused"


class Unsupported(FixProgram):
    """The backend or the host cannot do this."""

    code = "unsupported"


class HostFault(FixProgram):
    """The host of the core could not do its part."""

    code = "host_fault"


# tables: end errors


_BY_CODE: dict[str, type[HufuError]] = {
    kind.code: kind for group in HufuError.__subclasses__() for kind in group.__subclasses__()
}

FailureFacts = tuple[str, str, str, str, float, int, str]
"""An error as the extension tells it: code, action, message, detail, retry_after_ms, http_status,
server_message."""


def error_of(facts: FailureFacts, language: str = "") -> HufuError:
    """The exception for what the extension told, in English or another language."""
    code, _, message, detail, retry_after_ms, http_status, server_message = facts
    if language:
        message = _native.message(code, detail, retry_after_ms, language)
    return _BY_CODE[code](
        message,
        detail=detail,
        retry_after_ms=retry_after_ms,
        http_status=http_status,
        server_message=server_message,
    )


def error_from(failed: _native.Failed) -> HufuError:
    """The exception for one of the extension's."""
    facts: FailureFacts = failed.args
    return error_of(facts)


HostCode = Literal["declined", "signed_out", "unsupported", "store_unavailable", "host_fault"]
"""What a host may say when it could not do what it was asked for."""


class HostFailure(Exception):
    """Raised by a store, `credential` or `present` to say why; the core decides what it means.

    Anything else that they raise counts as `host_fault`, in a store as `store_unavailable`.

    >>> HostFailure("declined").code
    'declined'
    """

    def __init__(self, code: HostCode, detail: str = "") -> None:
        """`detail` is for people, without secrets."""
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
