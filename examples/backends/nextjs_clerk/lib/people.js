// Document 000's authMiddleware: Clerk's people on the web, our own in the mini-program, and one id for both halves.
import { clerk, createGuard, wxLogin } from 'hufu/server';
import { createWechat, WechatError } from 'hufu/server/wechat';
import { clerkApp, jwtSecret, wechatApp } from '../../config.js';
import { createUserMapping, getUser, getUserByClerkId } from './user_mapping.js';

const ofClerk = async (clerkUserId, { name: nickname, picture: avatarUrl, email }) =>
  (await getUserByClerkId(clerkUserId)) ?? getUser(await createUserMapping({ clerkUserId, nickname, avatarUrl, email }));

export const guard = createGuard({
  issuers: [clerk(clerkApp), wxLogin({ secret: jwtSecret })],
  resolve: ({ issuer, subject, claims }) => (issuer === clerkApp.issuer ? ofClerk(subject, claims) : getUser(subject)),
  staleFor: 0, // it is our own table: a binding holds at once
});

const wechat = createWechat(wechatApp);

/** The half of whom this code of wx.login is of, made where it is new. */
export async function halfOf(code, shown) {
  const { openId, unionId } = await wechat.code2Session(code);
  return createUserMapping({ openId, unionId, ...shown });
}

/** The route; what WeChat says no to is its answer. */
export const answering = (route) => (...asked) =>
  route(...asked).catch((error) => (error instanceof WechatError ? error.response() : Promise.reject(error)));
