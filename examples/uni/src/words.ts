// What the pages say, in the language of WeChat.
import { zhCN } from 'hufu/zh-CN';

const zh = {
  name: '虎符',
  signIn: '微信登录',
  changePicture: '换头像',
  signOut: '退出登录',
  wantsIn: '想用你的账号登录：',
  onScreen: '另一块屏幕',
  onPhone: '手机浏览器',
  sentAs: {
    picture: '这个码是一张图片。是别人发给你的吗？如果是，请不要继续。',
    link: '你没有扫描屏幕上的码。是别人给你发了链接或卡片吗？如果是，请不要继续。',
  },
  ownTap: '是你自己刚刚在浏览器里点的登录吗？',
  number: '那里显示的两位数字',
  letIn: '允许登录',
  no: '不是我',
  isIn: '已登录',
  returnTo: '回到浏览器，输入这个验证码，不要告诉任何人：',
  back: '返回',
};

const en: typeof zh = {
  name: 'Hufu',
  signIn: 'Sign in with WeChat',
  changePicture: 'Change the picture',
  signOut: 'Sign out',
  wantsIn: 'This wants to be signed in as you:',
  onScreen: 'another screen',
  onPhone: 'this phone’s browser',
  sentAs: {
    picture: 'This code came as a picture. Did somebody send it to you? Then do not go on.',
    link: 'You did not scan this from a screen. Did somebody send you a link or a card? Then do not go on.',
  },
  ownTap: 'Did you press “Sign in” in your browser just now?',
  number: 'The two digits that it shows',
  letIn: 'Let it in',
  no: 'That is not me',
  isIn: 'Signed in',
  returnTo: 'Type this code into your browser, and tell nobody:',
  back: 'Back',
};

const { language = 'zh_CN' } = uni.getAppBaseInfo();
const isChinese = language.startsWith('zh');

export const words = isChinese ? zh : en;
/** In which errors speak. */
export const errorLanguage = isChinese ? zhCN : undefined;
