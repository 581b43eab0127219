// What the backends take from the environment.
const { env } = process;

/** 0: any that is free. */
export const port = Number(env.PORT ?? 3000);

/** What one's own tokens are signed with: 32 bytes or more, or nothing starts. */
export const jwtSecret = env.JWT_SECRET ?? '';

/** WX_BASE_URL is for tests: the fake WeChat of hufu-mock-server. */
export const wechatApp = { appId: env.WX_MINI_APP_ID, secret: env.WX_MINI_APP_SECRET, baseUrl: env.WX_BASE_URL };

export const authingApp = { issuer: env.AUTHING_ISSUER, appId: env.AUTHING_APP_ID };

/** Clerk, and where the pages are that its people may come from. */
export const clerkApp = { issuer: env.CLERK_ISSUER, authorizedParties: env.SITE_URL };

/** The project at Supabase or MemFire, and where our own pages are. */
export const supabase = { baseUrl: env.SUPABASE_URL, backend: 'gotrue', appKey: env.SUPABASE_ANON_KEY, siteUrl: env.SITE_URL };
