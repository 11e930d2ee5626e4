import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';

const require = createRequire(import.meta.url);

/** The published line, and the one that knows 2026-07-28. */
export type Suite = '@modelcontextprotocol/conformance' | 'conformance-next';

/** `pass`, or the count of checks that failed. */
export type Outcomes = Readonly<Record<string, string>>;

const LINE = /^(?<mark>[✓✗]) (?<scenario>[\w/.-]+): (?<passed>\d+) passed, (?<failed>\d+) failed/u;

/** The packages are programs and have no other entry. */
function programOf(suite: Suite): string {
  return join(dirname(require.resolve(`${suite}/package.json`)), 'dist/index.js');
}

/** Runs a public conformance suite and reads the outcome of each scenario from its summary. */
export async function runSuite(suite: Suite, options: readonly string[]): Promise<Outcomes> {
  const child = spawn(process.execPath, [programOf(suite), ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const outcomes = (output + errors).split('\n').flatMap((line): [string, string][] => {
    const { mark, scenario, failed } = LINE.exec(line)?.groups ?? {};
    if (mark === undefined || scenario === undefined) return [];
    return [[scenario, mark === '✓' ? 'pass' : `${failed} failed`]];
  });
  if (outcomes.length === 0) throw new Error(`The suite ran no scenario: ${(errors + output).slice(-2_000)}`);
  return Object.fromEntries(outcomes);
}

/** Whether the gateway's own client passes one scenario, for which the suite plays the server. */
export async function clientPasses(suite: Suite, scenario: string, options: readonly string[]): Promise<boolean> {
  const client = fileURLToPath(new URL('conformance-client.ts', import.meta.url));
  const command = `"${process.execPath}" --import @aether/test-support/typescript "${client}"`;
  const given = ['client', '--command', command, '--scenario', scenario, '--timeout', '60000', ...options];
  const child = spawn(process.execPath, [programOf(suite), ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const overall = /OVERALL: (?<outcome>PASSED|FAILED)/u.exec(output + errors)?.groups?.['outcome'];
  if (overall === undefined)
    throw new Error(`The scenario ${scenario} did not run: ${(errors + output).slice(-2_000)}`);
  return overall === 'PASSED';
}

/** The failures that are expected, and those that are: equal, or the committed list is stale. */
export function failuresOf(outcomes: Outcomes): readonly string[] {
  return Object.entries(outcomes)
    .filter(([, outcome]) => outcome !== 'pass')
    .map(([scenario]) => scenario)
    .toSorted();
}
