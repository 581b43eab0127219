// Builds the package into dist/, or into the folder that is given: `npm run build`. The modules come from `cmake --preset wasm`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import ts from 'typescript';

import { madeOnce } from './made_once.mjs';
import { core, mvpCore } from './modules.mjs';
import { plainCoreOf } from './plain_core.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Where to: `dist/`, or the folder that is given. */
const dist = process.argv[2] ?? here('dist');
const to = (name) => join(dist, name);
/** WeChat's npm builder copies this folder as it is. */
const miniprogram = process.argv[2] ? to('miniprogram_dist') : here('miniprogram_dist');
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'));

/** `hufu:core.wasm`: the bytes inside the JavaScript, made of `text` by `decode`. */
const coreInside = (decode) => ({
  name: 'core-inside',
  setup(plugin) {
    plugin.onResolve({ filter: /^hufu:core\.wasm$/ }, ({ path }) => ({ path, namespace: 'hufu' }));
    plugin.onLoad({ filter: /^hufu:core\.wasm$/, namespace: 'hufu' }, () => ({
      contents: `const text = ${JSON.stringify(core.toString('base64'))};\nexport default () => ${decode};`,
    }));
  },
});
const decodedByNode = "Buffer.from(text, 'base64')";
const decodedByPages = 'Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))';

/** `./core.wasm?module` stays an import: the application's bundler makes a module of it. */
const asModule = {
  name: 'core-as-module',
  setup(plugin) {
    plugin.onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, external: true }));
  },
};

const common = {
  bundle: true,
  minify: false,
  write: false,
  charset: 'utf8',
  legalComments: 'none',
  define: { HUFU_VERSION: JSON.stringify(version), HUFU_PLAIN_CORE_IS_NEAR: 'false' },
  plugins: [asModule],
  logLevel: 'warning',
};

/** What lies beside a file in `dist/`, and is one for all that take it. */
const beside = (filter, file) => ({
  name: `beside-${file}`,
  setup(plugin) {
    plugin.onResolve({ filter }, () => ({ path: `./${file}`, external: true }));
  },
});

/** What an application has beside us. */
const peers = ['axios', 'jose', 'react', 'next/server.js'];

/** Node has a clock that is there sooner: `platform/uptime.node.ts`. */
const nodePlatform = {
  name: 'node-platform',
  setup(plugin) {
    plugin.onResolve({ filter: /platform\/uptime\.js$/ }, () => ({ path: here('src/platform/uptime.node.ts') }));
  },
};

/** Mini-programs have no TextEncoder, btoa or AbortController, jsdom no TextEncoder: `platform/NAME.plain.ts` stands in. */
const plainPlatform = {
  name: 'plain-platform',
  setup(plugin) {
    plugin.onResolve({ filter: /platform\/(abort|base64url|text)\.js$/ }, ({ path }) => ({
      path: here(`src/platform/${path.match(/(\w+)\.js$/)[1]}.plain.ts`),
    }));
  },
};

/** ES5 knows no `#name`: it would become a WeakMap, which is large and slow. There it is private by a short name. */
const plainMembers = (context) => {
  const visit = (node) =>
    ts.isPrivateIdentifier(node)
      ? context.factory.createIdentifier(node.text.replace('#', '_$'))
      : ts.visitEachChild(node, visit, context);
  return (file) => ts.visitNode(file, visit);
};

/** `hufu:plain-core`: what `plain/core.js` holds. */
const plainCore = (text) => ({
  name: 'plain-core',
  setup(plugin) {
    plugin.onResolve({ filter: /^hufu:plain-core$/ }, ({ path }) => ({ path, namespace: 'plain-core' }));
    plugin.onLoad({ filter: /.*/, namespace: 'plain-core' }, () => ({ contents: text }));
  },
});

