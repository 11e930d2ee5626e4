import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.ts';
import { runInstaller } from './run-installer.ts';

const VERSION = '1.15.2';
const ENTRY = 'node_modules/@portkey-ai/gateway/build/start-server.js';

/**
 * Portkey's open gateway, on the same Node as ours. Its configuration comes with each request. Streams fail in the published package, on Node 20
 * and 24 (`TypeError: immutable`, https://github.com/Portkey-AI/gateway/issues/1389), so it has no figures for them.
 */
export const portkey: Peer = {
  name: 'Portkey',
  version: VERSION,
  note:
    `Portkey ${VERSION}: the open gateway, provider and upstream named by headers. ` +
    'It has no keys of its own, prices, budgets or ledger. Off: retries, cache, guardrails, its page of logs. ' +
    'Streams fail in this package (Portkey-AI/gateway#1389), so they are not compared.',
  async install(folder) {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    await runInstaller('npm', ['install', '--prefix', folder, ...options, `@portkey-ai/gateway@${VERSION}`], folder);
  },
  program: async ({ folder, port }) => ({
    command: process.execPath,
    parameters: [
      '--import',
      fileURLToPath(new URL('./loopback-only.ts', import.meta.url)),
      join(folder, ENTRY),
      `--port=${port}`,
      '--headless',
    ],
    environment: { NODE_ENV: 'production' },
  }),
  endpoint: ({ port, upstream }) => ({
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    headers: {
      authorization: 'Bearer unused',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${upstream}/v1`,
    },
    model: 'fast',
  }),
};
