// WeChat takes core.wasm only as a file of the mini-program: it is copied, and `init('/core.wasm')` names it.
module.exports = {
  projectName: 'hufu-example-taro',
  designWidth: 750,
  deviceRatio: { 750: 1 },
  sourceRoot: 'src',
  outputRoot: 'dist',
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  plugins: ['@tarojs/plugin-framework-react', '@tarojs/plugin-platform-weapp'],
  copy: { patterns: [{ from: 'node_modules/hufu/miniprogram_dist/core.wasm', to: 'dist/core.wasm' }], options: {} },
  cache: { enable: false },
  mini: { postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } } },
};
