import { setTimeout as pause } from 'node:timers/promises';
import { createExecutionsService, executionsConfig } from '@aether/executions';
import { createMemoryService, memoryConfig } from '@aether/memory';
import { executeAgent, type Journal, type RunOutcome } from '@aether/runtime';
import { SERVICE_LIST, type ServiceEntry } from '../local/service-list.ts';
import { NO_OP, TALK, TALK_DELTAS, TALK_PAUSE_MS, THINK, THINK_MS } from './measured-loops.ts';
import type { Probes } from './probes.ts';

/** Every service of the product, with probes at its model calls and its streams, and three loops more beside the product's own. */
export function measuredServices(probes: Probes): readonly ServiceEntry[] {
  const measured: Readonly<Record<string, ServiceEntry['create']>> = {
    memory: (environment, parts) =>
      createMemoryService(memoryConfig(environment), { ...parts, modelFetch: probes.timed(parts.modelFetch) }),
    executions: async (environment, parts) => {
      const service = await createExecutionsService(
        executionsConfig(environment),
        { ...parts, modelFetch: probes.timed(parts.modelFetch) },
        {
          executeAgent: async (journal, runtime) => {
            const { instructions } = journal.run.spec;
            if (instructions === NO_OP) return { output: {}, text: '', citations: [] };
            if (instructions === THINK) return think(journal);
            return instructions === TALK ? talk(journal, probes) : executeAgent(journal, runtime);
          },
        },
      );
      return probes.counted(service);
    },
  };
  return SERVICE_LIST.map(({ name, create }) => ({ name, create: measured[name] ?? create }));
}

/** One step that waits, as for a model of a vendor. */
async function think(journal: Journal): Promise<RunOutcome> {
  const text = await journal.step(
    { key: 'think', type: 'LLM_INVOCATION', name: 'Think', input: {} },
    async ({ signal }) => {
      await pause(THINK_MS * (0.5 + Math.random()), undefined, { signal });
      return { output: 'thought', details: {}, usage: null };
    },
  );
  return { output: { answer: text }, text, citations: [] };
}

/** One step whose text grows as a model's does; every piece says when it was said. */
async function talk(journal: Journal, probes: Probes): Promise<RunOutcome> {
  const text = await journal.step({ key: 'talk', type: 'LLM_INVOCATION', name: 'Talk', input: {} }, async (step) => {
    let said = '';
    await probes.untilTalk();
    for (let count = 0; count < TALK_DELTAS; count += 1) {
      const piece = `${Date.now()} `;
      said += piece;
      step.text(piece);
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await pause(TALK_PAUSE_MS, undefined, { signal: step.signal });
    }
    return { output: said, details: {}, usage: null };
  });
  return { output: { answer: text }, text, citations: [] };
}
