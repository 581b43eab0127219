// What calls_it.cpp does, in JavaScript.
import { createClient } from 'hufu';

const baseUrl = 'https://api.example.com';
const host = {
  credential: () => 'token',
  fetch: async (url, { method }) => {
    console.log(method, String(url));
    return new Response(null, { status: 204 });
  },
};

await createClient({ baseUrl, host, session: 'borrowed' }).ringDevice({ userCode: 'BCDF' });
await createClient({ baseUrl, host, backend: 'bell_login' }).signInWithWechat({ code: 'code' }).catch(({ code }) => {
  if (code !== 'malformed_reply') throw new Error(code); // 204 is no session
});
