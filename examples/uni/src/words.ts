// What the page says, in the language of WeChat.
import { zhCN } from 'hufu/zh-CN';

const zh = { name: '虎符', signIn: '微信登录', changePicture: '换头像', signOut: '退出登录' };
const en: typeof zh = { name: 'Hufu', signIn: 'Sign in with WeChat', changePicture: 'Change the picture', signOut: 'Sign out' };

const { language = 'zh_CN' } = uni.getAppBaseInfo();
const isChinese = language.startsWith('zh');

export const words = isChinese ? zh : en;
/** In which errors speak. */
export const errorLanguage = isChinese ? zhCN : undefined;
