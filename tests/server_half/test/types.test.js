// What TypeScript lets an application write: no route without a person.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { packageFolder } from '../support/guard.js';
import { project } from '../support/project.js';

const ts = createRequire(join(packageFolder, 'package.json'))('typescript');

const program = `
import { clerk, createGuard, gotrue, Refused, unified, type Guard, type GuardOptions, type Issuer, type Person } from 'hufu/server';
import { lookup, webhook } from 'hufu/server/unified';
import { createWechat, type Wechat, type WechatSession } from 'hufu/server/wechat';
const issuers: Issuer[] = [clerk({ issuer: 'https://clerk.example.com', authorizedParties: ['https://x'] }), unified({ baseUrl: 'https://x' })];
const options: GuardOptions = { issuers, resolve: async ({ issuer, subject }) => ({ id: issuer + subject }) };
const guard: Guard = createGuard(options);
export const asking: GuardOptions = { issuers, resolve: lookup({ baseUrl: 'https://x', serverKey: 'x' }), staleFor: 10 };
export const hook: (request: Request) => Promise<Response> = webhook({ secret: 'whsec_x', guard }, ({ type, data }) => guard.forget(type + String(data['into'])));
const wechat: Wechat = createWechat({ appId: 'wx', secret: 'x' });
export const openId = async (code: string): Promise<string> => (await wechat.code2Session(code)).openId;
export const number = async (code: string): Promise<string> => (await wechat.phoneNumber(code)).purePhoneNumber;
// @ts-expect-error what WeChat has encrypted is unknown
export const nickName = async (session: WechatSession): Promise<string> => (await session.decrypt({ encryptedData: '', iv: '' })).nickName;
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

/** What every program reads is read once. */
const parsed = new Map();

function faultsOf(file, module, resolution, more = {}) {
  const options = {
    module: ts.ModuleKind[module],
    moduleResolution: ts.ModuleResolutionKind[resolution],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    preserveSymlinks: true,
    types: [],
    ...more,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, how, ...rest) => {
    if (!/[\\/]typescript[\\/]lib[\\/]/.test(name)) return getSourceFile(name, how, ...rest);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, how, ...rest));
    return parsed.get(name);
  };
  const checked = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

// With the types of the frameworks themselves.
const frameworks = `
import express, { type Request as Asked, type Response as Answer } from 'express';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Hono, type Context } from 'hono';
import { server as hapiServer, type Request as HapiRequest, type ResponseToolkit } from '@hapi/hapi';
import { createGuard, unified, type Person } from 'hufu/server';
import { guarded as ofExpress } from 'hufu/server/express';
import { guarded as ofFastify } from 'hufu/server/fastify';
import { guarded as ofHono } from 'hufu/server/hono';
import { guarded as ofHapi, scheme } from 'hufu/server/hapi';
const guard = createGuard({ issuers: [unified({ baseUrl: 'https://x' })] });
express().get('/:tea', ofExpress(guard, (request: Asked, response: Answer, person) => response.json([request.params['tea'], person.id])));
Fastify().get('/:tea', ofFastify(guard, async (request: FastifyRequest, reply: FastifyReply, person) => reply.header('x', '1').send([request.id, person.id])));
new Hono().get('/:tea', ofHono(guard, (context: Context, person) => context.json([context.req.param('tea'), person.id])));
const hapi = hapiServer();
hapi.auth.scheme('hufu', scheme(guard));
hapi.route({ method: 'GET', path: '/{tea}', handler: ofHapi((request: HapiRequest, toolkit: ResponseToolkit, person) => toolkit.response([request.params['tea'], person.id])) });
// @ts-expect-error a route of Express without a guard
ofExpress((request: unknown, response: unknown, person: Person) => person.id);
// @ts-expect-error what is no guard guards nothing
ofHono({}, (context: Context, person: Person) => context.json(person.id));
`;

// What a cookie says on a server is the visitor's word, and cannot be taken for more.
const cookies = `
import type { Session, User } from 'hufu';
import { createServerClient, updateSession, type NextOptions } from 'hufu/next';
import { HufuProvider } from 'hufu/react';
import { createGuard, unified } from 'hufu/server';
const hufu: NextOptions = { baseUrl: 'https://x' };
const guard = createGuard({ issuers: [unified(hufu)] });
const client = createServerClient({ getAll: () => [], setAll: () => undefined }, hufu);
declare const request: Parameters<typeof updateSession>[0];
export const said: Session = (await client.session()).unverified;
export const name: string = (await client.user()).unverified.nickname;
// @ts-expect-error it is no session
export const session: Session = await client.session();
// @ts-expect-error nor a person
export const user: User = await client.user();
// @ts-expect-error nor is there a state
export const state: string = client.state;
// @ts-expect-error nor is there one in what the cookie says
export const isIn = (await client.session()).state === 'signed_in';
// @ts-expect-error a page is told whose word it is
HufuProvider({ session: await client.session() });
HufuProvider({ session: (await client.session()).unverified });
void updateSession(request, hufu);
void updateSession(request, { ...hufu, guard, decide: (person) => (person?.isFresh(60) ? undefined : Response.redirect('https://x')) });
// @ts-expect-error who decides has a guard
void updateSession(request, { ...hufu, decide: () => undefined });
// @ts-expect-error and is told of a person, or of nobody
void updateSession(request, { ...hufu, guard, decide: ({ state }) => (state ? undefined : Response.redirect('https://x')) });
`;

test('the types of what cookies say', () => {
  const home = project('hufu');
  writeFileSync(join(home, 'use.mts'), cookies);
  // Next.js and React are not here.
  assert.deepEqual(faultsOf(join(home, 'use.mts'), 'NodeNext', 'NodeNext', { skipLibCheck: true }), []);
});

test('the types, with those of Express, Fastify, Hono and hapi', () => {
  const home = project('hufu', 'express', 'fastify', 'hono', '@hapi/hapi', '@types/express', '@types/node');
  writeFileSync(join(home, 'use.mts'), frameworks);
  assert.deepEqual(faultsOf(join(home, 'use.mts'), 'NodeNext', 'NodeNext', { types: ['node'], skipLibCheck: true, esModuleInterop: true, preserveSymlinks: false }), []);
});

for (const [kind, file, module, resolution] of [
  ['an ES module in Node', 'use.mts', 'NodeNext', 'NodeNext'],
  ['CommonJS in Node', 'use.cts', 'Node16', 'Node16'],
  ['a bundler', 'use.ts', 'ESNext', 'Bundler'],
]) {
  test(`the types, for ${kind}, without jose's`, () => {
    const home = project('hufu');
    writeFileSync(join(home, file), program);
    const faults = faultsOf(join(home, file), module, resolution);
    assert.deepEqual(faults, []);
  });
}
