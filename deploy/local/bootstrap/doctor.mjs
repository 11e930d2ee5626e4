import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { node24 } from './node24.mjs';
import { inside, root, stateFolder } from './paths.mjs';
import { PROGRAMS } from './requirements.mjs';

const GIB = 2 ** 30;
const good = (text) => ({ mark: '✓', text });
const note = (text) => ({ mark: '–', text });
const bad = (text) => ({ mark: '✗', text });

/** Looks at everything that Aether stands on and says how to mend what is wrong. @returns 1 when it cannot start */
export async function doctor() {
  const running = await runningInstance();
  const findings = [
    ['Node', nodeVersion()],
    ['packages', packages()],
    ...(await database()),
    ['state folder', state()],
    ['disk', disk()],
    ...(await ports(running)),
    ...PROGRAMS.map(({ name, there, without, get }) => [
      name,
      there() ? good('found') : note(`${without}. Get it: ${get}`),
    ]),
    ['instance', running],
  ];
  for (const [name, { mark, text }] of findings) console.log(`${mark} ${name.padEnd(13)} ${text}`);
  return findings.some(([, { mark }]) => mark === '✗') ? 1 : 0;
}

function nodeVersion() {
  try {
    return good(`${process.versions.node} runs this; services run on ${node24()}`);
  } catch (error) {
    return existsSync(inside('node_modules')) ? bad(error.message) : note('Node 24 comes with the packages');
  }
}

function packages() {
  return existsSync(inside('node_modules/.package-lock.json'))
    ? good('installed')
    : note('not yet; npm start installs them');
}

/** One of three ways must be open. */
async function database() {
  const uri = process.env.NEO4J_URI;
  if (uri) {
    const { hostname, port } = new URL(uri);
    const open = await reachable(hostname, Number(port || 7687));
    return [
      [
        'Neo4j',
        open
          ? good(`${uri} accepts connections`)
          : bad(`nothing answers at NEO4J_URI=${uri}: start it or leave the variable out`),
      ],
    ];
  }
  const java = await output(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java', ['-version']);
  const version = Number(/version "(?:1\.)?(\d+)/.exec(java ?? '')?.[1] ?? 0);
  const maven = await output('mvn', ['--version']);
  const docker = await output('docker', ['version', '--format', '{{.Server.Version}}']);
  const jvm = version >= 17 && (maven !== null || existsSync(inside('.aether/neo4j/lib')));
  return [
    ['Docker', docker === null ? note('no daemon answers') : good(`daemon ${docker.trim()}`)],
    [
      'Java',
      version >= 17 ? good(String(version)) : note(version === 0 ? 'not found' : `${version} is too old, 17 is needed`),
    ],
    ['Maven', maven === null ? note('not found') : good(stripVTControlCharacters(maven.split('\n')[0]))],
    [
      'Neo4j',
      jvm || docker !== null
        ? good(docker === null ? 'in a local JVM' : 'in a container')
        : bad('needs Java 17 and Maven, or a Docker daemon, or NEO4J_URI of a server of your own'),
    ],
  ];
}

function state() {
  const folder = stateFolder();
  return existsSync(folder) ? good(folder) : note(`${folder} does not exist yet`);
}

function disk() {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free`;
  return free < 2 * GIB ? bad(`${text}: at least 2 GiB are needed`) : good(text);
}

/** A port that our own instance holds is as it should be. */
async function ports(running) {
  const port = Number(process.env.AETHER_PORT || process.env.PORT || 8080);
  if (running.mark === '✓') return [];
  return [
    [
      'port',
      (await isFree(port))
        ? good(`${port} is free`)
        : bad(`${port} is busy: choose another one with AETHER_PORT, or end the program (lsof -i :${port})`),
    ],
  ];
}

/** Attaches to the instance that the state lock names. */
async function runningInstance() {
  let address;
  try {
    ({ address } = JSON.parse(readFileSync(join(stateFolder(), 'lock'), 'utf8')));
  } catch {
    return note('none runs');
  }
  if (!address) return note('one is starting');
  try {
    const answer = await fetch(new URL('/ready', address), { signal: AbortSignal.timeout(5_000) });
    const { parts } = await answer.json();
    const lines = parts
      .map(({ name, ready, detail }) => `\n  ${ready ? '✓' : '✗'} ${name}${detail === null ? '' : `: ${detail}`}`)
      .join('');
    return answer.ok ? good(`${address} is ready${lines}`) : bad(`${address} is not ready${lines}`);
  } catch {
    return note(`the lock names ${address}, but nothing answers: it was killed, npm start takes over`);
  }
}

function reachable(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** What a program prints, or null when it is missing or fails. */
function output(command, parameters) {
  return new Promise((resolve) => {
    execFile(command, parameters, { timeout: 10_000 }, (error, stdout, stderr) =>
      resolve(error ? null : `${stdout}${stderr}`),
    );
  });
}
