// Types, with the compiler and the declarations that an application has.
import { test } from 'node:test';

import { project } from '../support/project.js';

/** The `tsconfig.json` with which WeChat's developer tool begins a mini-program in TypeScript; it skips no library. */
const template = {
  compilerOptions: {
    strictNullChecks: true, noImplicitAny: true, module: 'CommonJS', target: 'ES2020', allowJs: false, experimentalDecorators: true,
    noImplicitThis: true, noImplicitReturns: true, alwaysStrict: true, inlineSourceMap: true, inlineSources: true,
    noFallthroughCasesInSwitch: true, noUnusedLocals: true, noUnusedParameters: true, strict: true, strictPropertyInitialization: true,
    lib: ['ES2020'], typeRoots: ['./typings'],
  },
  include: ['./**/*.ts'],
  exclude: ['node_modules'],
};

const app = `import { createClient, wxHost } from 'hufu/miniprogram';

App({ globalData: { hufu: createClient({ baseUrl: 'https://api.example.com', silentSignIn: true, host: wxHost(wx, { encrypt: true }) }) } });
`;
const page = `import { chosenAvatar, HufuError, phoneCode, type User, type WxClient } from 'hufu/miniprogram';

const { hufu } = getApp<{ globalData: { hufu: WxClient } }>().globalData;
Page({
  data: { user: null as User | null, says: '' },
  async onLoad() {
    try {
      const { user } = await hufu.signInWithWechat();
      const { statusCode } = await hufu.request({ url: 'https://api.example.com/api/orders' });
      this.setData({ user, says: String(statusCode) });
    } catch (error) {
      if (error instanceof HufuError && error.action === 'tell_user') this.setData({ says: error.message });
    }
  },
  onPhone: (event: WechatMiniprogram.CustomEvent<{ code: string }>) => hufu.bindPhone({ code: phoneCode(event) }),
  onAvatar: (event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) => hufu.uploadAvatar({ file: chosenAvatar(event) }),
});
`;

test("a mini-program in TypeScript, by the template of WeChat's developer tool", async (t) => {
  const made = project(t, 'miniprogram', {
    'tsconfig.json': JSON.stringify(template),
    'typings/index.d.ts': '/// <reference types="miniprogram-api-typings" />\n',
    'miniprogram/app.ts': app,
    'miniprogram/pages/me/me.ts': page,
  });
  made.link('miniprogram-api-typings');
  await made.node(made.program('typescript/bin/tsc'), '--noEmit', '-p', '.');
});

test('every entry of mini-programs, without the library "dom"', async (t) => {
  const entries = ['hufu/miniprogram', 'hufu/taro', 'hufu/uni', 'hufu/plain-core'];
  const uses = entries.map((name, i) => `import * as entry${i} from '${name}';\nexport const keep${i} = entry${i};\n`);
  const made = project(t, 'miniprogram', { 'use.ts': uses.join('') });
  for (const [module, resolution] of [['commonjs', 'node10'], ['esnext', 'bundler'], ['node16', 'node16']]) {
    const flags = ['--strict', '--noEmit', '--target', 'es2020', '--lib', 'es2020', '--module', module, '--moduleResolution', resolution];
    await made.node(made.program('typescript/bin/tsc'), ...flags, 'use.ts');
  }
});

test('the real @clerk/nextjs: clerkCredential takes auth and useAuth()', async (t) => {
  const made = project(t, 'clerk', {
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2022', lib: ['dom', 'dom.iterable', 'esnext'], module: 'esnext', moduleResolution: 'bundler', strict: true, noEmit: true,
        skipLibCheck: true, jsx: 'react-jsx', types: ['node', 'react'],
      },
      include: ['*.ts', '*.tsx'],
    }),
    'server.ts': `import { auth } from '@clerk/nextjs/server';
import { clerkCredential, createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';

export const client = () =>
  createServerClient(cookies, { baseUrl: 'https://api.example.com', session: 'borrowed', credential: clerkCredential(auth) });
`,
    'page.tsx': `'use client';
import { useAuth, useClerk } from '@clerk/nextjs';
import { clerkCredential, createBrowserClient } from 'hufu/next';

export function Page() {
  const auth = useAuth();
  const clerk = useClerk();
  const given = clerkCredential(auth);
  const both = clerkCredential(() => ({ getToken: auth.getToken, signOut: () => clerk.signOut() }));
  const client = createBrowserClient({ baseUrl: 'https://api.example.com', session: 'borrowed', credential: given });
  return <p>{client.state} {typeof both}</p>;
}
`,
  });
  await made.node(made.program('typescript/bin/tsc'), '-p', '.');
});
