import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherError } from '../launcher-error.ts';
import { freePort } from '../ports.ts';
import { repositoryRoot } from '../repository-root.ts';
import { ClassArchive } from './class-archive.ts';
import type { FoundJava } from './find-java.ts';
import { neo4jLibraries } from './neo4j-libraries.ts';
import { configurationFile } from './neo4j-settings.ts';
import { NEO4J_VERSION } from './neo4j-version.ts';
import type { Neo4jOptions, RunningNeo4j } from './running-neo4j.ts';
import { waitForBolt } from './wait-for-bolt.ts';

/**
 * The second compiler of the JVM waits four times as long. On two cores it takes one of them for the first minute with what runs a
 * few thousand times: with its defaults the journal took 70 runs/s in the first ten seconds, 200 in the next and its full 1,000
 * after 70; with these 150, 330 and the same 1,000 after 50. Without that compiler it stays at 600.
 */
const LATE_COMPILATION = [
  '-XX:Tier4InvocationThreshold=20000',
  '-XX:Tier4MinInvocationThreshold=2400',
  '-XX:Tier4CompileThreshold=60000',
  '-XX:Tier4BackEdgeThreshold=160000',
];
const FLAGS = [
  '-XX:+UseSerialGC',
  '-Xmx512m',
  ...LATE_COMPILATION,
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/java.io=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
];
/** A start after kill -9 replays the transaction log. */
const START_MS = 180_000;
const STOP_MS = 60_000;
const RESTART_MS = 1_000;
/** A database that dies this often in a row will not get better. */
const RESTARTS = 5;

/**
 * Runs Neo4j Community in a JVM of its own and starts it again when it dies unasked. The JVM leads its own process
 * group, so a Ctrl-C in the terminal reaches only us, who stop it in order; when we die, its input ends and it halts.
 */
export async function startNeo4jJvm(java: FoundJava, options: Neo4jOptions): Promise<RunningNeo4j> {
  const libraries = await neo4jLibraries(repositoryRoot, options.say);
  const classes = new ClassArchive(libraries, java);
  const folder = resolve(options.stateFolder, 'neo4j');
  const files = { home: join(folder, 'home'), settings: join(folder, 'neo4j.conf'), log: join(folder, 'jvm.log') };
  const port = options.boltPort ?? (await freePort());
  mkdirSync(files.home, { recursive: true });
  writeFileSync(files.settings, configurationFile(port));

  const launch = async (): Promise<ChildProcess> => {
    const log = openSync(files.log, 'a');
    const source = join(repositoryRoot, 'deploy/local/neo4j/Neo4j.java');
    const parameters = [...FLAGS, ...classes.flags(), '-cp', join(libraries, '*'), source, files.home, files.settings];
    const child = spawn(java.command, parameters, { detached: true, stdio: ['pipe', log, log] });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    await untilReady(child, port, files.log, options.signal);
    return child;
  };

  let stopping = false;
  let child = await launch();
  const supervise = async (): Promise<void> => {
    for (let restarts = 0; restarts < RESTARTS; restarts += 1) {
      await exitOf(child);
      if (stopping) return;
      options.say(`Neo4j ended unasked; starting it again (its log: ${files.log})`);
      await pause(RESTART_MS);
      if (stopping) return;
      child = await launch();
      options.say('Neo4j answers again');
    }
    options.say(`Neo4j ended ${RESTARTS} times; it is not started again`);
  };
  const supervision = supervise().catch((error: unknown) => options.say(`Neo4j: ${String(error)}`));

  return {
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password: '',
    description: `Neo4j ${NEO4J_VERSION} in a local JVM`,
    stopAtOnce: () => {
      stopping = true;
      child.kill('SIGKILL');
    },
    [Symbol.asyncDispose]: async () => {
      stopping = true;
      child.stdin?.write(`stop ${classes.wanted() ?? ''}\n`);
      const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exitOf(child);
      clearTimeout(impatience);
      await supervision;
      classes.keep();
    },
  };
}

async function untilReady(child: ChildProcess, port: number, log: string, signal?: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const limit = AbortSignal.any([ended.signal, AbortSignal.timeout(START_MS), ...(signal ? [signal] : [])]);
  void exitOf(child).then(() => ended.abort());
  try {
    await waitForBolt('127.0.0.1', port, { signal: limit });
  } catch (cause) {
    child.kill('SIGKILL');
    if (signal?.aborted) throw cause;
    const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-10).join('\n');
    const what = ended.signal.aborted ? 'ended before it was ready' : `did not answer within ${START_MS / 1_000} s`;
    throw new LauncherError(
      `Neo4j ${what}:\n${tail}`,
      [`Read the whole log: ${log}`, 'If its store is in use, stop the other process; npm run doctor names it'],
      { cause },
    );
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
}
