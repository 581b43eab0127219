// What every runtime has to be able to do; bundled with hufu/server, hufu/server/wechat and jose into one file.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

import { createGuard, gotrue, Refused } from '../../../wasm/dist/server.js';
import { createWechat } from '../../../wasm/dist/server.wechat.js';

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** What somebody is called whose data WeChat has encrypted: made here, as WeChat does it. */
async function nickNameByWechat() {
  const appId = 'wx0000000000000001';
  const [key, iv] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
  const aes = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt']);
  const told = new TextEncoder().encode(JSON.stringify({ nickName: '虎符', watermark: { appid: appId } }));
  const encryptedData = base64(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, aes, told));
  const fetch = async () => new Response(JSON.stringify({ openid: 'o1', session_key: base64(key) }));
  const session = await createWechat({ appId, secret: 'x', fetch }).code2Session('c');
  const { nickName } = await session.decrypt({ encryptedData, iv: base64(iv) });
  return `${nickName} ${await session.isSigned({ rawData: '', signature: 'x' })}`;
}

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
    await nickNameByWechat(),
  ];
  const person = '200 {"id":"p1","name":"虎符"}';
  const right = [person, person, person, '403', '401', '401', '401', 'malformed', 1, '虎符 false'];
  return JSON.stringify(told) === JSON.stringify(right) ? 'sound' : JSON.stringify(told);
}
