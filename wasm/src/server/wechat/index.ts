// hufu/server/wechat: what a mini-program's server asks WeChat. Node, Bun, Deno, edge runtimes and workers.
export { createWechat, type PhoneNumber, type Wechat, type WechatOptions } from './wechat.js';
export { WechatError, type WechatReason } from './error.js';
export type { EnvVersion, OpeningOptions, Wxacode, WxacodeOptions } from './opening.js';
export type { EncryptedData, SessionFacts, SignedData, WechatSession } from './session.js';
