import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { type CommandRunner, type CommandUse, EndpointTimeoutError } from '@aether/runtime';
import { AnswerTooLargeError, CommandFailedError, CommandNotAllowedError, EndpointUnavailableError } from './errors.ts';

/** Of what a program says about its failure. */
const ERROR_BYTES = 2_000;

/**
 * Programs that an administrator has named by their whole paths; none by default. They run without a shell, with nothing of this process's
 * environment, in a group of their own that ends with the call.
 */
export class AllowedCommands implements CommandRunner {
  readonly #programs: ReadonlySet<string>;

  constructor(programs: readonly string[]) {
    this.#programs = new Set(programs);
  }

  async run(use: CommandUse): Promise<Uint8Array> {
    const { program, input, timeoutMs } = use;
    if (!this.#programs.has(program)) throw new CommandNotAllowedError(program);
    use.signal.throwIfAborted();
    const child = spawn(program, [...use.arguments], {
      shell: false,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: tmpdir(),
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new EndpointUnavailableError(program, 'it cannot be started', error);
    }
    const deadline = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([use.signal, deadline]);
    try {
      // A program that does not read all of it is none of our failures.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      return await endOf(child, use, stop);
    } catch (error) {
      use.signal.throwIfAborted();
      throw deadline.aborted ? new EndpointTimeoutError(program, timeoutMs) : error;
    } finally {
      endGroup(child);
    }
  }
}

async function endOf(
  child: ChildProcess,
  { program, maximumBytes }: CommandUse,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const written: Buffer[] = [];
  let bytes = 0;
  let said = '';
  let isTooLarge = false;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    isTooLarge ||= bytes > maximumBytes;
    if (isTooLarge) endGroup(child);
    else written.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < ERROR_BYTES) said += chunk.toString('utf8').slice(0, ERROR_BYTES);
  });
  // It has two values: the status, and the signal that ended it.
  const [status, ended] = (await once(child, 'close', { signal })) as [number | null, string | null];
  if (isTooLarge) throw new AnswerTooLargeError(program, maximumBytes);
  if (status !== 0) throw new CommandFailedError(program, status ?? ended ?? '', said);
  return Buffer.concat(written);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone: what was wanted.
  }
}
