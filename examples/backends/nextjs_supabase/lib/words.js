// What the pages say, in the language of their visitor.
import { languageFor, zhCN } from 'hufu/zh-CN';
import { headers } from 'next/headers';

const zh = {
  tag: 'zh-CN', title: '我的账号', failed: '对不起，出错了', signIn: '微信登录', name: '你的用户名为：', id: '你的用户id为：', newName: '用户名', update: '更新', signOut: '退出登录',
};
const en = {
  tag: 'en', title: 'My account', failed: 'Sorry, that did not work', signIn: 'Sign in with WeChat', name: 'Your name: ', id: 'Your id: ', newName: 'Name', update: 'Update', signOut: 'Sign out',
};

export const words = async () => (languageFor((await headers()).get('accept-language'), [zhCN]) ? zh : en);
