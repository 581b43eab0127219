// Pages of ours on an application's own server, and what they post to: one file for `hufu/server/unified` and `hufu/next`.
export { arrivePage, type ArriveOptions } from './arrive.js';
export { escaped, ownPage, siteLine } from './own_page.js';
