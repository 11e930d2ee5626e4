import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LIMIT_MS = 10 * 60_000;
const OUTPUT_BYTES = 16 * 1_024 * 1_024;

/** Runs an installer to its end. @throws Error with what it printed */
export async function runInstaller(command: string, parameters: readonly string[], folder: string): Promise<void> {
  await promisify(execFile)(command, parameters, { cwd: folder, timeout: LIMIT_MS, maxBuffer: OUTPUT_BYTES });
}
