// A `docker` for tests: writes every call down, and its "container" forwards the published port to a real Neo4j.
// Its folder (DOCKER_STAND_IN): `calls`, one JSON array a line; `image` exists once pulled; `no-daemon` refuses everything.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const inFolder = (name) => join(process.env.DOCKER_STAND_IN, name);
const words = process.argv.slice(2);
const refuse = (text) => {
  console.error(text);
  process.exit(1);
};
const endContainer = () => {
  if (!existsSync(inFolder('container'))) return;
  try {
    process.kill(Number(readFileSync(inFolder('container'), 'utf8')), 'SIGKILL');
  } catch {
    // It has ended already.
  }
  rmSync(inFolder('container'));
};

if (words[0] === 'forward') {
  const target = new URL(process.env.NEO4J_URI);
  createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) each.on('error', () => socket.destroy());
  }).listen(Number(words[1]), '127.0.0.1');
} else {
  appendFileSync(inFolder('calls'), `${JSON.stringify(words)}\n`);
  if (existsSync(inFolder('no-daemon'))) refuse('Cannot connect to the Docker daemon at unix:///var/run/docker.sock.');
  if (words[0] === 'version') console.log('28.0.0');
  if (words[0] === 'image' && !existsSync(inFolder('image'))) refuse('No such image');
  if (words[0] === 'pull') {
    if (existsSync(inFolder('no-network'))) refuse('dial tcp: lookup registry-1.docker.io: no such host');
    writeFileSync(inFolder('image'), '');
  }
  if (words[0] === 'run') {
    const port = words[words.indexOf('--publish') + 1].split(':')[1];
    const container = spawn(process.execPath, [fileURLToPath(import.meta.url), 'forward', port], {
      detached: true,
      stdio: 'ignore',
    });
    writeFileSync(inFolder('container'), String(container.pid));
    container.unref();
  }
  if (['stop', 'kill', 'rm'].includes(words[0])) endContainer();
}
