// hufu/next in pages.
export { clerkCredential, type ClerkSession } from '../clerk.js';
export { createBrowserClient, type BrowserClient, type BrowserOptions } from './browser_client.js';
export type { CookieMode, NextOptions } from './options.js';
export { safeNext } from '../server/safe_next.js';
export { toldBy, type AddressParameters, type Notice, type Told } from './told.js';
export { screenKind, type ScreenKind } from '../screen.js';
