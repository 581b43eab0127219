// What calls_it.cpp does, in JavaScript.
import { createClient } from 'hufu';

const options = {
  baseUrl: 'https://api.example.com',
  credential: () => 'token',
  fetch: async (url, { method }) => {
    console.log(method, String(url));
    return new Response(null, { status: 204 });
  },
};

await createClient({ ...options, session: 'borrowed' }).ringDevice({ userCode: 'BCDF' });
await createClient({ ...options, backend: 'bell_login' }).signInWithWechat({ code: 'code' }).catch(({ code }) => {
  if (code !== 'malformed_reply') throw new Error(code); // 204 is no session
});
