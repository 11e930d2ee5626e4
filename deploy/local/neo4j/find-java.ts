import { join } from 'node:path';
import { runCommand } from './run-command.ts';

export interface FoundJava {
  readonly kind: 'found';
  readonly command: string;
  readonly version: number;
  /** What it says of itself: vendor, version and build. */
  readonly build: string;
}

export type Java = FoundJava | { readonly kind: 'old'; readonly version: number } | { readonly kind: 'missing' };

/** Neo4j 5 needs Java 17. */
const OLDEST = 17;

/** The Java of JAVA_HOME, else the one on PATH. */
export async function findJava(environment: Readonly<Record<string, string | undefined>> = process.env): Promise<Java> {
  const home = environment['JAVA_HOME'];
  const command = home ? join(home, 'bin', 'java') : 'java';
  const { ok, output } = await runCommand(command, ['-version'], { timeoutMs: 10_000 });
  // `openjdk version "17.0.15"`, and before Java 9 `java version "1.8.0_292"`.
  const found = /version "(?:1\.)?(\d+)/.exec(output);
  if (!ok || found === null) return { kind: 'missing' };
  const version = Number(found[1]);
  return version < OLDEST ? { kind: 'old', version } : { kind: 'found', command, version, build: output };
}
