// The rows of the vectors: what is changed of a good request, and what has to come of it.
import { cookieRows } from './cookie_rows.mjs';
import { away, endOfTime, expired, forged, malformed, nobody, now, page, refused, unknownIssuer, unknownKey, wrong } from './expected.mjs';

/** `tools`: what make.mjs signs with. Gives the files by their names. */
export function files({ tokenOf, publicKey, secret }) {
  const times = { iat: now - 10, exp: now + 600 };
  const own = { iss: 'urn:hufu:backend', aud: 'urn:hufu:api', sub: 'p1', sid: 's1', platform: 'web', gen: 3, jti: 'j1', ...times };
  const rsa = publicKey({ key: 'rsa_1', kid: 'r1', alg: 'RS256', use: 'sig' });
  const ec = publicKey({ key: 'ec_1', kid: 'e1', alg: 'ES256', use: 'sig' });
  const ed = publicKey({ key: 'ed_1', kid: 'd1', use: 'sig' });

  /** A good token of each issuer: its entry, where its keys are, header, claims, and who that is. */
  const usual = {
    clerk: {
      entry: { kind: 'clerk', issuer: 'https://clerk.example.com', authorizedParties: [page] },
      url: 'https://clerk.example.com/.well-known/jwks.json',
      key: 'rsa_1',
      header: { alg: 'RS256', typ: 'JWT', kid: 'r1', cat: 'cl_B7d4PD111AAA' },
      claims: { iss: 'https://clerk.example.com', sub: 'user_1', sid: 'sess_1', azp: page, nbf: now - 20, sts: 'active', fva: [5, -1], v: 2, ...times },
      person: { id: 'user_1', subject: 'user_1', issuer: 'https://clerk.example.com', sessionId: 'sess_1' },
    },
    unified: {
      entry: { kind: 'unified', baseUrl: 'https://api.example.com' },
      url: 'https://api.example.com/.well-known/jwks.json',
      key: 'ec_1',
      header: { alg: 'ES256', typ: 'at+jwt', kid: 'e1' },
      claims: own,
      person: { id: 'p1', subject: 'p1', issuer: 'urn:hufu:backend', sessionId: 's1', platform: 'web' },
    },
    gotrue: {
      entry: { kind: 'gotrue', baseUrl: 'https://project.example.com' },
      url: 'https://project.example.com/auth/v1/.well-known/jwks.json',
      key: 'ec_1',
      header: { alg: 'ES256', typ: 'JWT', kid: 'e1' },
      claims: {
        iss: 'https://project.example.com/auth/v1',
        sub: '5f0c',
        aud: 'authenticated',
        role: 'authenticated',
        session_id: 's-2',
        is_anonymous: false,
        amr: [{ method: 'password', timestamp: now - 100 }],
        ...times,
      },
      person: { id: '5f0c', subject: '5f0c', issuer: 'https://project.example.com/auth/v1', sessionId: 's-2' },
    },
    gotrue_secret: {
      entry: { kind: 'gotrue', baseUrl: 'https://self.example.com', secret: secret('secret_1') },
      key: 'secret_1',
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { sub: '5f0c', aud: 'authenticated', role: 'authenticated', session_id: 's-2', ...times },
      person: { id: '5f0c', subject: '5f0c', issuer: 'https://self.example.com/auth/v1', sessionId: 's-2' },
    },
    authing: {
      entry: { kind: 'authing', issuer: 'https://tea.authing.example/oidc', appId: 'app-1' },
      url: 'https://tea.authing.example/oidc/.well-known/jwks.json',
      key: 'rsa_1',
      header: { alg: 'RS256', typ: 'at+jwt', kid: 'r1' },
      claims: { iss: 'https://tea.authing.example/oidc', sub: 'a1', aud: 'app-1', sid: 's-3', ...times },
      person: { id: 'a1', subject: 'a1', issuer: 'https://tea.authing.example/oidc', sessionId: 's-3' },
    },
    wx_login: {
      entry: { kind: 'wx_login', secret: secret('secret_1') },
      key: 'secret_1',
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { userId: 7, ...times },
      person: { id: '7', subject: '7', issuer: 'wx_login', sessionId: '', platform: 'miniprogram' },
    },
    mini_login: {
      entry: { kind: 'mini_login', secret: secret('secret_1') },
      key: 'secret_1',
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { id: 8, username: 'wx_8', ...times },
      person: { id: '8', subject: '8', issuer: 'mini_login', sessionId: '', platform: 'miniprogram' },
    },
    oidc: {
      entry: { kind: 'oidc', issuer: 'https://id.example.com/', audience: 'https://shop.example.com' },
      url: 'https://id.example.com/keys',
      discovery: { issuer: 'https://id.example.com/', jwks_uri: 'https://id.example.com/keys' },
      key: 'rsa_1',
      header: { alg: 'RS256', typ: 'at+jwt', kid: 'r1' },
      claims: { iss: 'https://id.example.com/', sub: 'o1', aud: ['https://shop.example.com', 'other'], auth_time: now - 50, ...times },
      person: { id: 'o1', subject: 'o1', issuer: 'https://id.example.com/', sessionId: '' },
    },
  };

  /** What each key server answers where a row says nothing else. */
  const answers = { 'https://id.example.com/.well-known/openid-configuration': { status: 200, body: usual.oidc.discovery } };
  for (const { url } of Object.values(usual)) if (url) answers[url] = { status: 200, body: { keys: [rsa, ec, ed] } };

  /** As @supabase/ssr writes it into a cookie. */
  const sessionOf = (token) => `base64-${Buffer.from(JSON.stringify({ access_token: token, refresh_token: 'r', user: { name: '虎' } })).toString('base64url')}`;

  /** A row. `token: false` leaves `headers` as they are. */
  const row = (kind, name, rule, expected, { header, claims, key, way, entry, before = [], headers = [], token, method = 'GET', options, keys, jwks = keys && { status: 200, body: { keys } } } = {}) => {
    const base = usual[kind];
    const text =
      token ??
      tokenOf({
        header: typeof header === 'string' ? header : { ...base.header, ...header },
        claims: typeof claims === 'string' ? claims : { ...base.claims, ...claims },
        key: key ?? base.key,
        ...(way && { way }),
      });
    const isWhole = headers.some(([one]) => /^(authorization|cookie)$/i.test(one)) || token === false;
    const expect = expected === 'person' ? { person: base.person } : expected.person ? { person: { ...base.person, ...expected.person } } : expected;
    return {
      name: `${kind}: ${name}`,
      rule,
      issuers: [...before, { ...base.entry, ...entry }],
      ...(options && { options }),
      now,
      ...(jwks !== undefined && { answers: { [base.url]: jwks } }),
      request: { method, headers: isWhole ? headers.map(([one, value]) => [one, value.replaceAll('SESSION', sessionOf(text)).replaceAll('TOKEN', text)]) : [['Authorization', `Bearer ${text}`], ...headers] },
      expect,
    };
  };
  const person = (more) => ({ person: more });
  const kinds = Object.keys(usual);
  const byKeys = kinds.filter((kind) => usual[kind].url);
  const bySecret = kinds.filter((kind) => !usual[kind].url);
  const subjectOf = (kind) => ({ wx_login: 'userId', mini_login: 'id' })[kind] ?? 'sub';

  const ofTimes = kinds.flatMap((kind) => [
    row(kind, 'a good token', 'G4', 'person'),
    row(kind, 'exp 59 seconds ago', 'G4', 'person', { claims: { exp: now - 59 } }),
    row(kind, 'exp 60 seconds ago', 'G4', expired, { claims: { exp: now - 60 } }),
    row(kind, 'no exp', 'G4', wrong, { claims: { exp: undefined } }),
    row(kind, 'exp as text', 'G4', wrong, { claims: { exp: `${now + 600}` } }),
    row(kind, 'exp in the year 10^9', 'G4', wrong, { claims: { exp: 31_556_952e9 } }),
    row(kind, 'exp at the end of time', 'G4', wrong, { claims: { exp: endOfTime } }),
    row(kind, 'exp before time', 'G4', wrong, { claims: { exp: -1 } }),
    row(kind, 'exp with a fraction', 'G4', 'person', { claims: { exp: now + 0.5 } }),
    row(kind, 'exp true', 'G4', wrong, { claims: { exp: true } }),
    row(kind, 'nbf in 60 seconds', 'G4', 'person', { claims: { nbf: now + 60 } }),
    row(kind, 'nbf in 61 seconds', 'G4', wrong, { claims: { nbf: now + 61 } }),
    row(kind, 'nbf null', 'G4', wrong, { claims: { nbf: null } }),
    row(kind, 'iat in 61 seconds', 'G4', wrong, { claims: { iat: now + 61 } }),
    row(kind, 'iat as text', 'G4', wrong, { claims: { iat: `${now}` } }),
    row(kind, 'no subject', 'G5', wrong, { claims: { [subjectOf(kind)]: undefined } }),
    row(kind, 'an empty subject', 'G5', wrong, { claims: { [subjectOf(kind)]: '' } }),
    row(kind, 'a list for a subject', 'G5', wrong, { claims: { [subjectOf(kind)]: ['p1'] } }),
    row(kind, 'a subject of 128 letters that are pairs', 'G5', wrong, { claims: { [subjectOf(kind)]: '😀'.repeat(128) } }),
    row(kind, 'a subject of 256 letters', 'G5', wrong, { claims: { [subjectOf(kind)]: 'x'.repeat(256) } }),
  ]);

  const ofHeaders = [
    ...kinds.flatMap((kind) => [
      row(kind, 'no algorithm', 'G3', malformed, { header: { alg: 'none' }, key: usual[kind].key, way: usual[kind].header.alg }),
      row(kind, 'another algorithm', 'G3', malformed, bySecret.includes(kind) ? { header: { alg: 'HS512' } } : { header: { alg: 'HS256' } }),
      row(kind, 'alg a list', 'G3', malformed, { header: { alg: [usual[kind].header.alg] }, way: usual[kind].header.alg }),
      row(kind, 'a token of another type', 'G4', wrong, { header: { typ: 'dpop+jwt' } }),
      row(kind, 'typ with its prefix, in capitals', 'G4', 'person', { header: { typ: `APPLICATION/${usual[kind].header.typ.toUpperCase()}` } }),
      row(kind, 'another key of the same kind', 'G3', forged, { key: { rsa_1: 'rsa_2', ec_1: 'ec_2', secret_1: 'secret_2' }[usual[kind].key] }),
      ...[['crit', ['exp']], ['crit', 1], ['jku', 'https://evil.example/keys'], ['b64', false], ['x5u', 'https://evil.example/cert'], ['zip', 'DEF']].map(([name, value]) =>
        row(kind, `a header with ${name} ${JSON.stringify(value)}`, 'G3', malformed, { header: { [name]: value } }),
      ),
    ]),
    ...byKeys.flatMap((kind) => [
      row(kind, 'a header that brings its key', 'G3', malformed, { header: { jwk: publicKey({ key: usual[kind].key === 'rsa_1' ? 'rsa_2' : 'ec_2' }) } }),
      row(kind, 'no kid', 'G3', malformed, { header: { kid: undefined } }),
      row(kind, 'kid a number', 'G3', malformed, { header: { kid: 1 } }),
      row(kind, 'a kid that nobody has', 'G3', unknownKey, { header: { kid: 'another' } }),
      row(kind, 'kid a name of all objects', 'G3', unknownKey, { header: { kid: '__proto__' } }),
    ]),
    row('clerk', 'an ID token of no type', 'G4', wrong, { header: { typ: undefined } }),
    row('unified', 'typ JWT', 'G4', wrong, { header: { typ: 'JWT' } }),
    row('wx_login', 'no typ', 'G4', 'person', { header: { typ: undefined } }),
    row('wx_login', 'typ at+jwt', 'G4', wrong, { header: { typ: 'at+jwt' } }),
    row('oidc', 'no typ', 'G4', 'person', { header: { typ: undefined } }),
    row('oidc', 'PS256', 'G3', 'person', { header: { alg: 'PS256' }, keys: [publicKey({ key: 'rsa_1', kid: 'r1' })] }),
    row('oidc', 'ES256', 'G3', 'person', { header: { alg: 'ES256', kid: 'e1' }, key: 'ec_1' }),
    row('oidc', 'Ed25519', 'G3', 'person', { header: { alg: 'EdDSA', kid: 'd1' }, key: 'ed_1' }),
    row('oidc', 'Ed25519 by its new name', 'G3', 'person', { header: { alg: 'Ed25519', kid: 'd1' }, key: 'ed_1' }),
    row('oidc', 'a key that says RS256, and PS256', 'G3', unknownKey, { header: { alg: 'PS256' } }),
    row('unified', 'a member twice in the header', 'G3', malformed, { header: '{"alg":"ES256","typ":"at+jwt","kid":"e2","kid":"e1"}', way: 'ES256' }),
    row('unified', 'a member twice in the claims', 'G3', malformed, { claims: JSON.stringify(own).replace('{', '{"sub":"p2",') }),
    row('unified', 'a member twice, once with an escape', 'G3', malformed, { claims: JSON.stringify(own).replace('{', '{"s\\u0075b":"p2",') }),
    row('unified', 'a member twice, deep inside', 'G3', malformed, { claims: JSON.stringify(own).replace('{', '{"x":[{"a":1,"a":2}],') }),
    row('unified', 'colons, quotes and backslashes in a text', 'G3', 'person', { claims: { note: 'a:"b":\\"c\\:' } }),
    row('unified', 'claims in Chinese', 'G3', 'person', { claims: { note: '虎符：甲兵之符' } }),
    row('unified', 'claims that are no UTF-8', 'G3', malformed, { token: `${tokenOf({ header: usual.unified.header, claims: own, key: 'ec_1' }).split('.')[0]}.eyJhIjoi_yJ9.AAAA` }),
    row('unified', 'claims that are a list', 'G3', malformed, { claims: '[]' }),
    ...['NaN', 'Infinity', '-Infinity', '01', '1.', 'undefined', "'1'"].map((value) =>
      row('unified', `${value}, which is no JSON`, 'G3', malformed, { claims: JSON.stringify(own).replace('{', `{"x":${value},`) }),
    ),
    row('unified', 'a mark of byte order before the claims', 'G3', malformed, { claims: `\ufeff${JSON.stringify(own)}` }),
    row('unified', 'a half of a pair of letters', 'G3', 'person', { claims: JSON.stringify(own).replace('{', '{"x":"\\ud800",') }),
    row('unified', 'a member of the name __proto__', 'G3', 'person', { claims: JSON.stringify(own).replace('{', '{"__proto__":{"sub":"p2"},') }),
    row('unified', 'claims of 5,000 brackets', 'G3', malformed, { claims: '['.repeat(5000) }),
    ...[[63, 'person'], [64, malformed], [1500, malformed]].map(([levels, expected]) =>
      row('unified', `${levels} lists in one another inside the claims`, 'G3', expected, { claims: JSON.stringify(own).replace('{', `{"x":${'['.repeat(levels)}${']'.repeat(levels)},`) }),
    ),
    row('unified', 'a header of 64 lists in one another', 'G3', malformed, { header: { x: JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`) } }),
    row('unified', 'a number of 5,000 digits', 'G3', 'person', { claims: JSON.stringify(own).replace('{', `{"x":${'1'.repeat(5000)},`) }),
  ];

  const ofIssuers = [
    ...kinds.flatMap((kind) => [
      row(kind, 'an issuer that differs by a slash', 'G1', unknownIssuer, { claims: { iss: `${usual[kind].claims.iss ?? 'https://self.example.com/auth/v1'}/` } }),
      row(kind, 'iss a list', 'G1', unknownIssuer, { claims: { iss: [usual[kind].claims.iss ?? ''] } }),
      row(kind, 'iss null', 'G1', unknownIssuer, { claims: { iss: null } }),
      row(kind, 'an audience of somebody else', 'G4', wrong, { claims: { aud: 'another service' } }),
      row(kind, 'an audience that is an object', 'G4', wrong, { claims: { aud: { 0: 'urn:hufu:api' } } }),
    ]),
    ...byKeys.map((kind) => row(kind, 'no iss', 'G1', unknownIssuer, { claims: { iss: undefined } })),
    ...['unified', 'gotrue', 'gotrue_secret', 'authing', 'oidc'].flatMap((kind) => [
      row(kind, 'no audience', 'G4', wrong, { claims: { aud: undefined } }),
      row(kind, 'an empty list of audiences', 'G4', wrong, { claims: { aud: [] } }),
      row(kind, 'one audience of several', 'G4', 'person', { claims: { aud: ['another', [usual[kind].claims.aud].flat()[0]] } }),
    ]),
    row('clerk', 'azp of another page', 'G4', wrong, { claims: { azp: 'https://evil.example' } }),
    row('clerk', 'azp a list', 'G4', wrong, { claims: { azp: [page] } }),
    row('clerk', 'no azp, no Origin: no page', 'G5', 'person', { claims: { azp: undefined } }),
    row('clerk', 'no azp, and an Origin', 'G5', wrong, { claims: { azp: undefined }, headers: [['Origin', page]] }),
    row('clerk', 'a machine', 'G5', wrong, { claims: { sub: 'mch_1' } }),
    row('clerk', 'a sign-in that is not complete', 'G5', wrong, { claims: { sts: 'pending' } }),
    row('clerk', 'the audience of a template', 'G4', 'person', { claims: { aud: 'shop' }, entry: { audience: 'shop' } }),
    row('gotrue', 'the anon key', 'G5', wrong, { claims: { sub: undefined, aud: undefined, session_id: undefined, amr: undefined, role: 'anon' } }),
    row('gotrue_secret', 'the anon key of a server of one’s own', 'G5', wrong, { claims: { sub: undefined, aud: undefined, role: 'anon', session_id: undefined } }),
    row('gotrue_secret', 'the anon key as Supabase writes it', 'G5', unknownIssuer, { claims: { iss: 'supabase', sub: undefined, aud: undefined, role: 'anon' } }),
    row('gotrue_secret', 'the service’s key', 'G5', wrong, { claims: { sub: undefined, aud: undefined, role: 'service_role' } }),
    ...['anon', 'service_role', 'supabase_admin', undefined, ['authenticated']].map((role) =>
      row('gotrue_secret', `a subject, and the role ${JSON.stringify(role)}`, 'G5', wrong, { claims: { role } }),
    ),
    row('gotrue', 'an anonymous person is told', 'G5', person({ isAnonymous: true }), { claims: { is_anonymous: true } }),
    row('gotrue_secret', 'its name', 'G4', 'person', { claims: { iss: 'https://self.example.com/auth/v1' } }),
    row('gotrue_secret', 'a name of its own', 'G4', person({ issuer: 'https://id.self.example' }), { entry: { issuer: 'https://id.self.example' }, claims: { iss: 'https://id.self.example' } }),
    row('gotrue_secret', 'a name of its own, and none', 'G4', unknownIssuer, { entry: { issuer: 'https://id.self.example' } }),
    row('wx_login', 'an id as text', 'G4', person({ id: 'u7', subject: 'u7' }), { claims: { userId: 'u7' } }),
    row('wx_login', 'an id that is written 7.0', 'G4', person({}), { claims: JSON.stringify({ ...usual.wx_login.claims, userId: 0 }).replace('"userId":0', '"userId":7.0') }),
    row('wx_login', 'an id beyond what JavaScript counts', 'G5', wrong, { claims: { userId: 2 ** 53 } }),
    row('wx_login', 'an id that is true', 'G5', wrong, { claims: { userId: true } }),
    row('wx_login', 'an id with a fraction', 'G5', wrong, { claims: { userId: 7.5 } }),
    row('unified', 'sub a number', 'G5', wrong, { claims: { sub: 7 } }),
    row('unified', 'those who were absorbed', 'G12', person({ ids: ['p1', 'p2', 'p0'] }), { claims: { ids: ['p1', 'p2', 'p0'] } }),
    row('unified', 'those who were absorbed, without who remains', 'G12', person({ ids: ['p1', 'p2'] }), { claims: { ids: ['p2', 'p2'] } }),
    row('unified', 'nobody was absorbed', 'G12', 'person', { claims: { ids: [] } }),
    ...['p2', [7], [''], ['p2', null], { 0: 'p2' }, null].map((ids) => row('unified', `ids ${JSON.stringify(ids)}`, 'G12', wrong, { claims: { ids } })),
    row('oidc', 'ids that are none of ours', 'G12', 'person', { claims: { ids: ['ADMIN'] } }),
    row('clerk', 'proved five minutes ago', 'G8', person({ fresh: { 300: false, 310: true } })),
    row('clerk', 'never proved', 'G8', person({ fresh: { 9999999: false } }), { claims: { fva: [-1, -1] } }),
    row('clerk', 'fva no list', 'G8', person({ fresh: { 9999999: false } }), { claims: { fva: 5 } }),
    row('gotrue', 'proved 100 seconds ago', 'G8', person({ fresh: { 99: false, 100: true } })),
    row('gotrue', 'a renewal proves nothing', 'G8', person({ fresh: { 99: false, 100: true } }), { claims: { amr: [{ method: 'token_refresh', timestamp: now }, { method: 'password', timestamp: now - 100 }, null] } }),
    row('oidc', 'proved 50 seconds ago', 'G8', person({ fresh: { 49: false, 50: true } })),
    row('oidc', 'proved in an hour', 'G8', person({ fresh: { 9999999: false } }), { claims: { auth_time: now + 3600 } }),
    row('unified', 'nobody says when', 'G8', person({ fresh: { 9999999: false } })),
    row('unified', 'auth_time of 400 digits', 'G8', person({ fresh: { 9999999: false } }), { claims: JSON.stringify(own).replace('{', `{"auth_time":${'1'.repeat(400)},`) }),
    row('unified', 'auth_time beyond time', 'G8', person({ fresh: { 9999999: false } }), { claims: { auth_time: -endOfTime } }),
    row('unified', 'auth_time', 'G8', person({ fresh: { 49: false, 50: true } }), { claims: { auth_time: now - 50 } }),
    row('wx_login', 'a silent sign-in is none', 'G8', person({ fresh: { 9999999: false } }), { claims: { auth_time: now } }),
  ];

  const ofRequests = [
    row('unified', 'no header', 'G2', nobody, { token: false }),
    row('unified', 'an empty header', 'G2', nobody, { headers: [['Authorization', '']] }),
    row('unified', 'the header twice', 'G2', refused(400, 'malformed_request'), { headers: [['Authorization', 'Bearer TOKEN'], ['Authorization', 'Bearer TOKEN']] }),
    row('unified', 'a list', 'G2', refused(400, 'malformed_request'), { headers: [['Authorization', 'Bearer TOKEN, Bearer TOKEN']] }),
    row('unified', 'a list with another scheme', 'G2', refused(400, 'malformed_request'), { headers: [['Authorization', 'Basic YTpi, Bearer TOKEN']] }),
    row('unified', 'Basic', 'G2', nobody, { headers: [['Authorization', 'Basic YTpi']] }),
    row('unified', 'the scheme in capitals', 'G2', 'person', { headers: [['authorization', 'BEARER TOKEN']] }),
    row('unified', 'two blanks after the scheme', 'G2', 'person', { headers: [['Authorization', 'bearer  TOKEN']] }),
    row('unified', 'a blank that is none of HTTP’s', 'G2', malformed, { headers: [['Authorization', 'Bearer TOKEN\u00a0']] }),
    row('unified', 'a blank of Unicode’s first letters', 'G2', malformed, { headers: [['Authorization', 'Bearer \u0085TOKEN']] }),
    row('wx_login', 'without a scheme, twice', 'G2', refused(400, 'malformed_request'), { headers: [['Authorization', 'TOKEN'], ['Authorization', 'TOKEN']] }),
    row('wx_login', 'without a scheme, a list', 'G2', refused(400, 'malformed_request'), { headers: [['Authorization', 'TOKEN,\tTOKEN']] }),
    row('unified', 'two tokens', 'G2', malformed, { headers: [['Authorization', 'Bearer TOKEN TOKEN']] }),
    ...['Bearer', 'Bearer null', 'Bearer undefined', 'Bearer [object Object]', 'Bearer ..', 'Bearer a.b', 'Bearer a.b.c', 'Bearer a.b.c.d.e'].map((value) =>
      row('unified', value, 'G2', malformed, { headers: [['Authorization', value]] }),
    ),
    row('unified', 'a token of 9 KiB', 'G2', malformed, { claims: { note: 'x'.repeat(6 * 1024) } }),
    row('unified', 'a header of 9 KiB', 'G2', malformed, { headers: [['Authorization', `Bearer ${'x'.repeat(9 * 1024)}`]] }),
    row('unified', 'without a scheme', 'G2', nobody, { headers: [['Authorization', 'TOKEN']] }),
    row('wx_login', 'without a scheme, as its clients do', 'G2', 'person', { headers: [['Authorization', 'TOKEN']] }),
    row('mini_login', 'without a scheme', 'G2', nobody, { headers: [['Authorization', 'TOKEN']] }),
    row('unified', 'the platform of the token', 'G1', 'person', { headers: [['X-Platform', 'web']] }),
    row('unified', 'a platform that lies', 'G1', refused(401, 'wrong_platform'), { headers: [['X-Platform', 'miniprogram']] }),
    row('unified', 'an unknown platform', 'G1', refused(400, 'no_platform'), { headers: [['X-Platform', 'fridge']] }),
    row('unified', 'the platform twice', 'G1', refused(400, 'no_platform'), { headers: [['X-Platform', 'web'], ['X-Platform', 'web']] }),
    row('unified', 'no platform where it is asked for', 'G1', refused(400, 'no_platform'), { options: { requirePlatform: true } }),
    row('unified', 'a token without a platform', 'G1', wrong, { claims: { platform: undefined } }),
    ...['clerk', 'gotrue'].flatMap((kind) => [
      ...['web', 'desktop', 'server'].map((platform) => row(kind, `on ${platform}`, 'G1', person({ platform }), { headers: [['X-Platform', platform]] })),
      row(kind, 'in a mini-program', 'G1', refused(401, 'wrong_platform'), { headers: [['X-Platform', 'miniprogram']] }),
    ]),
    row('wx_login', 'in a browser', 'G1', refused(401, 'wrong_platform'), { headers: [['X-Platform', 'web']] }),
  ];

  const ofCookies = cookieRows({ row, usual, tokenOf });

  const short = publicKey({ key: 'rsa_short', kid: 'short' });
  const ofKeys = [
    ...byKeys.flatMap((kind) =>
      [
        ['an empty key set', { jwks: { status: 200, body: { keys: [] } } }],
        ['no key set', { jwks: { status: 200, body: [] } }],
        ['HTML', { jwks: { status: 200, text: '<!doctype html>' } }],
        ['a redirect', { jwks: { status: 302, body: { keys: [rsa, ec] }, location: 'https://evil.example/keys' } }],
        ['an error', { jwks: { status: 500, body: { keys: [rsa, ec] } } }],
        ['a huge key set', { jwks: { status: 200, repeat: ['{"keys":[', ' ', 300 * 1024, `${JSON.stringify(rsa)},${JSON.stringify(ec)}]}`] } }],
        ['a deep key set', { jwks: { status: 200, repeat: ['{"keys":', '[', 100_000, ''] } }],
        ['a server that is gone', { jwks: null }],
        ['keys of the wrong type', { keys: [7, null, 'x', { kid: 'r1' }, { kid: 'r1', kty: ['RSA'] }, { kid: 'e1', kty: 'oct', k: 'AAAA' }] }],
      ].map(([name, more]) => row(kind, `${name}: 503`, 'G3', away, more)),
    ),
    ...['clerk', 'unified'].flatMap((kind) => {
      const mine = kind === 'clerk' ? rsa : ec;
      const other = publicKey({ key: kind === 'clerk' ? 'rsa_2' : 'ec_2', kid: mine.kid });
      return [
        row(kind, 'keys beside it that nobody understands', 'G3', 'person', { keys: [{ kty: 'AKP', kid: mine.kid, alg: 'ML-DSA-44', pub: 'AA' }, { kty: mine.kty, kid: mine.kid, crv: mine.crv, e: 'AQAB', n: '€' }, 7, mine] }),
        row(kind, 'four keys of one kid', 'G3', 'person', { keys: [other, { ...other, use: 'sig' }, { ...other, key_ops: ['verify'] }, mine] }),
        row(kind, 'a key for encryption', 'G3', unknownKey, { keys: [{ ...mine, use: 'enc' }, { ...other, kid: 'another' }] }),
        row(kind, 'a key that may not verify', 'G3', unknownKey, { keys: [{ ...mine, key_ops: ['sign'] }, { ...other, kid: 'another' }] }),
        row(kind, 'a key of another algorithm', 'G3', unknownKey, { keys: [{ ...mine, alg: 'RS512' }, { ...other, kid: 'another' }] }),
      ];
    }),
    row('clerk', 'an RSA key of 1,024 bits', 'G3', unknownKey, { header: { kid: 'short' }, key: 'rsa_short', keys: [short, rsa] }),
    row('unified', 'a curve that is not its algorithm’s', 'G3', unknownKey, { header: { kid: 'x' }, keys: [publicKey({ key: 'ec_384', kid: 'x' }), ec] }),
  ];

  return {
    times: { about: 'When a token is good, and whom it names.', answers, rows: ofTimes },
    headers: { about: 'What a token’s header may say, and how its parts are read.', answers, rows: ofHeaders },
    issuers: { about: 'Whose tokens are taken, for whom they were made, and how fresh a sign-in is.', answers, rows: ofIssuers },
    requests: { about: 'What a request brings.', answers, rows: ofRequests },
    cookies: { about: 'What comes in cookies, and from whose page.', answers, rows: ofCookies },
    keys: { about: 'What a key server answers.', answers, rows: ofKeys },
  };
}
