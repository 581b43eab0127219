// Walks the table with the clients of one day: each row on a server without people.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { startServerIn } from '../../support/server.js';
import { calls } from '../calls/calls.js';
import { anonKey } from './supabase.js';
import { World, serviceKey } from './world.js';

const environment = { NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey, SUPABASE_SERVICE_ROLE_KEY: serviceKey };

export async function walk(era) {
  const server = await startServerIn(environment, { after });
  for (const row of calls) {
    if (row.later && era.name !== 'today') continue;
    test(`${era.name}: ${row.call}: ${row.outcome}`, async () => {
      await server.reset();
      const world = new World(server, era);
      if (row.switches) await world.switches(row.switches);
      const answer = await row.how(world);
      if (row.outcome === 'works') return;
      assert.ok(answer.error, 'it was not refused');
      assert.equal(`${answer.error.status} ${answer.error.code}`, row.outcome);
    });
  }
}
