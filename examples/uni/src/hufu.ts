// One client for the whole application.
import { createClient, init, uniHost } from 'hufu/uni';

import { baseUrl, isMock } from './config';
import { mockCode } from './mock';
import { errorLanguage } from './words';

void init('/static/core.wasm');

const credential = isMock ? mockCode : undefined;
const host = uniHost(uni, { encrypt: true, credential });
export const hufu = createClient({ baseUrl, host, silentSignIn: true, language: errorLanguage });
