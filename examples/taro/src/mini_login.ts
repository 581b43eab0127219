// The client of a server with POST /api/v1/auth/mini-login, which registers whom it does not know. It gives no refresh
// token: a new code renews the session, unseen.
import Taro from '@tarojs/taro';
import { createClient, init, taroHost } from 'hufu/taro';

import { baseUrl, isMock } from './config';
import { mockCode } from './mock';
import { errorLanguage } from './words';

void init('/core.wasm');

const credential = isMock ? mockCode : undefined;
export const miniLogin = createClient({
  baseUrl,
  backend: 'mini_login',
  silentSignIn: true,
  storageKey: 'hufu.mini_login',
  host: taroHost(Taro, { encrypt: true, credential }),
  language: errorLanguage,
});
