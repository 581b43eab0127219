// A mini-program of the Authing document as a process of its own. Argument: a JSON object with the
// server's address, the storage file, a code or none, and the calls to make; prints what came of them.
import { loadPackage, makeWx } from './wx.js';

const { url, storageFile, code, appId, userPoolId, calls } = JSON.parse(process.argv[2]);
const wx = makeWx({ storageFile, nextCode: async () => code });
const { AuthenticationClient } = loadPackage('authing-wxapp-sdk', { wx });
const authing = new AuthenticationClient({ host: url, appId, userPoolId });

const outcomes = [];
for (const [name, ...parameters] of calls) {
  try {
    const given = name === 'loginByCode' ? [(await wx.login()).code, ...parameters] : parameters;
    outcomes.push({ value: (await authing[name](...given)) ?? null });
  } catch (error) {
    outcomes.push({ error: error?.message ?? String(error), code: error?.code ?? null });
  }
}
console.log(JSON.stringify({ outcomes, requests: wx.requests }));
