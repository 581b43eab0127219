// Plays WeChat's part against hufu-mock-server: a person who is made at the first sign-in, and codes for them.
// A mini-program that is published has nothing like this.
import { baseUrl } from './config';

const key = 'mock.person';

async function control(path: string, data: object): Promise<Record<string, string>> {
  const { statusCode, data: answer } = await uni.request({ url: `${baseUrl}/_control${path}`, method: 'POST', data });
  if (statusCode >= 300) throw new Error('is hufu-mock-server running with --control?');
  return answer as Record<string, string>;
}

const codeOf = async (personId: string) => (await control('/wechat/login-codes', { personId })).code;

/** For `uniHost`: gives the codes that `wx.login` gives elsewhere. */
export const mockCode = (): Promise<string> =>
  codeOf(uni.getStorageSync(key)).catch(async () => {
    // The first time; and a server that was started anew knows nobody.
    const { personId } = await control('/wechat/people', { nickname: '虎子' });
    uni.setStorageSync(key, personId);
    return codeOf(personId);
  });
