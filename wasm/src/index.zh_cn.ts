// hufu/zh-CN: what Hufu says, in Chinese.
export type { Language } from './texts/language.js';
export { languageFor } from './texts/wished.js';
export { zhCN } from './texts/zh_cn.js';
