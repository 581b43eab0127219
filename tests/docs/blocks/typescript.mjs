// Type-checks projects: `node typescript.mjs BUILT <projects.json`, an array of { name, folder, files }. Prints an array of
// { name, file, line, says }. BUILT is the tree with tests/docs/node_modules, wasm/dist and mock-server/npm.
//
// A program for each project, as each has its own globals; what they read is parsed once for all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const built = process.argv[2];
const here = join(built, 'tests/docs');
const require = createRequire(join(here, 'package.json'));
const ts = require('typescript');
const { createVueLanguagePlugin, getDefaultCompilerOptions } = createRequire(require.resolve('vue-tsc'))('@vue/language-core');
const { proxyCreateProgram } = createRequire(require.resolve('vue-tsc'))('@volar/typescript');

// What `npm install` would put beside the packages that are named in package.json.
const ours = { hufu: join(built, 'wasm'), 'hufu-mock-server': join(built, 'mock-server/npm') };
const parsed = new Map();

function optionsOf(project) {
  const text = project.files.map((file) => readFileSync(join(project.folder, file), 'utf8')).join('\n');
  const types = ['node'];
  if (/\bwx\.|hufu\/miniprogram|\b(App|Page|Component)\(\{/.test(text)) types.push('miniprogram-api-typings');
  if (/\buni\.|hufu\/uni/.test(text)) types.push('@dcloudio/types');
  return {
    allowJs: true,
    allowNonTsExtensions: true,
    allowImportingTsExtensions: true,
    checkJs: true,
    esModuleInterop: true,
    jsx: ts.JsxEmit.ReactJSX,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    paths: { '@/*': [join(project.folder, '*'), join(project.folder, 'src/*')] },
    resolveJsonModule: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    typeRoots: [join(here, 'node_modules/@types'), join(here, 'node_modules')],
    types,
  };
}

function hostOf(project, options) {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    if (name.startsWith(project.folder)) return getSourceFile(name, ...rest);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest));
    return parsed.get(name);
  };
  const cache = ts.createModuleResolutionCache(here, (name) => name, options);
  host.resolveModuleNameLiterals = (literals, from, redirected, _options, source) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(source, literal, options);
      const resolve = (name, file) => ts.resolveModuleName(name, file, options, host, cache, redirected, mode);
      return resolve(...placeOf(literal.text, from));
    });
  return host;
}

/** The name of a module, and the file from which it is looked for. */
function placeOf(name, from) {
  if (name.startsWith('.') || name.startsWith('@/')) return [name, from];
  const [owner] = name.split('/');
  // In a mini-program, `hufu` is what WeChat's "Build npm" takes.
  if (name === 'hufu' && /(^|\/)miniprogram\//.test(from)) return ['hufu/miniprogram', join(ours.hufu, 'of_page.ts')];
  if (ours[owner]) return [name, join(ours[owner], 'of_page.ts')];
  // Our types see the page's React, not that of our own tests.
  const isOurs = Object.values(ours).some((folder) => from.startsWith(folder) && !from.includes('node_modules'));
  return [name, isOurs || !from.includes('node_modules') ? join(here, 'of_page.ts') : from];
}

function check(project) {
  const options = optionsOf(project);
  const host = hostOf(project, options);
  const roots = project.files.map((file) => join(project.folder, file));
  const hasVue = roots.some((file) => file.endsWith('.vue'));
  const createProgram = hasVue
    ? proxyCreateProgram(ts, ts.createProgram, (_ts, { options: said }) => [
        createVueLanguagePlugin(ts, said, getDefaultCompilerOptions(undefined, undefined, true), (id) => id),
      ])
    : ts.createProgram;
  const program = createProgram({ rootNames: roots, options, host });
  const found = [...program.getOptionsDiagnostics()];
  for (const file of program.getSourceFiles()) {
    if (!roots.includes(file.fileName)) continue;
    found.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
  }
  return found.filter((each) => !isUntypedJavaScript(each)).map((each) => told(project, each));
}

/** Parameters of JavaScript have no types. */
function isUntypedJavaScript({ code, file }) {
  return code >= 7000 && code < 7100 && code !== 7016 && /\.[cm]?jsx?$/.test(file?.fileName ?? '');
}

function told(project, { file, start, messageText }) {
  const says = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (!file) return { name: project.name, file: '', line: 0, says };
  return {
    name: project.name,
    file: relative(project.folder, file.fileName),
    line: file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    says,
  };
}

const projects = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(projects.flatMap(check)));
