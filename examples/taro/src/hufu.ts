// One client for the whole application.
import Taro from '@tarojs/taro';
import { createClient, init, taroHost } from 'hufu/taro';

import { baseUrl, isMock } from './config';
import { mockCode } from './mock';
import { errorLanguage } from './words';

void init('/core.wasm');

const credential = isMock ? mockCode : undefined;
const host = taroHost(Taro, { encrypt: true, credential });
export const hufu = createClient({ baseUrl, host, silentSignIn: true, language: errorLanguage });
