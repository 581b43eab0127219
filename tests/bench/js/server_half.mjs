// Prints the rows of hufu/server: its guard beside jose alone, by the same rules, in one run.
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from '../../../wasm/node_modules/jose/dist/webapi/index.js';
import { row } from './row.mjs';

const place = '../../../wasm/dist/server.js';
const inNode = await import(place);
// As where there is only WebCrypto.
const { getBuiltinModule } = process;
process.getBuiltinModule = undefined;
const onTheWeb = await import(`${place}?web`);
process.getBuiltinModule = getBuiltinModule;

const [issuer, audience, typ, kid] = ['urn:hufu:backend', 'urn:hufu:api', 'at+jwt', 'k'];
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] };
const local = createLocalJWKSet(keySet);
const token = (jti) =>
  new SignJWT({ sub: 'p1', sid: 's1', platform: 'web', gen: 3, jti })
    .setProtectedHeader({ alg: 'ES256', typ, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
const tokens = await Promise.all(Array.from({ length: 200 }, (_, n) => token(`${n}`)));
const warm = await token('warm');

/** A guard that has its keys and has seen none of the tokens. */
async function freshGuard({ createGuard, unified }) {
  const guard = createGuard({ issuers: [unified({ baseUrl: 'https://api.example.com' })], fetch: async () => Response.json(keySet) });
  await guard.verify(warm);
  return guard;
}

/** Microseconds of one call. */
async function timed(calls, run) {
  const begun = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - begun) / 1000 / calls;
}

const jose = (one) => jwtVerify(one, local, { issuer, audience, typ, algorithms: ['ES256'], clockTolerance: 60 });
async function joseInTurn() {
  for (const one of tokens) await jose(one);
}

const best = { jose: Infinity, miss: Infinity, hit: Infinity, webHit: Infinity };
const note = (name, us) => (best[name] = Math.min(best[name], us));
const hits = 20_000;
for (let round = 0; round < 15; ++round) {
  const guard = await freshGuard(inNode);
  const web = await freshGuard(onTheWeb);
  note('jose', await timed(tokens.length, joseInTurn));
  const miss = async () => {
    for (const one of tokens) await guard.verify(one);
  };
  note('miss', await timed(tokens.length, miss));
  for (const [name, which] of Object.entries({ hit: guard, webHit: web })) {
    const again = async () => {
      for (let n = 0; n < hits; ++n) await which.verify(warm);
    };
    note(name, await timed(hits, again));
  }
}
console.error(Object.entries(best).map(([name, us]) => `${name} ${us.toFixed(2)} us`).join(', '));
for (const [name, of, goal] of [
  ['server_half.js_verify_miss', best.miss, '>=0.95'],
  ['server_half.js_verify_hit', best.hit, '>=20'],
  ['server_half.js_verify_hit_webcrypto', best.webHit, '>=3'],
]) {
  const ratio = Number((best.jose / of).toPrecision(3));
  console.log(JSON.stringify({ ...row(name, ratio, 'ratio', goal, 'jose'), ratio }));
}
