// Plays the cases of the matrix in Node: node replay.mjs CASES [--plain] > RESULTS. With --plain on the core as
// plain JavaScript. README.md says what a case is.
import { readFileSync } from 'node:fs';

import { instantiate, instantiatePlain } from '../../wasm/test/core.js';

const MOST_EFFECTS = 200; // a session that asks more often than that never ends

function play(core, one) {
  const client = core.open(one.config);
  const now = { wall: 1.8e12, uptime: 5e6 };
  const result = {
    name: one.name,
    done: [],
    events: [],
    requests: [],
    store: {},
    slept_ms: 0,
    endless: false,
    state: '',
  };
  const waiting = [];
  let answers = {};

  const drain = () => {
    for (const text of client.drain()) {
      const message = JSON.parse(text);
      if (message.type === 'done') result.done.push(text);
      if (message.type === 'event') result.events.push(text);
      if (message.type === 'effect' && message.kind !== 'unlock') waiting.push(message);
      if (message.type === 'cancel') {
        const index = waiting.findIndex((effect) => effect.id === message.id);
        if (index >= 0) waiting.splice(index, 1);
      }
    }
  };

  // The answers of a flow in turn; the last one again and again.
  const nextAnswer = (flow) => {
    result.requests.push(flow);
    const list = answers[flow];
    if (list === undefined) return { error: 'host_fault' };
    return list.length > 1 ? list.shift() : list[0];
  };

  const answerTo = (effect) => {
    switch (effect.kind) {
      case 'http':
        return nextAnswer(effect.flow);
      case 'load':
        return { value: result.store[effect.key] ?? null };
      case 'save':
        result.store[effect.key] = effect.value;
        return {};
      case 'erase':
        delete result.store[effect.key];
        return {};
      case 'sleep':
        result.slept_ms += effect.delay_ms;
        now.wall += effect.delay_ms;
        now.uptime += effect.delay_ms;
        return {};
      // Base64url of so many zero bytes; a digest has 32.
      case 'random':
        return { bytes: 'A'.repeat(Math.floor((effect.bytes * 8 + 5) / 6)) };
      case 'digest':
        return { bytes: 'A'.repeat(43) };
      case 'credential':
        return { credential: 'wx-code', encrypted_data: 'ZGF0YQ==', iv: 'aXY=' };
      default:
        return {};
    }
  };

  const take = (step) => {
    now.wall += step.pass_ms ?? 0;
    now.uptime += step.pass_ms ?? 0;
    if (step.begin === undefined) return;
    answers = structuredClone(step.answers);
    client.begin(step.begin, JSON.stringify(step.arguments), now);
    drain();
    for (let count = 0; waiting.length > 0; count += 1) {
      if (count === MOST_EFFECTS) {
        result.endless = true;
        return;
      }
      const effect = waiting.shift();
      client.resolve(effect.id, JSON.stringify(answerTo(effect)), now);
      drain();
    }
  };

  one.steps.forEach(take);
  result.state = client.state();
  client.close();
  return result;
}

const [cases, plain] = process.argv.slice(2);
const core = plain === '--plain' ? await instantiatePlain() : instantiate();
const results = [];
for (const line of readFileSync(cases, 'utf8').split('\n')) {
  if (line !== '') results.push(JSON.stringify(play(core, JSON.parse(line))));
}
process.stdout.write(results.join('\n') + '\n');
