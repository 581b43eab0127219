// Document 003 on Hono: a code of wx.login signs in who is known, and registers who is new.
import { serve } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { createGuard, miniLogin } from 'hufu/server';
import { guarded } from 'hufu/server/hono';
import { createWechat, WechatError } from 'hufu/server/wechat';
import { SignJWT } from 'jose';

import { jwtSecret, port, wechatApp } from '../config.js';
import { changeRoute, meRoute, miniLoginRoute } from './schema.js';
import { admit, change, find } from './users.js';

const wechat = createWechat(wechatApp);
const guard = createGuard({
  issuers: [miniLogin({ secret: jwtSecret })],
  resolve: async ({ subject }) => ((await find(subject)) ? subject : null),
  staleFor: 0, // a token of seven days outlives who is disabled: nothing may be kept
});

// The document's token without the openid, which is nothing for a token that everybody can read.
const tokenOf = ({ id, username }) =>
  new SignJWT({ id, username })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('7d')
    .sign(new TextEncoder().encode(jwtSecret));

const failed = (context, code, message, headers) => context.json({ code, message }, code, headers);

const api = new OpenAPIHono({
  defaultHook: (result, context) => (result.success ? undefined : failed(context, 400, '参数错误')),
});

api.openapi(miniLoginRoute, async (context) => {
  const { code, userInfo } = context.req.valid('json');
  const admitted = await admit(await wechat.code2Session(code), userInfo);
  if (!admitted) return failed(context, 403, '用户已被禁用');
  return context.json({ token: await tokenOf(admitted.user), ...admitted });
});
api.openapi(meRoute, guarded(guard, async (context, person) => context.json(await find(person.id))));
api.openapi(changeRoute, guarded(guard, async (context, person) => context.json(await change(person.id, context.req.valid('json')))));

api.onError((error, context) => {
  if (error instanceof WechatError) return failed(context, error.status, error.message, error.headers);
  if (error instanceof HTTPException) return failed(context, error.status, '参数错误'); // no JSON
  console.error(error);
  return failed(context, 500, '登录失败');
});

const app = new OpenAPIHono().route('/api/v1/auth', api);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (at) => console.log(`listening http://127.0.0.1:${at.port}`));
