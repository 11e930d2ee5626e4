import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { watch } from 'rolldown';
import { localBundles } from '../build/bundles.ts';
import { startNeo4j } from './neo4j/start-neo4j.ts';
import { repositoryRoot } from './repository-root.ts';
import { lockState } from './state-lock.ts';

// npm run dev: Neo4j and Vite stay, the server is bundled and started again after every edit. Own state folder and ports.

const PATIENCE_MS = 300;
const stateFolder = join(repositoryRoot, process.env['AETHER_STATE'] ?? '.aether-dev');
const port = process.env['AETHER_PORT'] ?? '8180';

await using stack = new AsyncDisposableStack();
stack.use(lockState(join(stateFolder, 'neo4j')));
const neo4j = await startNeo4j({
  uri: process.env['NEO4J_URI'] ?? null,
  stateFolder,
  docker: !process.argv.includes('--no-docker'),
  say: (line) => console.log(`· ${line}`),
});
stack.use(neo4j);

const environment = {
  ...process.env,
  NEO4J_URI: neo4j.uri,
  AETHER_STATE: stateFolder,
  AETHER_PORT: port,
  AETHER_URL: `http://127.0.0.1:${port}`,
};
const web = spawn(join(repositoryRoot, 'node_modules/.bin/vite'), [], {
  cwd: join(repositoryRoot, 'web'),
  env: environment,
  stdio: ['ignore', 'inherit', 'inherit'],
});
web.on('error', (error) => console.error(`Vite did not start: ${error.message}`));
stack.defer(() => void web.kill());

let server: ChildProcess | null = null;

/** The journal survives a kill, so an edit does not wait long for an orderly stop. */
async function stopServer(): Promise<void> {
  const old = server;
  server = null;
  if (old === null || old.exitCode !== null || old.signalCode !== null) return;
  const ended = once(old, 'exit');
  old.kill('SIGTERM');
  const impatience = setTimeout(() => old.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(impatience);
}

async function restart(editedAt: number): Promise<void> {
  await stopServer();
  const child = spawn(process.execPath, ['deploy/dist/local.js', ...process.argv.slice(2)], {
    cwd: repositoryRoot,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (text: Buffer) => {
    process.stdout.write(text);
    if (text.includes('is ready on')) console.log(`· edit → ready: ${Math.round(performance.now() - editedAt)} ms`);
  });
  server = child;
}
stack.defer(stopServer);

const watcher = watch(localBundles);
stack.defer(() => watcher.close());
let editedAt = performance.now();
let restarts = Promise.resolve();
watcher.on('change', () => {
  editedAt = performance.now();
});
watcher.on('event', (event) => {
  if (event.code === 'ERROR') console.error(event.error.message);
  if (event.code === 'END') restarts = restarts.then(() => restart(editedAt));
});

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
await once(stopped.signal, 'abort');
