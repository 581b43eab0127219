// Document 000's two routes as one writes them with Express, jsonwebtoken and better-sqlite3 or pg, each used at its
// best: a prepared key, prepared statements, connections to WeChat kept open.
// node server.mjs FILE|postgresql://… WECHAT_BASE_URL
import { createSecretKey } from 'node:crypto';
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import express from 'express';
import jwt from 'jsonwebtoken';

const [, , place, wechatBaseUrl] = process.argv;
const key = createSecretKey(Buffer.from(process.env.JWT_SECRET));
const agent = new http.Agent({ keepAlive: true });

const { open } = await import(place.startsWith('postgresql:') ? './postgresql.mjs' : './sqlite.mjs');
const people = await open(place);

function exchangeCode(code) {
  const query = new URLSearchParams({
    appid: process.env.WECHAT_APP_ID,
    secret: process.env.WECHAT_APP_SECRET,
    js_code: code,
    grant_type: 'authorization_code',
  });
  return new Promise((resolve, reject) => {
    http
      .get(`${wechatBaseUrl}/sns/jscode2session?${query}`, { agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part) => (text += part));
        answer.on('end', () => resolve(JSON.parse(text)));
      })
      .on('error', reject);
  });
}

async function authenticate(request, response, next) {
  try {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const decoded = jwt.verify(token, key);
    request.user = await people.find(decoded.openid);
    if (!request.user) return response.status(401).json({ error: 'User not found' });
    next();
  } catch {
    response.status(401).json({ error: 'Authentication failed' });
  }
}

const app = express();
app.use(express.json());

app.post('/api/wechat/login', async (request, response) => {
  const { code, userInfo } = request.body;
  const { openid, unionid } = await exchangeCode(code);
  if (!openid) return response.status(400).json({ error: 'Invalid wechat code' });
  let user = await people.find(openid);
  if (user) {
    await people.update(userInfo?.nickName || user.nickname, userInfo?.avatarUrl || user.avatar_url, user.unified_user_id);
  } else {
    await people.create(openid, unionid, randomUUID(), userInfo?.nickName || '微信用户', userInfo?.avatarUrl || '');
    user = await people.find(openid);
  }
  const token = jwt.sign({ openid, unionid, userId: user.unified_user_id }, key, { expiresIn: '30d' });
  response.json({
    success: true,
    token,
    user: { id: user.unified_user_id, nickname: user.nickname, avatarUrl: user.avatar_url },
  });
});

app.get('/api/user/profile', authenticate, (request, response) => {
  const { unified_user_id, nickname, avatar_url, email } = request.user;
  response.json({ id: unified_user_id, nickname, avatarUrl: avatar_url, email, platform: request.headers['x-platform'] });
});

const listening = app.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${listening.address().port}`);
});
