// Document 002 on hapi: a code of wx.login, and what WeChat has encrypted, become a JWT of seven days.
import Hapi from '@hapi/hapi';
import { createGuard, wxLogin } from 'hufu/server';
import { guarded, scheme } from 'hufu/server/hapi';
import { createWechat, WechatError } from 'hufu/server/wechat';
import Joi from 'joi';
import { SignJWT } from 'jose';

import { jwtSecret, port, wechatApp } from '../config.js';
import { admit, find } from './users.js';

const wechat = createWechat(wechatApp);
const guard = createGuard({
  issuers: [wxLogin({ secret: jwtSecret })],
  resolve: async ({ subject }) => ((await find(subject)) ? subject : null),
  staleFor: 0,
});

const tokenOf = (userId) =>
  new SignJWT({ userId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('7d')
    .sign(new TextEncoder().encode(jwtSecret));

const text = Joi.string().max(8192);
const payload = Joi.object({ code: text.required(), encryptedData: text.required(), iv: text.required(), rawData: text, signature: text });

async function signIn({ payload: { code, signature, rawData, ...data } }, toolkit) {
  try {
    const session = await wechat.code2Session(code);
    const userInfo = await session.decrypt(data); // of this app and this session, or it throws
    if (signature !== undefined && !(await session.isSigned({ rawData, signature }))) throw new WechatError('data_invalid', 'signature');
    const userId = await admit(session.openId, userInfo);
    return toolkit.response(await tokenOf(userId)).type('text/plain');
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    const answer = toolkit.response({ statusCode: error.status, ...error.body }).code(error.status);
    return Object.entries(error.headers).reduce((told, [name, value]) => told.header(name, value), answer);
  }
}

const app = Hapi.server({ port, host: '127.0.0.1' });
app.validator(Joi);
app.auth.scheme('hufu', scheme(guard));
app.auth.strategy('hufu', 'hufu');
app.auth.default('hufu');
app.route([
  { method: 'POST', path: '/users/wxLogin', options: { auth: false, validate: { payload } }, handler: signIn },
  { method: 'GET', path: '/users/profile', handler: guarded((request, toolkit, person) => find(person.id)) },
]);
await app.start();
console.log(`listening ${app.info.uri}`);
