// hufu/next on the server: Node and edge.
export { clerkCredential, type ClerkSession } from '../clerk.js';
export { authRoutes, type AuthRoutes } from './auth_routes.js';
export { createBrowserClient, type BrowserClient, type BrowserOptions } from './browser_client.js';
export type { CookieMode, NextOptions } from './options.js';
export { exchangeCode } from './routes/callback.js';
export type { RouteOptions } from './routes/options.js';
export { safeNext } from '../server/safe_next.js';
export { createServerClient, type CookiesOfRequest, type NextCookies, type ServerClient, type Unverified } from './server_client.js';
export type { ServerCookies } from './session_cookies.js';
export { updateSession, type Deciding, type UpdateOptions } from './update_session.js';
export { toldBy, type AddressParameters, type Notice, type Told } from './told.js';
export { screenKind, type ScreenKind } from '../screen.js';