/** Who bundles our files minifies them; in Node an error shows the line that it was thrown in. */
async function buildReadable(entry, file, options) {
  const name = to(file);
  const made = await build({ ...common, sourcemap: 'linked', target: 'es2022', entryPoints: [here(`src/${entry}`)], outfile: name, ...options });
  for (const { path, text } of made.outputFiles) writeFileSync(path, path.endsWith('.map') ? sourceMapOf(text) : text);
}

/** The same wherever it was built; the sources are in it, but for core.wasm. */
function sourceMapOf(text) {
  const map = JSON.parse(text);
  map.sourcesContent = map.sourcesContent.map((content, i) => (map.sources[i].includes('core.wasm') ? null : content));
  map.sources = map.sources.map((path) => path.replace(/^.*\/src\//, '../src/'));
  return JSON.stringify(map);
}

/** Builds an entry for mini-programs: ES5, but for `import` and `export` in an ES module. */
async function buildEs5(entry, file, { format, plugins = [], define = {} }) {
  const bundled = await build({
    ...common,
    plugins: [...plugins, plainPlatform],
    define: { ...common.define, ...define },
    entryPoints: [here(`src/${entry}`)],
    external: ['./plain/core.js'],
    format,
    target: 'esnext',
  });
  const { outputText } = ts.transpileModule(bundled.outputFiles[0].text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: format === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      downlevelIteration: true,
      allowJs: true,
      removeComments: true,
    },
    transformers: { before: [plainMembers] },
  });
  const { code } = await minify(outputText, {
    ecma: 5,
    module: true, // its names are its own in CommonJS as well
    compress: { passes: 3 },
    mangle: { properties: { regex: /^_\$/ } },
    format: { ascii_only: true, comments: false },
  });
  writeFileSync(file, code);
}

/** Builds an entry that a page may download as it is: terser finds three hundredths more than esbuild. */
async function buildForPages(entry, file) {
  const options = { minify: true, sourcemap: 'external', outfile: to(file), format: 'esm', target: 'es2022' };
  const { outputFiles } = await build({ ...common, ...options, entryPoints: [here(`src/${entry}`)] });
  const [content, bundled] = outputFiles.map(({ text }) => text);
  const sourceMap = { content, url: `${file}.map`, includeSources: true };
  const { code, map } = await minify(bundled, { ecma: 2022, module: true, compress: { passes: 3 }, sourceMap });
  writeFileSync(to(file), code);
  writeFileSync(to(`${file}.map`), sourceMapOf(map));
}

/** One CommonJS file, core.wasm of the first opcodes and its brotli form beside it; the plain core in a folder of its own. */
async function buildMiniprogram(folder, plainText) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'plain'), { recursive: true });
  await buildEs5('index.miniprogram.ts', join(folder, 'index.js'), {
    format: 'cjs',
    define: { HUFU_PLAIN_CORE_IS_NEAR: 'true' },
  });
  await buildEs5('index.zh_cn.ts', join(folder, 'zh-CN.js'), { format: 'cjs' });
  writeFileSync(join(folder, 'core.wasm'), mvpCore);
  const packed = brotliCompressSync(mvpCore, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(join(folder, 'core.wasm.br'), packed);
  writeFileSync(join(folder, 'plain/core.js'), plainText);
  // TypeScript imports from `hufu/miniprogram`, where the types are.
  writeFileSync(join(folder, 'miniprogram.js'), "module.exports = require('./index.js');\n");
}

