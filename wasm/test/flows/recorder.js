// Plays a host that obeys, and writes down everything as a flow script.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

export const BASE = 'https://api.example.com';
const START = { wall: 1_800_000_000_000, uptime: 5_000_000 };

/** A JSON answer of the server. */
export function json(status, body, headers = []) {
  return {
    status,
    headers: [['content-type', 'application/json; charset=utf-8'], ...headers],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** What sign-in and refresh answer. */
export function grant(number, more = {}) {
  return { token: `access-${number}`, expiresIn: 900, refreshToken: `refresh-${number}`, ...more };
}

export const USER = { id: 'user-1', nickname: '小虎', avatarUrl: 'https://img.example.com/1.png' };

export class Recorder {
  constructor(core, { name, about, rules = [], config = {} }) {
    this.core = core;
    this.now = { ...START };
    this.store = new Map();
    this.http = []; // answers to come, in order; a function gets the effect
    this.credentials = [];
    this.hold = new Set(); // kinds that are left waiting
    this.waiting = new Map(); // effects that were left waiting, by id
    this.done = new Map();
    this.events = [];
    this.requests = [];
    this.failing = {}; // kind -> answer
    this.script = {
      name,
      about,
      rules,
      now: { wall_ms: START.wall, uptime_ms: START.uptime },
      config: { base_url: BASE, platform: 'miniprogram', ...config },
      steps: [],
    };
    this.client = core.open(this.script.config);
  }

  // ---- steps

  begin(operation, args = {}) {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    const id = this.client.begin(operation, text, this.now);
    this.script.steps.push({ begin: operation, arguments: args, gives: id });
    this.obey();
    return id;
  }

  answer(id, answer) {
    this.waiting.delete(id);
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    this.client.resolve(id, text, this.now);
    this.script.steps.push({ to: id, answer });
    this.obey();
  }

  cancel(operation) {
    this.client.cancel(operation);
    this.script.steps.push({ cancel: operation });
    this.obey();
  }

  wake() {
    this.client.wake(this.now);
    this.script.steps.push({ wake: true });
    this.obey();
  }

  pass(wall, uptime = wall) {
    this.now.wall += wall;
    this.now.uptime += uptime;
    this.script.steps.push({ pass: { wall_ms: wall, uptime_ms: uptime } });
  }

  authorize(url) {
    const gives = this.client.authorize(url, this.now);
    this.script.steps.push({ authorize: url, gives });
    return gives;
  }

  state(wanted) {
    assert.equal(this.client.state(), wanted, this.script.name);
    this.script.steps.push({ state: wanted });
  }

  /** The program ends and starts again; the store stays. */
  reopen() {
    this.client.close();
    this.client = this.core.open(this.script.config);
    this.script.steps.push({ reopen: true });
  }

  // ---- the host

  obey() {
    const messages = this.client.drain().map((text) => JSON.parse(text));
    for (const message of messages) this.script.steps.push({ expect: message });
    for (const message of messages) this.note(message);
    for (const message of messages) if (message.type === 'effect') this.perform(message);
  }

  note(message) {
    if (message.type === 'done') this.done.set(message.operation, message);
    if (message.type === 'event') this.events.push(message);
    if (message.type === 'cancel') this.waiting.delete(message.id);
    if (message.type === 'effect' && message.kind !== 'unlock') this.waiting.set(message.id, message);
    if (['http', 'forward', 'upload'].includes(message.kind)) this.requests.push(message);
  }

  perform(effect) {
    if (!this.waiting.has(effect.id) || this.hold.has(effect.kind)) return;
    if (effect.kind === 'sleep') this.pass(effect.delay_ms);
    this.answer(effect.id, this.failing[effect.kind] ?? this.reply(effect));
  }

  reply(effect) {
    switch (effect.kind) {
      case 'http':
      case 'forward':
      case 'upload': {
        assert.ok(this.http.length > 0, `${this.script.name}: unexpected ${effect.url}`);
        const next = this.http.shift();
        return typeof next === 'function' ? next(effect) : next;
      }
      case 'credential':
        assert.ok(this.credentials.length > 0, `${this.script.name}: unexpected credential`);
        return this.credentials.shift();
      case 'load':
        return { value: this.store.get(effect.key) ?? null };
      case 'save':
        this.store.set(effect.key, effect.value);
        return {};
      case 'erase':
        this.store.delete(effect.key);
        return {};
      case 'random':
        return { bytes: Buffer.alloc(effect.bytes, 0x80).toString('base64url') };
      case 'digest': {
        const digest = createHash('sha256').update(Buffer.from(effect.bytes, 'base64url'));
        return { bytes: digest.digest('base64url') };
      }
      default:
        return {};
    }
  }

  /** Lets the host do what it was told to hold back. */
  release(kind) {
    this.hold.delete(kind);
    for (const effect of [...this.waiting.values()]) {
      if (effect.kind === kind) this.perform(effect);
    }
  }

  // ---- what stories say

  /** Runs an operation to its end with these answers of the server, and gives its `done`. */
  call(operation, args, ...http) {
    this.http.push(...http);
    const id = this.begin(operation, args);
    assert.ok(this.done.has(id), `${this.script.name}: ${operation} has not ended`);
    assert.equal(this.http.length, 0, `${this.script.name}: answers left over`);
    return this.done.get(id);
  }

  value(done) {
    assert.ok(done.value, `${this.script.name}: ${JSON.stringify(done.error)}`);
    return done.value;
  }

  error(done, code) {
    assert.equal(done.error?.code, code, `${this.script.name}: ${JSON.stringify(done)}`);
    return done.error;
  }

  signIn(number = 1) {
    const done = this.call(
      'sign_in_with_wechat',
      { code: 'wx-code' },
      json(200, { success: true, ...grant(number), isNewUser: false, user: USER }),
    );
    assert.equal(this.value(done).state, 'signed_in');
    return done;
  }

  /** The script, once everything has been answered. */
  finish() {
    assert.deepEqual([...this.waiting.values()], [], `${this.script.name}: effects left open`);
    assert.equal(this.http.length, 0, `${this.script.name}: answers left over`);
    this.client.close();
    return this.script;
  }
}

