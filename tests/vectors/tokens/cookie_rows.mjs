// The rows of the vectors that are about cookies. For rows.mjs.
import { away, expired, forged, malformed, nobody, now, page, refused, unknownIssuer, wrong } from './expected.mjs';

/** `row` makes one, of what is `usual`. */
export function cookieRows({ row, usual, tokenOf }) {
  const cookies = { origins: [page] };
  const inCookie = (kind, name, expected, { cookie, more = [], ...change }) => row(kind, name, 'G7', expected, { options: { cookies }, headers: [...(cookie ? [['Cookie', cookie]] : []), ...more], ...change });
  const ofSession = 'theme=dark; sb-project-auth-token=SESSION';
  const otherSite = refused(403, 'other_site');
  const goodToken = tokenOf({ header: usual.gotrue.header, claims: usual.gotrue.claims, key: 'ec_1' });
  const goodSession = JSON.stringify({ access_token: goodToken });
  const endedAtClerk = tokenOf({ header: usual.clerk.header, claims: { ...usual.clerk.claims, exp: now - 60 }, key: 'rsa_1' });
  const awayClerk = { ...usual.clerk.entry, issuer: 'https://away.example.com' };
  const atAwayClerk = tokenOf({ header: usual.clerk.header, claims: { ...usual.clerk.claims, iss: awayClerk.issuer }, key: 'rsa_1' });
  return [
    row('clerk', 'a cookie, where none are taken', 'G7', nobody, { headers: [['Cookie', '__session=TOKEN']] }),
    inCookie('clerk', 'a cookie', 'person', { cookie: '__session=TOKEN' }),
    inCookie('clerk', 'an expired cookie', expired, { cookie: '__session=TOKEN', claims: { exp: now - 60 } }),
    inCookie('clerk', 'a cookie of no algorithm', malformed, { cookie: '__session=TOKEN', header: { alg: 'none' }, way: 'RS256' }),
    inCookie('clerk', 'a cookie of another key', forged, { cookie: '__session=TOKEN', key: 'rsa_2' }),
    inCookie('clerk', 'a cookie of another server', unknownIssuer, { cookie: '__session=TOKEN', claims: { iss: 'https://clerk.evil.example' } }),
    inCookie('clerk', 'a cookie of another page', wrong, { cookie: '__session=TOKEN', claims: { azp: 'https://evil.example' } }),
    inCookie('clerk', 'a cookie that is ADMIN', malformed, { cookie: '__session=ADMIN' }),
    inCookie('clerk', 'an empty cookie', nobody, { cookie: '__session=' }),
    inCookie('gotrue', 'a cookie', 'person', { cookie: ofSession }),
    inCookie('gotrue', 'a cookie, hidden from scripts', 'person', { cookie: '__Host-sb-project-auth-token=SESSION' }),
    inCookie('gotrue', 'a token by itself in the cookie', malformed, { cookie: 'sb-project-auth-token=TOKEN' }),
    inCookie('gotrue', 'a session that nobody signed', malformed, { cookie: `sb-project-auth-token=base64-${Buffer.from('{"access_token":"ADMIN","user":{"id":"ADMIN"}}').toString('base64url')}` }),
    inCookie('gotrue', 'a cookie that is half a chunk', malformed, { cookie: 'sb-project-auth-token.0=base64-eyJhY2Nlc3NfdG9rZW4iOiJl' }),
    inCookie('gotrue', 'a second chunk without a first', nobody, { cookie: 'sb-project-auth-token.1=SESSION' }),
    inCookie('gotrue', 'a cookie of another project', nobody, { cookie: 'sb-another-auth-token=SESSION' }),
    inCookie('gotrue', 'the older form, percent-encoded', 'person', { cookie: 'sb-project-auth-token=%7B%22access_token%22%3A%22TOKEN%22%7D' }),
    inCookie('gotrue', 'an expired cookie', expired, { cookie: ofSession, claims: { exp: now - 60 } }),
    inCookie('gotrue', 'the anon key in a cookie', wrong, { cookie: ofSession, claims: { sub: undefined, aud: undefined, role: 'anon' } }),
    inCookie('unified', 'a cookie', 'person', { cookie: 'hufu.session=SESSION' }),
    ...['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [
      inCookie('gotrue', `${method} from nobody knows where`, otherSite, { method, cookie: ofSession }),
      inCookie('gotrue', `${method} from the same origin`, 'person', { method, cookie: ofSession, more: [['Sec-Fetch-Site', 'same-origin']] }),
    ]),
    inCookie('gotrue', 'a WebSocket of another site', otherSite, { cookie: ofSession, more: [['Upgrade', 'websocket'], ['Origin', 'https://evil.example']] }),
    inCookie('gotrue', 'a WebSocket of an origin that is named', 'person', { cookie: ofSession, more: [['Upgrade', 'websocket'], ['Origin', page]] }),
    inCookie('gotrue', 'a form of another site', otherSite, { method: 'POST', cookie: ofSession, more: [['Origin', 'https://evil.example'], ['Sec-Fetch-Site', 'cross-site']] }),
    inCookie('gotrue', 'a form of a sister site', otherSite, { method: 'POST', cookie: ofSession, more: [['Sec-Fetch-Site', 'same-site']] }),
    inCookie('gotrue', 'a form of a page without an origin', otherSite, { method: 'POST', cookie: ofSession, more: [['Origin', 'null']] }),
    inCookie('gotrue', 'a form of an origin that is named', 'person', { method: 'POST', cookie: ofSession, more: [['Origin', page]] }),
    inCookie('gotrue', 'an origin that begins like it', otherSite, { method: 'POST', cookie: ofSession, more: [['Origin', `${page}.evil.example`]] }),
    inCookie('gotrue', 'a form of another site with a header: no browser sends that unasked', 'person', { method: 'POST', more: [['Authorization', 'Bearer TOKEN'], ['Origin', 'https://evil.example']] }),
    inCookie('gotrue', 'header and cookie of one person', 'person', { cookie: ofSession, more: [['Authorization', 'Bearer TOKEN']] }),
    inCookie('gotrue', 'header and cookie of two people', refused(403, 'other_person'), {
      cookie: ofSession,
      claims: { sub: 'another' },
      more: [['Authorization', `Bearer ${tokenOf({ header: usual.gotrue.header, claims: usual.gotrue.claims, key: 'ec_1' })}`]],
    }),
    inCookie('gotrue', 'a form with an empty Origin', otherSite, { method: 'POST', cookie: ofSession, more: [['Origin', '']] }),
    inCookie('gotrue', 'two cookies of one name that differ', malformed, { cookie: `${ofSession}; sb-project-auth-token=other` }),
    inCookie('gotrue', 'two cookies of one name that differ, the other way round', malformed, { cookie: `sb-project-auth-token=other; ${ofSession}` }),
    inCookie('gotrue', 'one cookie twice', 'person', { cookie: `${ofSession}; ${ofSession}` }),
    inCookie('gotrue', 'two cookies of one name that concern nobody', 'person', { cookie: `theme=light; ${ofSession}` }),
    inCookie('gotrue', 'two chunks of one name that differ', malformed, { cookie: 'sb-project-auth-token.0=SESSION; sb-project-auth-token.0=other' }),
    inCookie('gotrue', 'a blank of Unicode before a name', nobody, { cookie: `${Buffer.from('\u2000').toString('latin1')}__Host-sb-project-auth-token=SESSION` }),
    ...Object.entries({
      'with NaN': goodSession.replace('}', ',"x":NaN}'),
      'with half an escape': `%7b${encodeURIComponent(goodSession).slice(3)}%`,
      'of brackets': `{"access_token":${JSON.stringify(goodToken)},"x":${'['.repeat(1500)}${']'.repeat(1500)}}`,
    }).map(([kind, text]) => inCookie('gotrue', `a session ${kind}`, malformed, { cookie: `sb-project-auth-token=${encodeURIComponent(text)}` })),
    ...Object.entries({
      'with padding': `${Buffer.from(`${goodSession}${' '.repeat((4 - (goodSession.length % 3)) % 3)}`).toString('base64url')}=`,
      'that is no UTF-8': Buffer.from(goodSession.replace('}', ',"x":"\u00ff"}'), 'latin1').toString('base64url'),
      'with a blank': `${Buffer.from(goodSession).toString('base64url').replace(/^.{8}/, '$& ')}`,
    }).map(([kind, text]) => inCookie('gotrue', `a session in base64 ${kind}`, malformed, { cookie: `sb-project-auth-token=base64-${encodeURIComponent(text)}` })),
    inCookie('gotrue', 'a session with a number of 5,000 digits', 'person', { cookie: `sb-project-auth-token=${goodSession.replace('}', `,"x":${'1'.repeat(5000)}}`)}` }),
    inCookie('clerk', 'a chunk, which Clerk has none of', nobody, { cookie: '__session.0=TOKEN' }),
    inCookie('clerk', 'a chunk beside the cookie', 'person', { cookie: '__Host-__session.0=other; __session=TOKEN' }),
    inCookie('wx_login', 'an issuer without a cookie', nobody, { cookie: '__Host-None=SESSION; __Host-null=SESSION; __Host-=SESSION; undefined=SESSION' }),
    inCookie('unified', 'a good cookie beside another issuer’s that is broken', 'person', { before: [usual.clerk.entry], cookie: '__session=ADMIN; hufu.session=SESSION' }),
    inCookie('unified', 'a good cookie beside another issuer’s that has ended', 'person', { before: [usual.clerk.entry], cookie: `__session=${endedAtClerk}; hufu.session=SESSION` }),
    inCookie('unified', 'a good cookie beside one that nobody can judge', 'person', { before: [awayClerk], cookie: `__session=${atAwayClerk}; hufu.session=SESSION` }),
    inCookie('unified', 'a broken cookie beside one that nobody can judge', away, { before: [awayClerk], cookie: `__session=${atAwayClerk}; hufu.session=ADMIN` }),
    inCookie('unified', 'a good header beside a cookie that nobody can judge', 'person', { before: [awayClerk], cookie: `__session=${atAwayClerk}`, more: [['Authorization', 'Bearer TOKEN']] }),
    inCookie('unified', 'header and second cookie of two people', refused(403, 'other_person'), {
      before: [usual.clerk.entry],
      cookie: '__session=ADMIN; hufu.session=SESSION',
      claims: { sub: 'another' },
      more: [['Authorization', `Bearer ${tokenOf({ header: usual.unified.header, claims: usual.unified.claims, key: 'ec_1' })}`]],
    }),
    inCookie('gotrue', 'a good header beside a forged cookie', 'person', {
      cookie: ofSession,
      key: 'ec_2',
      more: [['Authorization', `Bearer ${tokenOf({ header: usual.gotrue.header, claims: usual.gotrue.claims, key: 'ec_1' })}`]],
    }),
  ];
}
