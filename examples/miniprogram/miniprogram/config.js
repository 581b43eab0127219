module.exports = {
  baseUrl: 'http://127.0.0.1:8787',
  // The shop, examples/nextjs: its routes take the token of either half.
  shopUrl: 'http://localhost:3000',
  // The mock server plays WeChat as well: codes come from it. `false` with an app id and a server of your own.
  mock: true,
};
