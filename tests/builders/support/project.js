// Fresh projects: what a folder of this suite pins (`npm ci`, by ./dev test), our tarball, and the files of a test.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const wasm = here('../../wasm');

/** For `test(name, { skip })`: what only --full looks at. */
export const onlyFull = !process.env.HUFU_TEST_FULL && 'only with --full';

const environment = { ...process.env, NO_COLOR: '1', CI: 'true', NEXT_TELEMETRY_DISABLED: '1' };
delete environment.NODE_OPTIONS;
delete environment.NODE_ENV;

/** What `npm pack` makes of wasm/, unpacked once. */
let unpacked;
function hufu() {
  if (unpacked) return unpacked;
  const home = mkdtempSync(join(tmpdir(), 'hufu-packed-'));
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const [{ filename }] = JSON.parse(execFileSync('npm', packing, { cwd: wasm, env: environment, stdio: ['ignore', 'pipe', 'ignore'] }));
  execFileSync('tar', ['-xzf', join(home, filename), '-C', home]);
  unpacked = join(home, 'package');
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  return unpacked;
}

/** A project with the packages of `folder`, the package as npm packs it, and these files. It ends with the test. */
export function project(t, folder, files = {}) {
  const packages = here(`${folder}/node_modules`);
  if (!existsSync(packages)) throw new Error(`${folder} is not installed: npm ci in tests/builders/${folder}`);
  const root = mkdtempSync(join(here(folder), '.project-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  // Found in the folder above; ours lies in the project itself.
  mkdirSync(join(root, 'node_modules'));
  cpSync(hufu(), join(root, 'node_modules/hufu'), { recursive: true });
  return new Project(root, packages, files);
}

class Project {
  constructor(root, packages, files) {
    this.root = root;
    this.packages = packages;
    this.write({ 'package.json': '{ "private": true, "type": "module" }\n', ...files });
  }

  /** Writes files, given by their paths. */
  write(files) {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** The program of a package, for Node. */
  program(path) {
    return join(this.packages, path);
  }

  /** Runs Node to its end; what it says is the error if it fails. */
  async node(...args) {
    const { status, text } = await this.ended(args);
    if (status !== 0) throw new Error(`node ${args.join(' ')}: ${status}\n${text}`);
    return text;
  }

  /** Runs Node to its end, whatever it is. */
  ended(args) {
    const { child, said } = this.start(args);
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, text: said.text })));
  }

  /** Starts Node, and gathers what it says. */
  start(args, more = {}) {
    const child = spawn(process.execPath, args, { cwd: this.root, env: { ...environment, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said.text += chunk));
    return { child, said };
  }

  /** Starts a server; gives its address, which it says itself. It ends with the test. */
  async serve(t, args, more) {
    const { child, said } = this.start(args, more);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    t.after(async () => {
      child.kill();
      await ended;
    });
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = /(http:\/\/(?:127\.0\.0\.1|localhost):\d+)/.exec(said.text);
        if (found) resolve(found[1]);
      };
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      child.on('exit', (status) => reject(new Error(`${args.join(' ')} ended with ${status}\n${said.text}`)));
    });
  }

  /** The same project seen from a folder in it. */
  in(folder) {
    return Object.assign(Object.create(Project.prototype), this, { root: join(this.root, folder) });
  }

  /** Gives a folder of the project packages of its own: copies, for Next.js follows no link out of an application. */
  adopt(folder) {
    const at = join(this.root, folder, 'node_modules');
    cpSync(this.packages, at, { recursive: true, verbatimSymlinks: true });
    cpSync(join(this.root, 'node_modules/hufu'), join(at, 'hufu'), { recursive: true });
  }

  /** Lets a package of the folder stand in the project itself. */
  link(name) {
    const at = join(this.root, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(this.packages, name), at);
  }
}
