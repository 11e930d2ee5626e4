import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Failure } from './failure.mjs';
import { stateFolder } from './paths.mjs';

/** Removes the state folder: database, blobs, secrets. Asks first; `--yes` does not ask. */
export async function reset(parameters) {
  const folder = stateFolder();
  if (!existsSync(folder)) {
    console.log(`${folder} does not exist: nothing to remove.`);
    return 0;
  }
  const pid = livingHolder(folder);
  if (pid !== null) throw new Failure(`Aether is running on ${folder} (process ${pid}). Stop it first: kill ${pid}`);
  if (!parameters.includes('--yes') && !(await confirmed(folder))) {
    console.log('Nothing was removed.');
    return 1;
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`Removed ${folder}.`);
  return 0;
}

async function confirmed(folder) {
  if (!process.stdin.isTTY)
    throw new Failure('Nobody can answer here. To remove without a question: npm run reset -- --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Remove ${folder} with all agents, documents and runs? Type yes: `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

/** Careful rather than exact: a living process with the id in the lock is enough to refuse. */
function livingHolder(folder) {
  try {
    const { pid } = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}
