// Loads core.wasm for the tests, and nothing more: the package's own loaders are another matter.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What `cmake --preset wasm` built: the modules before Binaryen's last pass, and the programs of the tests. */
export const linked = process.env.HUFU_WASM_FOLDER ?? fileURLToPath(new URL('../../build/wasm/wasm/', import.meta.url));

/** The modules as the package has them: with the opcodes of today's engines, and for mini-programs. */
export const corePath = fileURLToPath(new URL('../dist/core.wasm', import.meta.url));
export const mvpPath = fileURLToPath(new URL('../miniprogram_dist/core.wasm', import.meta.url));

const modules = new Map([corePath, mvpPath].map((path) => [path, new WebAssembly.Module(readFileSync(path))]));

/** A fresh instance with its own memory. */
export function instantiate(path = corePath) {
  return started(new WebAssembly.Instance(modules.get(path)).exports);
}

/** The same of the module for mini-programs. */
export const instantiateMvp = () => instantiate(mvpPath);

/** The same of the core as plain JavaScript. */
export async function instantiatePlain() {
  const { plainCore } = await import('../dist/plain-core.js');
  return started(plainCore());
}

function started(exports) {
  exports._initialize();
  return new Core(exports);
}

export class Core {
  constructor(exports) {
    this.exports = exports;
  }

  /** Copies text in, calls `use(pointer, length)`, and takes the memory back. */
  lend(text, use) {
    const bytes = encoder.encode(text);
    const at = this.exports.hufu_alloc(bytes.length + 1);
    const memory = new Uint8Array(this.exports.memory.buffer);
    memory.set(bytes, at);
    memory[at + bytes.length] = 0;
    const result = use(at, bytes.length);
    this.exports.hufu_free(at);
    return result;
  }

  /** The text at `at`, which a zero byte ends; null for 0. */
  text(at) {
    if (at === 0) return null;
    const memory = new Uint8Array(this.exports.memory.buffer);
    return decoder.decode(memory.subarray(at, memory.indexOf(0, at)));
  }

  open(config) {
    const handle = this.lend(JSON.stringify(config), (at, length) =>
      this.exports.hufu_open(at, length),
    );
    if (handle === 0) throw new Error(this.text(this.exports.hufu_open_error()));
    return new Client(this, handle);
  }
}

/** One client; every message is given as its text. */
export class Client {
  constructor(core, handle) {
    this.core = core;
    this.handle = handle;
  }

  begin(operation, args, now) {
    const { core, handle } = this;
    return core.lend(operation, (name) =>
      core.lend(args, (at, length) =>
        core.exports.hufu_begin(handle, name, at, length, now.wall, now.uptime),
      ),
    );
  }

  next() {
    return this.core.text(this.core.exports.hufu_next(this.handle));
  }

  drain() {
    const messages = [];
    for (let message = this.next(); message !== null; message = this.next()) messages.push(message);
    return messages;
  }

  resolve(effect, answer, now) {
    const { core, handle } = this;
    core.lend(answer, (at, length) =>
      core.exports.hufu_resolve(handle, effect, at, length, now.wall, now.uptime),
    );
  }

  cancel(operation) {
    this.core.exports.hufu_cancel(this.handle, operation);
  }

  wake(now) {
    this.core.exports.hufu_wake(this.handle, now.wall, now.uptime);
  }

  authorize(url, now) {
    const { core, handle } = this;
    const capacity = 4096;
    const out = core.exports.hufu_alloc(capacity);
    const length = core.lend(url, (at, size) =>
      core.exports.hufu_authorize(handle, at, size, now.wall, now.uptime, out, capacity),
    );
    const bytes = new Uint8Array(core.exports.memory.buffer).slice(out, out + Math.max(length, 0));
    core.exports.hufu_free(out);
    if (length < 0) return length === -1 ? 'needs_token' : 'refused';
    return decoder.decode(bytes);
  }

  state() {
    return this.core.text(this.core.exports.hufu_state(this.handle));
  }

  close() {
    this.core.exports.hufu_close(this.handle);
  }
}
