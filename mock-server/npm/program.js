// Where the program is: the package of this platform, or what HUFU_MOCK_SERVER names.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** The program's path. Throws where there is none. */
function findProgram() {
  const given = process.env.HUFU_MOCK_SERVER;
  if (given) {
    if (!existsSync(given)) throw new Error(`HUFU_MOCK_SERVER names ${given}, which is not there.`);
    return given;
  }
  const platform = `${process.platform}-${process.arch}`;
  const name = `hufu-mock-server-${platform}`;
  let folder;
  try {
    folder = dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw new Error(
      `hufu-mock-server has no program for ${platform}: the optional package ${name} is not installed, or does not exist. ` +
        'Install without --omit=optional, or build the program from the repository and set HUFU_MOCK_SERVER to its path.',
    );
  }
  return join(folder, 'bin', 'hufu-mock-server');
}

module.exports = { findProgram };
