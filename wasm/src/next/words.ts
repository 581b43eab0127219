// What the routes say to people. Written by scripts/texts.py from core/texts.

/** In one language. */
export type Words = (typeof words)['en'];

// texts: begin
export const words = {
  en: {
    tag: 'en',
    notices: {
      confirm_email: 'We have sent you an e-mail. Open the link in it to confirm your address.',
      code_sent: 'We have sent you a code. It works once, and only for a while.',
      recovery_sent: 'If there is an account with this address, an e-mail is on its way. Open the link in it to set a new password.',
      email_change_pending: 'We have sent you an e-mail. Your address changes when the link in it has been opened.',
      phone_change_pending: 'We have sent a code to the new number. The number changes when you have typed it.',
      confirm_other_address: 'One address is confirmed. Open the link in the e-mail to your other address, too.',
      account_updated: 'Your changes are saved.',
      password_changed: 'Your password has been changed.',
    },
    confirm: {
      once: 'The link in your e-mail works once. It has done nothing yet: press the button to go on.',
      not_yours: 'If you did not ask for this e-mail, close this page.',
      kinds: {
        address: {
          title: 'Confirm your address',
          button: 'Confirm',
        },
        invitation: {
          title: 'You have been invited',
          button: 'Accept the invitation',
        },
        sign_in: {
          title: 'Sign in',
          button: 'Sign in',
        },
        recovery: {
          title: 'Set a new password',
          button: 'Go on',
        },
        change: {
          title: 'Confirm your new address',
          button: 'Change it',
        },
      },
    },
  },
  'zh-CN': {
    tag: 'zh-CN',
    notices: {
      confirm_email: '验证邮件已发送，请点击邮件中的链接完成邮箱验证。',
      code_sent: '验证码已发送，只能使用一次，请尽快输入。',
      recovery_sent: '如果该邮箱已注册，你将收到一封邮件，请点击其中的链接设置新密码。',
      email_change_pending: '确认邮件已发送，点击邮件中的链接后，邮箱才会更换。',
      phone_change_pending: '验证码已发送到新手机号，输入验证码后，手机号才会更换。',
      confirm_other_address: '其中一个邮箱已确认，请再点击发往另一个邮箱的邮件中的链接。',
      account_updated: '修改已保存。',
      password_changed: '密码已修改。',
    },
    confirm: {
      once: '邮件中的链接只能使用一次，目前尚未生效，请点击下方按钮继续。',
      not_yours: '如果这封邮件不是你本人请求的，请直接关闭此页面。',
      kinds: {
        address: {
          title: '验证邮箱',
          button: '确认邮箱',
        },
        invitation: {
          title: '你收到了一份邀请',
          button: '接受邀请',
        },
        sign_in: {
          title: '登录',
          button: '登录',
        },
        recovery: {
          title: '设置新密码',
          button: '继续',
        },
        change: {
          title: '更换邮箱',
          button: '确认更换',
        },
      },
    },
  },
};
// texts: end
