// What `POST /mini-login` takes and gives, as in the document.
import { createRoute, z } from '@hono/zod-openapi';

const nickname = z.string().min(1).max(255);
const avatar = z.string().max(500);

const taken = z.object({
  code: z.string().min(1),
  userInfo: z.object({ nickName: nickname.optional(), avatarUrl: avatar.optional() }).optional(),
});
const user = z.object({ id: z.number(), username: z.string(), nickname: z.string().nullable(), avatar: z.string().nullable() });
const given = z.object({ token: z.string(), user, isNewUser: z.boolean() });
const failed = z.object({ code: z.number(), message: z.string() });
const json = (schema) => ({ content: { 'application/json': { schema } } });
const route = { path: '/me', responses: { 200: { ...json(user), description: '本人资料' } } };

export const miniLoginRoute = createRoute({
  method: 'post',
  path: '/mini-login',
  request: { body: { ...json(taken), required: true } },
  responses: { 200: { ...json(given), description: '小程序登录成功' }, default: { ...json(failed), description: '登录失败' } },
});
export const meRoute = createRoute({ ...route, method: 'get' });
export const changeRoute = createRoute({
  ...route,
  method: 'put',
  request: { body: { ...json(z.object({ nickname: nickname.optional(), avatar: avatar.optional() })), required: true } },
});
