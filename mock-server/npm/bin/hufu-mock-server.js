#!/usr/bin/env node
// `npx hufu-mock-server …`: the program itself, with the same arguments, output, signals and exit status.
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const { findProgram } = require('../program.js');

let program;
try {
  program = findProgram();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`hufu-mock-server cannot be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
