// What it means when the provider, or GoTrue before it, sends the person back without a code.
import type { ErrorCode } from 'hufu';

/** By RFC 6749, 4.1.2.1. Only one of them is the person's no. */
const byError = new Map<string, ErrorCode>([
  ['access_denied', 'declined'],
  ['server_error', 'server_unavailable'],
  ['temporarily_unavailable', 'server_unavailable'],
]);

/** GoTrue's own `error_code` beside it: an `access_denied` with one of these is the server's no. */
const byServerCode = new Map<string, ErrorCode>([
  ['email_not_confirmed', 'email_not_confirmed'],
  ['provider_email_needs_verification', 'email_not_confirmed'],
  ['otp_expired', 'credential_invalid'],
  ['flow_state_expired', 'credential_invalid'],
  ['flow_state_not_found', 'credential_invalid'],
  ['bad_oauth_state', 'credential_invalid'],
  ['over_request_rate_limit', 'rate_limited'],
  ['signup_disabled', 'sign_ups_off'],
  ['user_banned', 'user_banned'],
  ['identity_already_exists', 'identity_in_use'],
]);

/** The code of the error that came with this address, instead of a code to exchange. */
export function refusalOf(address: URLSearchParams): ErrorCode {
  const error = address.get('error');
  const serverCode = address.get('error_code');
  if (error === null && serverCode === null) return 'credential_invalid'; // nobody was sent here
  const known = byServerCode.get(serverCode ?? '');
  if (known) return known;
  if (error === 'access_denied' && serverCode !== null) return 'not_allowed';
  return byError.get(error ?? '') ?? 'refused';
}
