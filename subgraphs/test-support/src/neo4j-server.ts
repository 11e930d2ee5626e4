import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './program-under-test.ts';

/** The launcher's own Neo4j, by path: only deploy knows how it is started. */
const PROGRAM = new URL('../../../deploy/build/own-neo4j.ts', import.meta.url);

/** A Neo4j that one test may do everything to. */
export interface Neo4jServer extends AsyncDisposable {
  readonly uri: string;
  /** kill -9 of the database. It is started again at once on the same port, and recovers its store. */
  kill(): void;
  /** Resolves when it answers after a `kill`. */
  back(): Promise<void>;
}

/** @param folder for its store, such as a small disk. @default a temporary one */
export async function startNeo4jServer(folder?: string): Promise<Neo4jServer> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'aether-neo4j-')));
  const program = startProgram(PROGRAM, { parameters: [own] });
  const { uri } = await program.heard('ready');
  return {
    uri: String(uri),
    kill: () => processesNaming(own, program.pid).forEach((pid) => process.kill(pid, 'SIGKILL')),
    back: async () => void (await program.heard('back')),
    async [Symbol.asyncDispose]() {
      const database = processesNaming(own, program.pid);
      await program[Symbol.asyncDispose]();
      // It halts when its launcher is gone; nobody needs its store any more.
      for (const pid of database) killIfAlive(pid);
      if (folder === undefined) await rm(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The JVM is known by the folder in its command line; the launcher, which names it too, is not meant. */
function processesNaming(folder: string, launcher: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .filter((line) => line.includes(`${folder}/neo4j/`))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== launcher && pid !== process.pid);
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it is gone already
  }
}
