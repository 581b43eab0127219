// Plays every story against the core and writes it down: tests/vectors/flows/<name>.json; then the
// hashes of the generated cases.
//
// A story says what must come of it; what was recorded then is what every platform has to repeat.
// Read the difference before committing it.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

import { instantiate } from '../core.js';
import { hashAll } from '../generated/hashes.js';
import { hashesFile } from '../generated/program.js';
import { Recorder } from './recorder.js';
import { stories as account } from './stories/account.js';
import { stories as binding } from './stories/binding.js';
import { stories as boundary } from './stories/boundary.js';
import { stories as clocks } from './stories/clocks.js';
import { stories as dialects } from './stories/dialects.js';
import { stories as documents } from './stories/documents.js';
import { stories as faults } from './stories/faults.js';
import { stories as grants } from './stories/grants.js';
import { stories as mails } from './stories/mails.js';
import { stories as persons } from './stories/persons.js';
import { stories as refusals } from './stories/refusals.js';
import { stories as scan } from './stories/scan.js';
import { stories as secondFactor } from './stories/second_factor.js';
import { stories as session } from './stories/session.js';
import { stories as signUp } from './stories/sign_up.js';

const folder = new URL('../../../tests/vectors/flows/', import.meta.url);

/** One step a line: a change of one message is a change of one line. */
function format({ steps, ...head }) {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`).join(',\n');
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  return `${start},\n  "steps": [\n${lines}\n  ]\n}\n`;
}

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) {
  if (file.endsWith('.json')) rmSync(new URL(file, folder));
}
let failed = 0;
const everything = [session, scan, clocks, faults, binding, boundary, dialects, grants, persons, refusals, signUp, mails, account, secondFactor, documents];
for (const story of everything.flat()) {
  try {
    const recorder = new Recorder(instantiate(), story);
    story.play(recorder);
    writeFileSync(new URL(`${story.name}.json`, folder), format(recorder.finish()));
  } catch (error) {
    failed += 1;
    console.error(`${story.name}: ${error.message}`);
  }
}
writeFileSync(hashesFile, `${JSON.stringify(hashAll(instantiate()), null, 1)}\n`);
process.exitCode = failed === 0 ? 0 : 1;
