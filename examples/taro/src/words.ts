// What the pages say, in the language of WeChat.
import Taro from '@tarojs/taro';
import { zhCN } from 'hufu/zh-CN';

const zh = {
  name: '虎符',
  signIn: '微信登录',
  changePicture: '换头像',
  signOut: '退出登录',
  welcome: '欢迎使用',
  nickname: '昵称',
  signInAtOnce: '微信一键登录',
  registered: '注册成功',
  signedIn: '登录成功',
  notSignedIn: '登录失败',
};

const en: typeof zh = {
  name: 'Hufu',
  signIn: 'Sign in with WeChat',
  changePicture: 'Change the picture',
  signOut: 'Sign out',
  welcome: 'Welcome',
  nickname: 'Name',
  signInAtOnce: 'Sign in with WeChat',
  registered: 'Registered',
  signedIn: 'Signed in',
  notSignedIn: 'That did not work',
};

const { language = 'zh_CN' } = Taro.getAppBaseInfo();
const isChinese = language.startsWith('zh');

export const words = isChinese ? zh : en;
/** In which errors speak. */
export const errorLanguage = isChinese ? zhCN : undefined;
