// The start of wasm/README.md, and that of the server's, typed as they stand there: the packages lie where `./dev build` puts them.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'hufu-documents-'));
const packages = join(home, 'hufu/build/release');
const env = { ...process.env, HOME: home, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
delete env.NODE_OPTIONS;
delete env.HUFU_MOCK_SERVER_PROGRAM;

const program = process.env.HUFU_MOCK_SERVER_PROGRAM ?? here('build/native/mock-server/hufu-mock-server');
const skip = !existsSync(program) && 'the mock server is not built';

before(() => {
  if (skip) return;
  mkdirSync(packages, { recursive: true });
  execFileSync(process.execPath, ['build.mjs'], { cwd: here('mock-server/npm'), stdio: 'ignore' });
  for (const folder of ['wasm', 'mock-server/npm', 'mock-server/npm/dist/hufu-mock-server-linux-x64']) {
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', packages], { cwd: here(folder), env, stdio: 'ignore' });
  }
});
after(() => rmSync(home, { recursive: true, force: true }));

/** The lines of the first block of commands that names the packages. */
function linesOf(document) {
  const blocks = [...readFileSync(here(document), 'utf8').matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  return blocks.find((code) => code.includes('build/release')).trim().split('\n');
}

for (const document of ['wasm/README.md', 'mock-server/npm/README.md']) {
  test(`${document}: its commands, one after the other`, { skip }, async (t) => {
    const project = mkdtempSync(join(home, 'project-'));
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
    const lines = linesOf(document);
    const server = lines.pop();
    assert.match(server, /^npx hufu-mock-server --port 8787 --control$/);
    for (const line of lines) execFileSync('sh', ['-ec', line], { cwd: project, env, stdio: 'pipe' });
    // On another port: somebody may be running one.
    const child = spawn('sh', ['-ec', `exec ${server.replace('8787', '0')} --exit-with-stdin`], { cwd: project, env, stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => child.stdin.end());
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    const [, url] = /^listening (http:\/\/127\.0\.0\.1:\d+)$/.exec(value);
    if (document !== 'wasm/README.md') return;
    writeFileSync(
      join(project, 'use.js'),
      `import { createClient } from 'hufu';
const client = createClient({ baseUrl: '${url}', backend: 'gotrue', appKey: 'anon-key' });
console.log((await client.session()).state, (await client.signInAnonymously()).state);
client.close();
`,
    );
    assert.equal(execFileSync(process.execPath, ['use.js'], { cwd: project, env, encoding: 'utf8' }), 'signed_out signed_in\n');
  });
}
