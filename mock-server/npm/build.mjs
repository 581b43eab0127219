// Makes the package of this platform in dist/: the program, stripped, the libraries it was linked with, and their
// licences. `cmake --preset native && cmake --build --preset native` builds the program.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.HUFU_MOCK_SERVER ?? here('../../build/native/mock-server/hufu-mock-server');
if (!existsSync(program)) {
  console.error(`There is no ${program}: build it with "cmake --preset native && cmake --build --preset native".`);
  process.exit(1);
}
const platform = `${process.platform}-${process.arch}`;
if (platform !== 'linux-x64') {
  console.error(`There is no package for ${platform} yet; set HUFU_MOCK_SERVER where it is used.`);
  process.exit(1);
}

/** What every Linux with Node has, and must be its own. */
const systems = /^(linux-vdso|ld-linux-x86-64|libc|libm|libdl|librt|libpthread|libresolv|libgcc_s|libstdc\+\+)\.so/;

const { version, license, repository, publishConfig, engines } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
const name = `hufu-mock-server-${platform}`;
const folder = join(here('dist'), name);
rmSync(here('dist'), { recursive: true, force: true });
for (const part of ['bin', 'lib', 'licenses']) mkdirSync(join(folder, part), { recursive: true });

const binary = join(folder, 'bin/hufu-mock-server');
execFileSync('strip', ['--strip-all', '-o', binary, program]);
chmodSync(binary, 0o755);
copyFileSync(here('../../LICENSE'), join(folder, 'LICENSE'));
copyFileSync(here('../../LICENSE'), here('LICENSE'));

for (const line of execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n')) {
  const [, library, path] = /^\s*(\S+) => (\/\S+)/.exec(line) ?? [];
  if (library === undefined || systems.test(library)) continue;
  const copy = join(folder, 'lib', library);
  execFileSync('strip', ['--strip-unneeded', '-o', copy, realpathSync(path)]);
  chmodSync(copy, 0o644);
  copyLicence(path);
}

writeFileSync(
  join(folder, 'package.json'),
  `${JSON.stringify(
    {
      name,
      version,
      description: 'The program of hufu-mock-server for Linux on x86-64, with its libraries',
      license,
      repository,
      publishConfig,
      engines,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
      preferUnplugged: true,
      files: ['bin', 'lib', 'licenses', 'LICENSE'],
    },
    null,
    2,
  )}\n`,
);

/** Debian says for each package under which terms its library may be handed on. */
function copyLicence(path) {
  const owner = [path, realpathSync(path)].map(packageOf).find(Boolean);
  if (!owner) throw new Error(`No Debian package has ${path}, so its licence is not known.`);
  copyFileSync(`/usr/share/doc/${owner}/copyright`, join(folder, 'licenses', `${owner}.txt`));
}

// Debian 12 knows libraries under /usr/lib and under /lib, which is the same folder.
function packageOf(path) {
  const names = [path, path.replace(/^\/usr\/lib\//, '/lib/'), path.replace(/^\/lib\//, '/usr/lib/')];
  for (const each of new Set(names)) {
    try {
      return execFileSync('dpkg-query', ['-S', each], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(':')[0];
    } catch {
      continue;
    }
  }
  return undefined;
}

console.log(`${basename(folder)}: ${execFileSync('du', ['-sh', folder], { encoding: 'utf8' }).split('\t')[0]}`);
