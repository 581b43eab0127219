// tests/vectors/tokens, replayed by a guard.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { answering, makersOf, nodeRequest, webRequest } from './guard.js';

export const folder = fileURLToPath(new URL('../../vectors/tokens/', import.meta.url));
export const files = readdirSync(folder).filter((name) => /^tokens_\w+\.json$/.test(name));
export const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

function assertPerson(person, { fresh = {}, ids, ...expected }) {
  const { id, subject, issuer, sessionId, platform, isAnonymous } = person;
  assert.deepEqual({ id, subject, issuer, sessionId, platform, isAnonymous }, { platform: null, isAnonymous: false, ...expected });
  assert.deepEqual(person.ids, ids ?? [expected.id]);
  for (const [seconds, isFresh] of Object.entries(fresh)) assert.equal(person.isFresh(Number(seconds)), isFresh, `within ${seconds} s`);
}

/** Asks twice, as `fetch` and as Node have requests. `hufu` is what is tested, `usual` what key servers answer. Rejects if it is not as the row says. */
export async function replay(hufu, { issuers, options, now, answers, request, expect }, usual) {
  for (const requestOf of [webRequest, nodeRequest]) {
    const entries = issuers.map(makersOf(hufu));
    const fetch = answering({ ...usual, ...answers });
    const guard = hufu.createGuard({ ...options, issuers: entries, fetch, now: () => now * 1000, uptime: () => 0 });
    for (const time of ['first', 'again']) {
      const told = await guard.judge(requestOf(request));
      if (expect.person) assertPerson(told.person ?? assert.fail(`${time}: ${told.refused.reason}`), expect.person);
      else if (time === 'first') assert.deepEqual({ status: told.refused?.status, reason: told.refused?.reason }, expect.refused);
      else assert.equal(told.person, null);
    }
  }
}
