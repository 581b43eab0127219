export const baseUrl = 'http://127.0.0.1:8787';

/** The mock server plays WeChat as well: codes come from it. `false` with an app id and a server of your own. */
export const isMock = true;
