// Writes the vectors beside it: node make.mjs. What each has to lead to stands in its row, by the rules (docs/rules.md), and is not
// asked of any implementation. Signatures that are drawn anew each time (ES256, PS256) are kept where what they sign is the same.
import { createHmac, createPrivateKey, createPublicKey, sign, verify, constants } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

import { files } from './rows.mjs';

const here = (name) => new URL(name, import.meta.url);
const keys = JSON.parse(readFileSync(here('keys.json'), 'utf8'));

const drawn = new Map();
for (const name of readdirSync(here('.')).filter((one) => /^tokens_\w+\.json$/.test(one))) {
  const text = readFileSync(here(name), 'utf8');
  const inCookies = [...text.matchAll(/base64-([\w-]+)/g)].map(([, session]) => Buffer.from(session, 'base64url').toString());
  for (const token of [text, ...inCookies].join(' ').match(/[\w-]+\.[\w-]+\.[\w-]+/g) ?? []) {
    const at = token.lastIndexOf('.');
    drawn.set(token.slice(0, at), [...(drawn.get(token.slice(0, at)) ?? []), token.slice(at + 1)]);
  }
}

const encoded = (part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const ways = {
  RS256: ['sha256', {}],
  RS512: ['sha512', {}],
  PS256: ['sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  ES256: ['sha256', { dsaEncoding: 'ieee-p1363' }],
  ES384: ['sha384', { dsaEncoding: 'ieee-p1363' }],
  EdDSA: [null, {}],
};

function signature(input, name, way) {
  if (way === 'none') return '';
  const key = keys[name];
  if (way.startsWith('HS')) {
    const secret = key.kty === 'oct' ? key.text : createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    return createHmac(way.replace('HS', 'sha'), secret).update(input).digest('base64url');
  }
  const [digest, options] = ways[way];
  const half = { key: createPublicKey({ key, format: 'jwk' }), ...options };
  const known = drawn.get(input)?.find((one) => verify(digest, input, half, Buffer.from(one, 'base64url')));
  const made = known ?? sign(digest, input, { key: createPrivateKey({ key, format: 'jwk' }), ...options }).toString('base64url');
  if (!known) drawn.set(input, [...(drawn.get(input) ?? []), made]);
  return made;
}

function tokenOf({ header, claims, key, way = 'alg' in header ? header.alg : 'RS256' }) {
  const input = `${encoded(header)}.${encoded(claims)}`;
  return `${input}.${signature(input, key, way === 'Ed25519' ? 'EdDSA' : way)}`;
}

const publicKey = ({ key, ...more }) => {
  const { d, p, q, dp, dq, qi, ...half } = keys[key];
  return { ...half, ...more };
};

const names = new Set();
const written = files({ tokenOf, publicKey, secret: (one) => keys[one].text });
for (const [name, { about, answers, rows }] of Object.entries(written)) {
  for (const row of rows) {
    if (names.has(row.name)) throw new Error(`two rows are called ${row.name}`);
    names.add(row.name);
  }
  const cases = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(here(`tokens_${name}.json`), `{\n  "about": ${JSON.stringify(about)},\n  "answers": ${JSON.stringify(answers)},\n  "cases": [\n${cases}\n  ]\n}\n`);
}
console.log(`${names.size} vectors`);
