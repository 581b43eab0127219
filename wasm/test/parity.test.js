// The client has every operation of the core, with its fields and outcomes, and no other; so for the
// error codes. What the core has is read off its own sources, which its tests hold to hufu_describe().
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

import { Client } from '../dist/node.js';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

// ---- what the core has --------------------------------------------------------------------------

/** `{"name", "field? field", …}` rows of the operation table. */
const operations = new Map(
  [...read('core/src/catalogue/operation_table.h').matchAll(/\{"(\w+)",\s*"([^"]*)"/g)].map(([, name, fields]) => [
    name,
    fields.split(' ').filter(Boolean).map((field) => ({
      name: camel(/^\w+/.exec(field)[0]),
      isOptional: /[?=&~#[]/.test(field),
    })),
  ]),
);

/** `visit("name", …)` of each struct of the public headers. */
const structs = new Map(
  ['session', 'account', 'operations', 'config'].flatMap((header) =>
    read(`core/include/hufu/${header}.h`)
      .split(/^struct /m)
      .slice(1)
      .map((text) => [/^\w+/.exec(text)[0], [...text.matchAll(/visit\("(\w+)"/g)].map(([, name]) => camel(name))]),
  ),
);

const outcomes = new Map(
  [...read('core/include/hufu/operations.h').matchAll(/kName = "(\w+)";\s*using Outcome = (\w+);/g)].map(
    ([, name, outcome]) => [name, outcome],
  ),
);

const listed = (path, type) => [
  ...new Set([...read(path).matchAll(new RegExp(`ErrorInfo\\{${type}::(\\w+)`, 'g'))].map(([, name]) => name)),
];

// ---- what the types say -------------------------------------------------------------------------

const root = new URL('../src/client.ts', import.meta.url).pathname;
const program = ts.createProgram([root, root.replace('client.ts', 'modules.d.ts')], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  strict: true,
  types: [],
  noEmit: true,
});
const checker = program.getTypeChecker();
const membersOf = (file, name) => {
  const source = program.getSourceFile(new URL(`../src/${file}`, import.meta.url).pathname);
  const symbol = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find((each) => each.name === name);
  assert.ok(symbol, `${file} has no ${name}`);
  return checker.getDeclaredTypeOfSymbol(symbol);
};
const fieldsOf = (type) =>
  checker.getPropertiesOfType(type).map((each) => ({
    name: each.name,
    isOptional: (each.flags & ts.SymbolFlags.Optional) !== 0,
  }));
const byName = (a, b) => (a.name < b.name ? -1 : 1);

const client = membersOf('client.ts', 'Client');
const typeNames = { SessionInfo: 'Session', Nothing: 'void', FetchReply: 'Response' };

test('every operation is a method, and nothing else is', () => {
  assert.ok(operations.size >= 44);
  const methods = [Client.prototype, Object.getPrototypeOf(Client.prototype)].flatMap(Object.getOwnPropertyNames);
  const beside = ['authorize', 'close', 'constructor', 'constructor', 'on', 'ready', 'state'];
  assert.deepEqual(
    methods.sort(),
    [...[...operations.keys()].map(camel), ...beside].sort(),
  );
});

for (const [operation, fields] of operations) {
  test(`${operation}: its arguments and its outcome`, () => {
    const symbol = client.getProperty(camel(operation));
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    const parameters = signature.parameters.map((each) => ({ name: each.name, type: checker.getTypeOfSymbol(each) }));
    const outcome = checker.typeToString(signature.getReturnType());
    const wanted = typeNames[outcomes.get(operation)] ?? outcomes.get(operation);
    assert.equal(outcome.replace('T.', ''), `Promise<${wanted}>`);
    if (operation === 'fetch') return; // the arguments of the global fetch
    assert.equal(parameters.at(-1).name, 'options');
    const given = parameters.length === 1 ? [] : fieldsOf(checker.getNonNullableType(parameters[0].type));
    assert.deepEqual(given.sort(byName), [...fields].sort(byName));
  });
}

for (const [struct, type] of [
  ['SessionInfo', 'Session'],
  ['SessionEnd', 'SessionEnd'],
  ['SignedUp', 'SignedUp'],
  ['User', 'User'],
  ['AccessToken', 'AccessToken'],
  ['Identity', 'Identity'],
  ['Profile', 'Profile'],
  ['Account', 'Account'],
  ['LinkedIdentity', 'LinkedIdentity'],
  ['LinkedIdentities', 'LinkedIdentities'],
  ['Factor', 'Factor'],
  ['Factors', 'Factors'],
  ['EnrolledFactor', 'EnrolledFactor'],
  ['FactorChallenge', 'FactorChallenge'],
  ['BindCode', 'BindCode'],
  ['BindingPreview', 'BindingPreview'],
  ['Binding', 'Binding'],
  ['DevicePreview', 'DevicePreview'],
  ['OpenedMiniProgram', 'OpenedMiniProgram'],
  ['Returning', 'Returning'],
  ['Launch', 'Launch'],
  ['ApprovedScan', 'ApprovedScan'],
  ['WebViewUrl', 'WebViewUrl'],
  ['Config', 'Config'],
]) {
  test(`the members of ${type}`, () => {
    // The host, not the application, knows how its clock counts.
    const wanted = structs.get(struct).filter((name) => name !== 'uptimeCountsSuspend');
    assert.ok(wanted.length > 0);
    assert.deepEqual(fieldsOf(membersOf('types.ts', type)).map(({ name }) => name).sort(), wanted.sort());
  });
}

const literals = (file, name) => membersOf(file, name).types.map(({ value }) => value).sort();

test('the error codes', () => {
  assert.deepEqual(literals('errors.ts', 'ErrorCode'), listed('core/src/catalogue/errors.cpp', 'Errc').sort());
});

test('the names of states, kinds and actions', () => {
  const enumeration = (header, name) =>
    /\{([^}]*)\}/
      .exec(read(`core/include/hufu/${header}.h`).split(`enum class ${name} `)[1])[1]
      .replace(/\/\/.*$/gm, '')
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean)
      .sort();
  assert.deepEqual(literals('types.ts', 'SessionState'), enumeration('session', 'SessionState'));
  assert.deepEqual(literals('types.ts', 'EventKind'), enumeration('session', 'EventKind'));
  assert.deepEqual(literals('types.ts', 'BackendKind'), enumeration('config', 'BackendKind'));
  assert.deepEqual(literals('types.ts', 'Platform'), enumeration('config', 'Platform'));
  assert.deepEqual(literals('types.ts', 'SessionSource'), enumeration('config', 'SessionSource'));
  assert.deepEqual(literals('errors.ts', 'Action'), enumeration('errors', 'Action'));
  assert.deepEqual(literals('host/host.ts', 'CredentialKind'), enumeration('effects', 'CredentialKind'));
});

test('no public type holds an any', () => {
  for (const file of ['base_client.ts', 'client.ts', 'wx_client.ts', 'host/wx/api.ts', 'host/wx/host.ts', 'host/wx/failures.ts', 'host/wx/storage.ts', 'types.ts', 'errors.ts', 'entry.ts', 'host/host.ts', 'host/web.ts', 'host/stores.ts']) {
    const text = read(`wasm/src/${file}`).replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    assert.ok(!/\bany\b/.test(text), file);
  }
});
