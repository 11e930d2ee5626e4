import { spawn } from 'node:child_process';
import { environment, node24 } from './node24.mjs';
import { root } from './paths.mjs';

/**
 * Runs a program to its end in the repository root. Quiet: its output is kept and returned; else it goes to the
 * terminal. Signals that we get are handed on, and we end when it ends.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, parameters, { quiet = false, cwd = root, env = {} } = {}) {
  const child = spawn(command, parameters, {
    cwd,
    env: environment(env),
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      output += text;
    });
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const handOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, handOn);
  return new Promise((resolve) => {
    const end = (code, signal) => {
      for (const each of signals) process.off(each, handOn);
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', end);
  });
}

/** Runs a script with Node 24. */
export const runNode = (parameters, options) => run(node24(), parameters, options);
