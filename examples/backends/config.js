// What the backends take from the environment.
const { env } = process;

/** 0: any that is free. */
export const port = Number(env.PORT ?? 3000);

/** What one's own tokens are signed with: 32 bytes or more, or nothing starts. */
export const jwtSecret = env.JWT_SECRET ?? '';

/** WX_BASE_URL is for tests: the fake WeChat of hufu-mock-server. */
export const wechatApp = { appId: env.WX_MINI_APP_ID, secret: env.WX_MINI_APP_SECRET, baseUrl: env.WX_BASE_URL };

export const authingApp = { issuer: env.AUTHING_ISSUER, appId: env.AUTHING_APP_ID };
