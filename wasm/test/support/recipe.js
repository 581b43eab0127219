// Recipes of docs/how-to as programs: their files are copied out of the page and run with the real libraries.
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The folder `wasm`. */
export const folder = fileURLToPath(new URL('../..', import.meta.url));

/** Lays the files of a page into a folder of their own, each changed by `change`; `load` bundles some of them and gives what they export. */
export function layPage(name, change) {
  const page = readFileSync(join(folder, '../docs/how-to', name), 'utf8');
  const home = mkdtempSync(join(tmpdir(), 'hufu-recipe-'));
  for (const [, path, code] of page.matchAll(/^```\w+\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), change(code));
  }
  symlinkSync(join(folder, 'node_modules'), join(home, 'node_modules'));
  const dist = (part) => join(folder, 'dist', `${part}.js`);
  const alias = { 'hufu/axios': dist('axios'), 'hufu/query': dist('query'), 'hufu/server': dist('server'), 'hufu/miniprogram': dist('miniprogram'), hufu: dist('node') };
  return async (files, define = {}) => {
    const contents = files.map((file) => `export * from './${file}';`).join('\n');
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: home },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      jsx: 'automatic',
      alias,
      define,
    });
    const outfile = join(home, `${files.join('_').replaceAll(/\W/g, '_')}.mjs`);
    writeFileSync(outfile, outputFiles[0].text);
    return import(pathToFileURL(outfile));
  };
}

/** Any server of the application. */
export async function serve(t, answer) {
  const asked = [];
  const listener = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const piece of incoming) body += piece;
    const { method, url, headers } = incoming;
    asked.push({ method, url, body, token: headers.authorization });
    const { status = 200, data } = answer(asked.at(-1), asked.length);
    outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(data));
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    listener.closeAllConnections();
    listener.close();
  });
  return { asked, url: `http://127.0.0.1:${listener.address().port}` };
}
