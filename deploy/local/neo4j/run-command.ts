import { execFile } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a program to its end. A program that is missing, fails or takes too long is `ok: false`, never a throw. */
export function runCommand(
  command: string,
  parameters: readonly string[],
  options: { timeoutMs: number },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(command, parameters, { timeout: options.timeoutMs, maxBuffer: 16 * 2 ** 20 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: `${stdout}${stderr}` }),
    );
  });
}
