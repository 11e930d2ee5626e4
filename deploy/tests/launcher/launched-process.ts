import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repository-root.ts';

export interface LaunchedProcess extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Resolves when the pattern was printed. @throws Error with the output when the process ends before */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

/** The built product as `npm start` runs it, with variables of its own. */
export function launch(environment: Record<string, string>, parameters: readonly string[] = []): LaunchedProcess {
  const child = spawn(process.execPath, [join(repositoryRoot, 'deploy/dist/local.js'), ...parameters], {
    cwd: repositoryRoot,
    env: { ...process.env, NEO4J_URI: '', PORT: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let more = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      more.resolve();
      more = Promise.withResolvers();
    });
  }
  const exit = once(child, 'exit').then(() => child.exitCode);
  return {
    process: child,
    output: () => output,
    ended: () => exit,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended before it printed ${pattern}:\n${output}`);
        await Promise.race([more.promise, exit]);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
