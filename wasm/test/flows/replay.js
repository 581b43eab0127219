// Replays a flow script (tests/vectors/flows/README.md) and compares every message as text.
import assert from 'node:assert/strict';

export class Replay {
  constructor(core, script) {
    this.core = core;
    this.script = script;
    this.now = { wall: script.now.wall_ms, uptime: script.now.uptime_ms };
    this.open();
  }

  open() {
    this.client?.close();
    this.client = this.core.open(this.script.config);
    this.told = [];
  }

  run() {
    this.script.steps.forEach((step, index) => {
      this.where = `${this.script.name}, step ${index}`;
      if (step.expect === undefined) assert.deepEqual(this.told, [], `${this.where}: too much`);
      this.take(step);
    });
    assert.deepEqual(this.told, [], `${this.script.name}: more at the end`);
    this.client.close();
  }

  take(step) {
    if (step.begin !== undefined) this.begin(step);
    else if (step.expect !== undefined) this.expect(step.expect);
    else if (step.to !== undefined) this.answer(step);
    else if (step.cancel !== undefined) this.cancel(step.cancel);
    else if (step.wake !== undefined) this.wake();
    else if (step.pass !== undefined) this.pass(step.pass);
    else if (step.authorize !== undefined) this.authorize(step);
    else if (step.state !== undefined) assert.equal(this.client.state(), step.state, this.where);
    else if (step.reopen !== undefined) this.open();
    else assert.fail(`${this.where}: unknown step`);
  }

  begin({ begin, arguments: args, gives }) {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    assert.equal(this.client.begin(begin, text, this.now), gives, this.where);
    this.told.push(...this.client.drain());
  }

  expect(message) {
    assert.equal(this.told.shift(), JSON.stringify(message), this.where);
  }

  answer({ to, answer }) {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    this.client.resolve(to, text, this.now);
    this.told.push(...this.client.drain());
  }

  wake() {
    this.client.wake(this.now);
    this.told.push(...this.client.drain());
  }

  cancel(operation) {
    this.client.cancel(operation);
    this.told.push(...this.client.drain());
  }

  pass({ wall_ms = 0, uptime_ms = 0 }) {
    this.now.wall += wall_ms;
    this.now.uptime += uptime_ms;
  }

  authorize({ authorize, gives }) {
    assert.equal(this.client.authorize(authorize, this.now), gives, this.where);
  }
}
