import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark } from '@aether/test-support';
import { createHelpDesk } from '../e2e/help-desk.ts';
import { readEvents } from '../e2e/run-events.ts';
import { processIdOf, product } from './product.ts';
import { startRun } from './published-agent.ts';

const GOAL_MB = 350;
const IDLE_MS = 30_000;
const IDLE_BRIEFLY_MS = 2_000;
const QUESTIONS = 100;
const QUESTIONS_BRIEFLY = 5;

/** Resident memory of a process, in megabytes (Linux: proc(5), VmRSS). */
function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1_024) / 1_000_000;
}

async function bareNodeMb(): Promise<number> {
  const node = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await pause(1_000);
  const megabytes = residentMb(node.pid ?? 0);
  node.kill();
  return megabytes;
}

/** What Aether takes when nobody uses it. */
export const benchmark: Benchmark = {
  name: 'memory',
  says: 'resident memory of our process, without that of Neo4j: idle after its start, and idle after use',
  async run(bench) {
    const { aether, client, origin } = await product(bench);
    const pid = processIdOf(aether);
    const idle = async (): Promise<number> => {
      await pause(bench.brief ? IDLE_BRIEFLY_MS : IDLE_MS);
      return residentMb(pid);
    };
    const fresh = await idle();
    bench.say(`idle after the start: ${fresh.toFixed(0)} MB`);
    const desk = await createHelpDesk(client, origin, `Memory ${crypto.randomUUID()}`);
    const socket = client.socket();
    for (let asked = 0; asked < (bench.brief ? QUESTIONS_BRIEFLY : QUESTIONS); asked += 1)
      await readEvents(socket, await startRun(client, desk.agentId, 'How long does a refund take?'), 0);
    await socket.dispose();
    const used = await idle();
    const reference = { name: 'a Node process that does nothing', value: await bareNodeMb() };
    return [
      { name: 'idle', value: fresh, unit: 'MB', goal: `≤ ${GOAL_MB}`, met: fresh <= GOAL_MB, reference },
      { name: 'idle again, after a document and questions', value: used, unit: 'MB', reference },
    ];
  },
};
