// What the page of an arrival says to people. Written by scripts/texts.py from core/texts.

/** In one language. */
export type Words = (typeof words)['en'];

// texts: begin
export const words = {
  en: {
    tag: 'en',
    title: 'Sign in',
    waiting: 'Signing you in …',
    nameless: 'somebody without a name',
    ask: 'Go on as {name}?',
    asked_by: 'This page was opened from a mini-program in which {name} is signed in.',
    instead: '{other}, who is signed in here, will no longer be.',
    not_you: 'If that is not you, do not go on: somebody else may have sent you this link.',
    go_on: 'Go on',
    refuse: 'That is not me',
    refused: 'Nothing has happened',
    refused_then: 'Nobody was signed in here. You can close this page.',
    over: 'This link is used up',
    over_then: 'It works once, and for a minute at most. Go back to the mini-program and open the page from there again.',
    away: 'The server cannot be reached',
    away_then: 'Nothing is lost. Try again; if a minute has passed, open the page from the mini-program again.',
    again: 'Try again',
    no_script: 'This page needs JavaScript to sign you in. Allow it, and open the page from the mini-program again.',
  },
  'zh-CN': {
    tag: 'zh-CN',
    title: '登录',
    waiting: '正在登录……',
    nameless: '未设置昵称的用户',
    ask: '以“{name}”的身份继续？',
    asked_by: '此页面是从小程序打开的，小程序中登录的是“{name}”。',
    instead: '继续后，当前在此登录的“{other}”将退出登录。',
    not_you: '如果不是你本人，请不要继续：这个链接可能是别人发给你的。',
    go_on: '继续',
    refuse: '不是我',
    refused: '未进行任何操作',
    refused_then: '没有登录任何账号，可以关闭此页面。',
    over: '此链接已失效',
    over_then: '链接只能使用一次，有效期最长一分钟。请回到小程序，重新打开此页面。',
    away: '无法连接服务器',
    away_then: '登录尚未完成，可以重试；如已超过一分钟，请从小程序重新打开此页面。',
    again: '重试',
    no_script: '登录需要 JavaScript，请允许运行后，从小程序重新打开此页面。',
  },
};
// texts: end
