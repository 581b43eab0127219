// One client for the whole application.
import Taro from '@tarojs/taro';
import { createClient, init, taroHost } from 'hufu/taro';
import { zhCN } from 'hufu/zh-CN';

void init('/core.wasm');

export const hufu = createClient({ baseUrl: 'https://api.example.com', host: taroHost(Taro, { encrypt: true }), language: zhCN });
