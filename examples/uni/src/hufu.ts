// One client for the whole application.
import { createClient, init, uniHost } from 'hufu/uni';
import { zhCN } from 'hufu/zh-CN';

void init('/static/core.wasm');

export const hufu = createClient({ baseUrl: 'https://api.example.com', host: uniHost(uni, { encrypt: true }), language: zhCN });