/** The same for bundlers, Taro's and uni-app's among them. */
function buildForBundlers(plainText) {
  return ['esm', 'cjs'].flatMap((format) => {
    const extension = format === 'esm' ? 'js' : 'cjs';
    const file = (name) => to(`${name}.${extension}`);
    // Errors of both are of one class.
    const plugins = [beside(/index\.miniprogram\.js$|wx\/host\.js$/, `miniprogram.${extension}`)];
    return [
      buildEs5('index.miniprogram.ts', file('miniprogram'), { format }),
      buildEs5('index.taro.ts', file('taro'), { format, plugins }),
      buildEs5('index.uni.ts', file('uni'), { format, plugins }),
      buildEs5('index.zh_cn.ts', file('zh-CN'), { format }),
      buildEs5('index.plain_core.ts', file('plain-core'), { format, plugins: [plainCore(plainText)] }),
    ];
  });
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeFileSync(to('core.wasm'), core);
copyFileSync(here('../LICENSE'), here('LICENSE'));
const plainText = (await madeOnce('plain-core', mvpCore, plainCoreOf)).toString();
await Promise.all([
  buildMiniprogram(miniprogram, plainText),
  ...buildForBundlers(plainText),
  buildForPages('index.browser.ts', 'browser.js'),
  buildReadable('index.edge.ts', 'edge.js', { format: 'esm' }),
  buildReadable('index.inside.ts', 'browser.development.js', { format: 'esm', plugins: [coreInside(decodedByPages)] }),
  buildReadable('index.inside.ts', 'browser.cjs', { format: 'cjs', plugins: [coreInside(decodedByPages), plainPlatform] }),
  // One source for all places; each takes `hufu` from the file of its place.
  ...['node.js', 'node.cjs', 'edge.js', 'browser.js', 'browser.development.js', 'browser.cjs'].map((file) =>
    buildReadable(`next/index${file.startsWith('browser') ? '.browser' : ''}.ts`, `next.${file}`, {
      format: file.endsWith('.cjs') ? 'cjs' : 'esm',
      external: peers,
      plugins: [beside(/^hufu$/, file), beside(/server\/pages\/index\.js$/, `server.pages.${file.split('.').at(-1)}`)],
      // Not as it is here: as it is in the application.
      define: { ...common.define, 'process.env.NODE_ENV': 'process.env.NODE_ENV' },
    }),
  ),
  ...['js', 'cjs'].map((end) =>
    buildReadable('react/index.ts', `react.${end}`, {
      format: end === 'cjs' ? 'cjs' : 'esm',
      external: peers,
      banner: { js: "'use client';" },
    }),
  ),
  ...['axios', 'query'].flatMap((name) => [
    buildReadable(`${name}.ts`, `${name}.js`, { format: 'esm', external: peers }),
    buildReadable(`${name}.ts`, `${name}.cjs`, { format: 'cjs', external: peers }),
  ]),
  ...['js', 'cjs'].flatMap((end) => {
    const format = end === 'cjs' ? 'cjs' : 'esm';
    const plugins = [beside(/^\.\/people\.js$/, `server.people.${end}`), beside(/^\.\.\/pages\/index\.js$/, `server.pages.${end}`)];
    // What a constructor sets is not set to undefined before.
    const tsconfigRaw = { compilerOptions: { useDefineForClassFields: false } };
    const options = { format, external: peers, plugins, tsconfigRaw };
    // A guard without a `resolve` does not load it.
    const people = buildReadable('server/people.ts', `server.people.${end}`, options);
    const adapters = ['express', 'fastify', 'hapi', 'hono'].map((name) => buildReadable(`server/${name}.ts`, `server.${name}.${end}`, options));
    const folders = ['pages', 'unified', 'wechat'].map((name) => buildReadable(`server/${name}/index.ts`, `server.${name}.${end}`, options));
    return [buildReadable('server/index.ts', `server.${end}`, options), people, ...folders, ...adapters];
  }),
  ...['js', 'cjs'].map((end) =>
    buildReadable('index.node.ts', `node.${end}`, {
      format: end === 'cjs' ? 'cjs' : 'esm',
      platform: 'node',
      target: 'node20.9',
      plugins: [coreInside(decodedByNode), nodePlatform],
    }),
  ),
]);
execFileSync(process.execPath, [here('node_modules/typescript/bin/tsc'), '-p', here('.'), '--outDir', to('types')], { stdio: 'inherit' });
// A CommonJS program takes these types as CommonJS.
cpSync(to('types'), to('types-cjs'), { recursive: true });
writeFileSync(to('types-cjs/package.json'), '{ "type": "commonjs" }\n');
