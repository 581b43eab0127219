// tests/vectors/tokens: each token leads to the person or the refusal that its row says, and jose has no other opinion.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';

import { issuerOf, server } from '../support/guard.js';
import { files, folder, read, replay } from '../support/replay.js';

for (const name of files) {
  const { about, answers, cases } = read(name);
  test(about, async (t) => {
    for (const row of cases) {
      await t.test(row.name, () => replay(server, row, answers));
    }
  });
}

test('every kind of issuer, every rule and every kind of refusal has its rows', () => {
  const rows = files.flatMap((name) => read(name).cases);
  const seen = (of) => [...new Set(rows.map(of))].sort();
  assert.ok(rows.length >= 250, String(rows.length));
  assert.deepEqual(seen(({ issuers }) => issuers[0].kind), ['authing', 'clerk', 'gotrue', 'mini_login', 'oidc', 'unified', 'wx_login']);
  assert.deepEqual(seen(({ rule }) => rule), ['G1', 'G12', 'G2', 'G3', 'G4', 'G5', 'G7', 'G8']);
  assert.deepEqual(seen(({ expect }) => expect.refused?.status ?? 200), [200, 400, 401, 403, 503]);
});

// What jose says of a token of these issuers by the same rules. It has no opinion of headers, platforms, roles and key servers.
async function joses({ issuers: [entry], now, answers }, usual, token) {
  const { name, audiences, types, algorithms, keys } = issuerOf(entry);
  const found = 'secret' in keys ? null : { ...usual, ...answers }['discovery' in keys ? 'https://id.example.com/keys' : keys.jwks];
  const key = found ? createLocalJWKSet(found.body) : keys.secret();
  const options = { algorithms, clockTolerance: 60, currentDate: new Date(now * 1000), requiredClaims: ['exp'] };
  if (audiences.length > 0) options.audience = [...audiences];
  if (name !== null && !entry.secret) options.issuer = name;
  if (types.length === 1) options.typ = types[0];
  return jwtVerify(token, key, options).then(
    () => true,
    ({ code }) => code,
  );
}

test('whom we let in, jose lets in; what it refuses, we refuse', async () => {
  let agreed = 0;
  for (const name of files.filter((one) => !/keys|cookies/.test(one))) {
    const { answers, cases } = read(name);
    for (const row of cases) {
      const token = /[\w-]+\.[\w-]+\.[\w-]+$/.exec(row.request.headers[0]?.[1] ?? '')?.[0];
      if (!token) continue;
      const theirs = await joses(row, answers, token);
      if (row.expect.person) assert.equal(theirs, true, row.name);
      if (['bad_signature', 'expired'].includes(row.expect.refused?.reason)) assert.notEqual(theirs, true, row.name);
      agreed += 1;
    }
  }
  assert.ok(agreed > 300, String(agreed));
});

test('the vectors are what make.mjs writes', () => {
  const home = mkdtempSync(join(tmpdir(), 'hufu-vectors-'));
  cpSync(folder, home, { recursive: true });
  execFileSync(process.execPath, [join(home, 'make.mjs')], { stdio: 'ignore' });
  for (const name of files) assert.equal(readFileSync(join(home, name), 'utf8'), readFileSync(join(folder, name), 'utf8'), name);
});
