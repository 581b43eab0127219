"""The operations of `AsyncClient`: each is one line, every decision is the core's."""

from __future__ import annotations

import os
from typing import Any, Optional, Union

from hufu_auth import _native
from hufu_auth._base import results
from hufu_auth._exchange_async import AsyncRequests
from hufu_auth._given import SignOutScope
from hufu_auth._later import log


class AsyncOperations(AsyncRequests):
    """Each operation of the core; `fetch` is one of `AsyncRequests`."""

    async def sign_in_with_wechat(
        self,
        *,
        code: Optional[str] = None,
        nickname: Optional[str] = None,
        avatar_url: Optional[str] = None,
        encrypted_data: Optional[str] = None,
        iv: Optional[str] = None,
        raw_data: Optional[str] = None,
        signature: Optional[str] = None,
    ) -> results.Session:
        """Sign in with a code of `wx.login`; without a code, `credential` is asked for one.

        Raises:
            CredentialInvalid: The code was used or is old.
            NotAllowed: WeChat has blocked the person.
            Declined: The person refused.
        """
        given = {
            "code": code,
            "nickname": nickname,
            "avatar_url": avatar_url,
            "encrypted_data": encrypted_data,
            "iv": iv,
            "raw_data": raw_data,
            "signature": signature,
        }
        return results.session(await self._call("sign_in_with_wechat", given))

    async def sign_in_with_oauth(
        self,
        *,
        provider: str,
        redirect_to: str,
        scopes: Optional[str] = None,
        query_params: Optional[results.Json] = None,
        as_link: bool = False,
    ) -> results.Session:
        """Begin a sign-in through a browser with PKCE; `present` opens the page.

        With `as_link` the result has the address as its `link`, and nothing is opened.
        """
        given = {
            "provider": provider,
            "redirect_to": redirect_to,
            "scopes": scopes,
            "query_params": query_params,
            "as_link": as_link,
        }
        return results.session(await self._call("sign_in_with_oauth", given))

    async def exchange_code_for_session(
        self,
        *,
        code: Optional[str] = None,
        error: Optional[str] = None,
        error_code: Optional[str] = None,
        error_description: Optional[str] = None,
    ) -> results.Session:
        """Exchange the code that the browser came back with for a session.

        Or be told what it means that it came with an error: give all that its address says.

        Raises:
            BegunElsewhere: In another browser or program; the code stays unspent.
            Declined: The person said no.
        """
        given = {
            "code": code,
            "error": error,
            "error_code": error_code,
            "error_description": error_description,
        }
        return results.session(await self._call("exchange_code_for_session", given))

    async def sign_in_with_password(
        self,
        *,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        password: str,
        captcha_token: Optional[str] = None,
    ) -> results.Session:
        """Sign in by e-mail or phone number, and password."""
        given = {
            "email": email,
            "phone": phone,
            "password": password,
            "captcha_token": captcha_token,
        }
        return results.session(await self._call("sign_in_with_password", given))

    async def sign_up(
        self,
        *,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        password: str,
        data: Optional[results.Json] = None,
        redirect_to: Optional[str] = None,
        captcha_token: Optional[str] = None,
        channel: Optional[str] = None,
    ) -> results.SignedUp:
        """Register by e-mail or phone number, and password.

        The state is `confirmation_pending` where the address has to be confirmed first.
        """
        given = {
            "email": email,
            "phone": phone,
            "password": password,
            "data": data,
            "redirect_to": redirect_to,
            "captcha_token": captcha_token,
            "channel": channel,
        }
        return results.signed_up(await self._call("sign_up", given))

    async def sign_in_anonymously(
        self, *, data: Optional[results.Json] = None, captcha_token: Optional[str] = None
    ) -> results.Session:
        """Sign in to a new anonymous account."""
        given = {"data": data, "captcha_token": captcha_token}
        return results.session(await self._call("sign_in_anonymously", given))

    async def sign_in_with_id_token(
        self,
        *,
        provider: str,
        id_token: str,
        access_token: Optional[str] = None,
        nonce: Optional[str] = None,
        captcha_token: Optional[str] = None,
    ) -> results.Session:
        """Sign in with the ID token of a provider that the program has got itself."""
        given = {
            "provider": provider,
            "id_token": id_token,
            "access_token": access_token,
            "nonce": nonce,
            "captcha_token": captcha_token,
        }
        return results.session(await self._call("sign_in_with_id_token", given))

    async def send_otp(
        self,
        *,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        create_user: bool = True,
        data: Optional[results.Json] = None,
        redirect_to: Optional[str] = None,
        channel: Optional[str] = None,
        captcha_token: Optional[str] = None,
    ) -> None:
        """Send a code and a link to an e-mail address, or a code to a phone, to sign in by.

        Raises:
            RateLimited: One was sent a moment ago.
            UserNotFound: Nobody has the address, and `create_user` is false.
        """
        given = {
            "email": email,
            "phone": phone,
            "create_user": create_user,
            "data": data,
            "redirect_to": redirect_to,
            "channel": channel,
            "captcha_token": captcha_token,
        }
        await self._call("send_otp", given)

    async def verify_otp(
        self,
        *,
        type: Optional[str] = None,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        code: Optional[str] = None,
        token_hash: Optional[str] = None,
        redirect_to: Optional[str] = None,
        captcha_token: Optional[str] = None,
    ) -> results.SignedUp:
        """Go on by what a mail brought: the code with its address, or the `token_hash` of the link.

        Without `type` it is a code to sign in with, by mail or SMS as the address says.

        Raises:
            CredentialInvalid: Alike for wrong, used and expired ones.
        """
        given = {
            "type": type,
            "email": email,
            "phone": phone,
            "code": code,
            "token_hash": token_hash,
            "redirect_to": redirect_to,
            "captcha_token": captcha_token,
        }
        return results.signed_up(await self._call("verify_otp", given))

    async def resend(
        self,
        *,
        type: str,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        redirect_to: Optional[str] = None,
        captcha_token: Optional[str] = None,
    ) -> None:
        """Send again what has not come: `signup`, `email_change`, `sms` or `phone_change`."""
        given = {
            "type": type,
            "email": email,
            "phone": phone,
            "redirect_to": redirect_to,
            "captcha_token": captcha_token,
        }
        await self._call("resend", given)

    async def recover_password(
        self, *, email: str, redirect_to: Optional[str] = None, captcha_token: Optional[str] = None
    ) -> None:
        """Send a link and a code to who has forgotten the password.

        Ends alike where nobody has the address.
        """
        given = {"email": email, "redirect_to": redirect_to, "captcha_token": captcha_token}
        await self._call("recover_password", given)

    async def adopt_session(self, *, access_token: str, refresh_token: str) -> results.Session:
        """Go on with tokens that came by a link or from another SDK.

        A living one is proved by asking the server whose it is, an ended one is renewed.

        Raises:
            CredentialInvalid: The server does not know the access token.
            SessionExpired: It has ended, and cannot be renewed.
        """
        given = {"access_token": access_token, "refresh_token": refresh_token}
        return results.session(await self._call("adopt_session", given))

    async def sign_in_by_scan(
        self, *, client_name: Optional[str] = None, picture: str = "mini_program"
    ) -> results.Session:
        """Sign in by a code that a signed-in person scans or types elsewhere, and approves.

        `present` is asked to show it, and again at each change of its state or address (RFC 8628).
        With an empty `picture` WeChat draws nothing: a screen that shows letters alone needs none.

        Raises:
            Declined: They said no.
            CredentialInvalid: It took too long.
        """
        given = {"client_name": client_name, "picture": picture}
        return results.session(await self._call("sign_in_by_scan", given))

    async def open_mini_program(
        self, *, client_name: Optional[str] = None, sign_in: Optional[str] = None
    ) -> results.OpenedMiniProgram:
        """Sign in on one phone: `present` is given a link that opens the mini-program.

        Ends when somebody has agreed there. They need not be who has begun: go on by
        `enter_return_code`. With `sign_in` it goes on waiting for one that was begun before.

        Raises:
            Declined: They said no.
            CredentialInvalid: It took too long.
        """
        given = {"client_name": client_name, "sign_in": sign_in}
        return results.OpenedMiniProgram(**await self._call("open_mini_program", given))

    async def enter_return_code(self, *, sign_in: str, code: str) -> results.Returning:
        """Enter the code that the mini-program shows after agreeing; says whose sign-in it is.

        Raises:
            WrongNumber: It shows another code.
            Declined: That was once too often.
        """
        given = {"sign_in": sign_in, "code": code}
        return results.Returning(**await self._call("enter_return_code", given))

    async def finish_sign_in(self, *, sign_in: str) -> results.Session:
        """Get the session of a sign-in that was approved."""
        return results.session(await self._call("finish_sign_in", {"sign_in": sign_in}))

    async def close_sign_in(self, *, sign_in: str) -> None:
        """End a sign-in that was begun: nobody can agree to it any more."""
        await self._call("close_sign_in", {"sign_in": sign_in})

    async def launch(
        self, *, scene: float = 0, query: Optional[results.Json] = None
    ) -> results.Launch:
        """Say, once, what the mini-program was opened for: what `onLaunch` and `onShow` are given.

        Where somebody has to sign in first, `launch` without arguments goes on after that.

        Raises:
            ScanUsed: Somebody else has scanned it.
            CredentialInvalid: Nobody has made it, or it is over.
        """
        return results.launch(await self._call("launch", {"scene": scene, "query": query}))

    async def approve_scan(
        self, *, scan_id: str, number: Optional[str] = None
    ) -> results.ApprovedScan:
        """Agree to what `launch` has opened; `number` is what the other screen shows.

        Raises:
            WrongNumber: It shows another number.
        """
        given = {"scan_id": scan_id, "number": number}
        return results.ApprovedScan(**await self._call("approve_scan", given))

    async def deny_scan(self, *, scan_id: str) -> None:
        """Decline what `launch` has opened."""
        await self._call("deny_scan", {"scan_id": scan_id})

    async def preview_device(self, *, user_code: str) -> results.DevicePreview:
        """Show which device asks to be signed in, before approving or denying it."""
        return results.DevicePreview(**await self._call("preview_device", {"user_code": user_code}))

    async def approve_device(self, *, user_code: str, number: str) -> None:
        """Sign the other device in; `number` is what it shows.

        Raises:
            WrongNumber: It shows another number.
        """
        await self._call("approve_device", {"user_code": user_code, "number": number})

    async def deny_device(self, *, user_code: str) -> None:
        """Refuse to sign the other device in."""
        await self._call("deny_device", {"user_code": user_code})

    async def access_token(self) -> results.AccessToken:
        """A token that will still be good when the request arrives; renews it if needed.

        However many ask at once, in this process and in others that share the store, the server
        is asked once.
        """
        return results.AccessToken(**await self._call("access_token", {}))

    async def session(self) -> results.Session:
        """The session as it is, read from the store the first time; no request."""
        return results.session(await self._call("session", {}))

    async def user(self) -> results.User:
        """The person, as of the last answer that named them.

        Raises:
            SignedOut: Nobody is signed in.
        """
        return results.User(**await self._call("user", {}))

    async def web_view_url(self, *, url: str, outlives: bool = False) -> results.WebViewUrl:
        """An address for a web-view, to be opened at once: the page at `url` is signed in there.

        Its session ends with this one, unless it `outlives` it.

        Raises:
            NotAllowed: The server names no such origin.
        """
        given = {"url": url, "outlives": outlives}
        return results.WebViewUrl(**await self._call("web_view_url", given))

    async def fetch_profile(self) -> results.Profile:
        """Fetch the profile from the server."""
        return results.profile(await self._call("fetch_profile", {}))

    async def update_profile(
        self, *, nickname: Optional[str] = None, avatar_url: Optional[str] = None
    ) -> results.Profile:
        """Change the profile; what is not given stays as it is."""
        given = {"nickname": nickname, "avatar_url": avatar_url}
        return results.profile(await self._call("update_profile", given))

    async def upload_avatar(self, *, file: Union[str, os.PathLike[str]]) -> results.Profile:
        """Upload a picture, by its path."""
        return results.profile(await self._call("upload_avatar", {"file": os.fspath(file)}))

    async def bind_phone(self, *, code: str) -> results.Profile:
        """Add a phone number, with the code of the phone-number button."""
        return results.profile(await self._call("bind_phone", {"code": code}))

    async def fetch_account(self) -> results.Account:
        """Everything that the server says of the person now."""
        return results.account(await self._call("fetch_account", {}))

    async def update_account(
        self,
        *,
        email: Optional[str] = None,
        phone: Optional[str] = None,
        password: Optional[str] = None,
        data: Optional[results.Json] = None,
        nonce: Optional[str] = None,
        redirect_to: Optional[str] = None,
        current_password: Optional[str] = None,
    ) -> results.Account:
        """Change e-mail, phone number, password or `user_metadata`.

        What is not given stays as it is; a new address counts once it is confirmed.

        Raises:
            NonceRequired: Ask for a code by `reauthenticate`, and give it as `nonce`.
            InsufficientAal: The person has a second factor, and has not shown it.
        """
        given = {
            "email": email,
            "phone": phone,
            "password": password,
            "data": data,
            "nonce": nonce,
            "redirect_to": redirect_to,
            "current_password": current_password,
        }
        return results.account(await self._call("update_account", given))

    async def reauthenticate(self) -> None:
        """Send the person a code, the `nonce` of `update_account`."""
        await self._call("reauthenticate", {})

    async def list_identities(self) -> results.LinkedIdentities:
        """The ways of signing in to the account."""
        return results.linked_identities(await self._call("list_identities", {}))

    async def link_identity(
        self,
        *,
        provider: str,
        redirect_to: str,
        scopes: Optional[str] = None,
        query_params: Optional[results.Json] = None,
        as_link: bool = False,
    ) -> results.Session:
        """Begin, as `sign_in_with_oauth` does, to add one more way of signing in."""
        given = {
            "provider": provider,
            "redirect_to": redirect_to,
            "scopes": scopes,
            "query_params": query_params,
            "as_link": as_link,
        }
        return results.session(await self._call("link_identity", given))

    async def unlink_identity(self, *, identity_id: str) -> None:
        """Take a way of signing in off the account.

        Raises:
            LastIdentity: It is the only one.
        """
        await self._call("unlink_identity", {"identity_id": identity_id})

    async def enroll_factor(
        self, *, friendly_name: Optional[str] = None, issuer: Optional[str] = None
    ) -> results.EnrolledFactor:
        """Begin to add an authenticator app; it counts once `verify_factor` has seen a code."""
        given = {"friendly_name": friendly_name, "issuer": issuer}
        return results.EnrolledFactor(**await self._call("enroll_factor", given))

    async def challenge_factor(self, *, factor_id: str) -> results.FactorChallenge:
        """Ask a factor for its code. `verify_factor` does it by itself."""
        given = {"factor_id": factor_id}
        return results.FactorChallenge(**await self._call("challenge_factor", given))

    async def verify_factor(
        self, *, factor_id: str, challenge_id: Optional[str] = None, code: str
    ) -> results.Session:
        """Show the code of a factor: the session goes on at `aal2`.

        Raises:
            CredentialInvalid: The code is wrong or old.
        """
        given = {"factor_id": factor_id, "challenge_id": challenge_id, "code": code}
        return results.session(await self._call("verify_factor", given))

    async def remove_factor(self, *, factor_id: str) -> None:
        """Take a factor off the account."""
        await self._call("remove_factor", {"factor_id": factor_id})

    async def list_factors(self) -> results.Factors:
        """The second factors of the account."""
        return results.factors(await self._call("list_factors", {}))

    async def create_bind_code(self, *, target: str) -> results.BindCode:
        """Issue a code that the other half redeems; `target` is that half, `wechat` or `web`.

        Raises:
            ReauthRequired: Signed in more than ten minutes ago.
            ProviderAlreadyLinked: The account has such a half.
        """
        return results.BindCode(**await self._call("create_bind_code", {"target": target}))

    async def redeem_bind_code(self, *, bind_code: str, platform: str) -> results.Binding:
        """Redeem a typed code or a scanned secret; `platform` is the other half, `wechat` or `web`.

        Raises:
            BindCodeInvalid: Alike for unknown, used, expired and foreign codes.
        """
        given = {"bind_code": bind_code, "platform": platform}
        return results.binding(await self._call("redeem_bind_code", given))

    async def accept_binding(self, *, binding_id: str) -> results.Binding:
        """The redeemer joins the account in the preview; the outcome holds the number to show."""
        return results.binding(await self._call("accept_binding", {"binding_id": binding_id}))

    async def confirm_binding(self, *, binding_id: str, number: str) -> results.Binding:
        """The issuer types the number that the redeemer's screen shows.

        Raises:
            WrongNumber: It shows another number.
            IdentityInUse: Both accounts have data (see `merge_accounts`).
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "number": number}
        return results.binding(await self._call("confirm_binding", given))

    async def decline_binding(self, *, binding_id: str) -> None:
        """Decline the binding; either side may."""
        await self._call("decline_binding", {"binding_id": binding_id})

    async def wait_for_binding(
        self, *, binding_id: str, since: Optional[str] = None, url: Optional[str] = None
    ) -> results.Binding:
        """Wait until the binding leaves the state `since`, or has another `url` than the given one.

        By default `since` is its present state. Whoever draws the `url` draws the new one, and
        waits again.

        Raises:
            BindingDeclined: Somebody said no.
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "since": since, "url": url}
        return results.binding(await self._call("wait_for_binding", given))

    async def unbind(self, *, provider: str) -> None:
        """Take an identity off the account.

        Raises:
            LastIdentity: It is the only one.
            ReauthRequired: Signed in more than ten minutes ago.
        """
        await self._call("unbind", {"provider": provider})

    async def merge_accounts(
        self, *, bind_code: str, platform: str, survivor: str
    ) -> results.Binding:
        """Merge two accounts that both have data, where `redeem_bind_code` raised `IdentityInUse`.

        `survivor` is `issuer` or `redeemer`, whose account stays. Goes on like any binding.
        """
        given = {"bind_code": bind_code, "platform": platform, "survivor": survivor}
        return results.binding(await self._call("merge_accounts", given))

    async def sign_out(self, *, scope: SignOutScope = "local") -> None:
        """Sign out. Local state goes even when the server cannot be reached.

        With the scope `others` this session stays.
        """
        await self._call("sign_out", {"scope": scope})

    async def _call(self, operation: _native._Operation, given: dict[str, Any]) -> Any:
        try:
            answer = await self._outcome_of(operation, given)
        except _native.Failed as failed:
            self._fail(operation, failed)
        log.debug("%s: done", operation)
        return answer
