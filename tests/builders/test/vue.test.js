// The files of docs/how-to/vue.md: checked by vue-tsc, then the composable in a component of the real Vue, against the mock server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { project } from '../support/project.js';
import { noServer, startServer } from '../../support/server.js';

const page = readFileSync(fileURLToPath(new URL('../../../docs/how-to/vue.md', import.meta.url)), 'utf8');
const named = [...page.matchAll(/^```\w+\n(?:\/\/|<!--) (src\/\S+\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm)];
const files = Object.fromEntries(named.map(([, name, code]) => [name, code]));

const tsconfig = {
  compilerOptions: {
    target: 'ES2022', lib: ['ES2022', 'DOM'], module: 'ESNext', moduleResolution: 'Bundler', strict: true, noUncheckedIndexedAccess: true,
    noUnusedLocals: true, noEmit: true, skipLibCheck: true, types: [],
  },
  include: ['src'],
};

// A component, drawn as text: what a screen of the smallest kind needs.
const screen = `
const { createRenderer, h } = require('vue');
const { hufu } = require('./made/hufu.js');
const { useHufu } = require('./made/useHufu.js');

const nothing = () => null;
const { createApp } = createRenderer({
  createElement: () => ({ text: '' }), createText: (text) => ({ text }), createComment: () => ({ text: '' }),
  insert: (child, parent) => { parent.child = child; }, remove: nothing, patchProp: nothing, parentNode: nothing, nextSibling: nothing,
  setText: (node, text) => { node.text = text; }, setElementText: (node, text) => { node.text = text; },
});
let here;
const drawn = [];
const app = createApp({
  setup() {
    here = useHufu();
    return () => (drawn.push([here.isLoaded.value, here.isSignedIn.value, here.state.value].join(' ')), h('p', drawn.at(-1)));
  },
});
const root = {};
app.mount(root);
const sees = async (text) => {
  for (let left = 500; root.child.text !== text; left -= 1) {
    if (left === 0) throw new Error(text + ' never came: ' + drawn.join(', '));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
(async () => {
  await sees('true false signed_out');
  await here.signIn('ada@example.com', 'not the password');
  console.log(here.error.value.code, here.user.value);
  await here.signUp('ada@example.com', 'a good password');
  await sees('true true signed_in');
  console.log(here.error.value, typeof here.user.value.id);
  await hufu.signOut(); // not by the component
  await sees('true false signed_out');
  await here.signIn('ada@example.com', 'a good password');
  await sees('true true signed_in');
  app.unmount();
  await hufu.signOut();
  console.log(here.state.value); // nobody listens any more
  hufu.close();
})();
`;

test('docs/how-to/vue.md: its types, and what a component sees', { skip: noServer }, async (t) => {
  assert.deepEqual(Object.keys(files), ['src/hufu.ts', 'src/useHufu.ts', 'src/App.vue']);
  const [, composable] = files['src/useHufu.ts'].split('export function');
  assert.ok(composable.trim().split('\n').length <= 32, 'the composable is about 30 lines');
  const made = project(t, 'vue', { ...files, 'tsconfig.json': JSON.stringify(tsconfig) });
  await made.node(made.program('vue-tsc/bin/vue-tsc.js'), '-p', '.');

  const server = await startServer(t);
  const source = files['src/hufu.ts'].replace('http://127.0.0.1:8787', server.url);
  assert.notEqual(source, files['src/hufu.ts']);
  made.write({ 'src/hufu.ts': source, 'made/package.json': '{ "type": "commonjs" }', 'screen.cjs': screen });
  const flags = ['--outDir', 'made', '--noCheck', '--skipLibCheck', '--module', 'commonjs', '--moduleResolution', 'node10', '--target', 'es2022'];
  await made.node(made.program('typescript/bin/tsc'), ...flags, 'src/hufu.ts', 'src/useHufu.ts');
  assert.equal(await made.node('screen.cjs'), 'wrong_password null\nnull string\nsigned_in\n');
});
