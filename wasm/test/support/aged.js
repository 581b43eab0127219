/**
 * A stored session as it is `seconds` later, while our own clock stands still and the server's goes on. The token says by
 * itself when it ends, so it is told the same; its signature no longer fits, which nobody looks at once it has ended.
 */
export function aged(session, seconds) {
  const [header, claims, signature] = session.access_token.split('.');
  const exp = session.expires_at - seconds;
  const times = { ...JSON.parse(Buffer.from(claims, 'base64url')), iat: exp - session.expires_in, exp };
  const older = Buffer.from(JSON.stringify(times)).toString('base64url');
  return { ...session, access_token: [header, older, signature].join('.'), expires_at: exp };
}
