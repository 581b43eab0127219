// The entry of uni-app applications: that of mini-programs, and the host of uni-app.
export * from './index.miniprogram.js';
export { uniHost } from './host/uni.js';
