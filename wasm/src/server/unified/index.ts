// hufu/server/unified: what an application's own server and a unified backend say to each other.
export { arrivePage, type ArriveOptions } from '../pages/index.js';
export { lookup, type LookupOptions } from './lookup.js';
export { webhook, type WebhookEvent, type WebhookOptions } from './webhook.js';
