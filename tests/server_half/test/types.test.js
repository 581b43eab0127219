// What TypeScript lets an application write: no route without a person.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { packageFolder } from '../support/guard.js';

const ts = createRequire(join(packageFolder, 'package.json'))('typescript');

const program = `
import { clerk, createGuard, gotrue, Refused, unified, type Guard, type GuardOptions, type Issuer, type Person } from 'hufu/server';
const issuers: Issuer[] = [clerk({ issuer: 'https://clerk.example.com', authorizedParties: ['https://x'] }), unified({ baseUrl: 'https://x' })];
const options: GuardOptions = { issuers, resolve: async ({ issuer, subject }) => ({ id: issuer + subject }) };
const guard: Guard = createGuard(options);
export const GET = guard.route(async (request, person) => Response.json({ of: person.id, fresh: person.isFresh(600), at: request.url }));
export const POST = guard.route((request: Request & { extra: number }, person, context: { params: Promise<{ id: string }> }) =>
  Response.json([request.extra, person.ids, context.params]));
const called: Promise<Response> = POST(new Request('https://x') as Request & { extra: number }, { params: Promise.resolve({ id: '1' }) });
export async function own(request: Request): Promise<string> {
  try {
    const person: Person = await guard.authenticate(request);
    return person.platform ?? person.issuer;
  } catch (error) {
    return error instanceof Refused ? error.reason : String(called);
  }
}
// @ts-expect-error a person is nothing that one makes
const made: Person = { id: 'ADMIN', ids: ['ADMIN'], platform: null, issuer: '', subject: '', sessionId: '', isAnonymous: false, claims: {}, isFresh: () => true };
// @ts-expect-error a guard has issuers
createGuard({});
// @ts-expect-error a route answers
guard.route((request, person) => person.id);
// @ts-expect-error what a token says is unknown
export const name: string = (made as Person).claims['name'];
// @ts-expect-error nobody changes who asks
(made as Person).id = 'ADMIN';
// @ts-expect-error a wrong option is noticed
gotrue({ baseUrl: 'https://x', jwtSecret: 'x' });
`;

for (const [kind, file, module, resolution] of [
  ['an ES module in Node', 'use.mts', 'NodeNext', 'NodeNext'],
  ['CommonJS in Node', 'use.cts', 'Node16', 'Node16'],
  ['a bundler', 'use.ts', 'ESNext', 'Bundler'],
]) {
  test(`the types, for ${kind}, without jose's`, () => {
    const home = mkdtempSync(join(tmpdir(), 'hufu-types-'));
    mkdirSync(join(home, 'node_modules'));
    symlinkSync(packageFolder, join(home, 'node_modules/hufu'));
    writeFileSync(join(home, file), program);
    const checked = ts.createProgram([join(home, file)], {
      module: ts.ModuleKind[module],
      moduleResolution: ts.ModuleResolutionKind[resolution],
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      preserveSymlinks: true,
      types: [],
    });
    const faults = ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    assert.deepEqual(faults, []);
  });
}
