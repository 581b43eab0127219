// What every runtime has to be able to do; bundled with hufu/server and jose into one file.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

import { createGuard, gotrue, Refused } from '../../../wasm/dist/server.js';

/** `sound`, or what is not. */
export async function smoke() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k' }];
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return Response.json({ keys });
  };
  const guard = createGuard({ issuers: [gotrue({ baseUrl: 'https://project.example.com' })], cookies: {}, fetch });
  const signed = (claims) =>
    new SignJWT({ iss: 'https://project.example.com/auth/v1', aud: 'authenticated', role: 'authenticated', name: '虎符', ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'k' })
      .setExpirationTime('1h')
      .sign(privateKey);
  const good = await signed({ sub: 'p1' });
  const route = guard.route((_request, person) => Response.json({ id: person.id, name: person.claims.name }));
  const ask = async (headers, init) => {
    const answer = await route(new Request('https://shop.example.com/', { ...init, headers }));
    return `${answer.status} ${JSON.stringify(await answer.json())}`;
  };
  const cookie = `sb-project-auth-token=base64-${btoa(JSON.stringify({ access_token: good })).replace(/=+$/, '')}`;
  const told = [
    await ask({ Authorization: `Bearer ${good}` }),
    await ask({ Authorization: `Bearer ${good}` }),
    await ask({ Cookie: cookie }),
    (await ask({ Cookie: cookie }, { method: 'POST' })).slice(0, 3),
    (await ask({ Authorization: `Bearer ${await signed({ role: 'anon' })}` })).slice(0, 3),
    (await ask({ Authorization: `Bearer ${good.slice(0, -6)}AAAAAA` })).slice(0, 3),
    (await ask({})).slice(0, 3),
    await guard.verify('ADMIN').catch((error) => (error instanceof Refused ? error.reason : String(error))),
    asked,
  ];
  const person = '200 {"id":"p1","name":"虎符"}';
  const right = [person, person, person, '403', '401', '401', '401', 'malformed', 1];
  return JSON.stringify(told) === JSON.stringify(right) ? 'sound' : JSON.stringify(told);
}
