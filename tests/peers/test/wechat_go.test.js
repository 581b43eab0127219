// silenceper/wechat from the Go module proxy, unchanged, at the fake WeChat.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from '../../support/server.js';

// A Go compiler is much to install for one test: with --full that is done.
const noGo = !process.env.HUFU_TEST_FULL && spawnSync('go', ['version']).error && 'there is no Go compiler';
const server = await startServer({ after });
const folder = fileURLToPath(new URL('../go/', import.meta.url));
const query = { scene: 'h1sAbCdEfGhIjKlMnOpQrStUv' };
const path = 'pages/launch/launch';

test('a Go SDK gets a code, a URL Link and a scheme, and is refused as by WeChat', { skip: noGo }, async () => {
  const { stdout } = await promisify(execFile)('go', ['run', '.', `${server.url}/wechat`], { cwd: folder });
  const { picture, link, scheme, refused } = JSON.parse(stdout);
  const scanned = await server.control('POST', '/wechat/scan', { picture, how: 'long_press' });
  assert.deepEqual([scanned.options, scanned.envVersion], [{ path, query, scene: 1048 }, 'trial']);
  const [byLink, byScheme] = await Promise.all([link, scheme].map((url) => server.control('POST', '/wechat/open', { url })));
  assert.deepEqual([byLink.options, byScheme.options], [{ path, query, scene: 1194 }, { path, query, scene: 1065 }]);
  assert.match(refused, /41030/);
});
