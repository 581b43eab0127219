// The entry of Taro applications: that of mini-programs, and the host of Taro.
export * from './index.miniprogram.js';
export { taroHost } from './host/taro.js';
