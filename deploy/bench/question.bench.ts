import { type Benchmark, percentile, warmUp } from '@aether/test-support';
import { createHelpDesk } from '../e2e/help-desk.ts';
import { readEvents, type RunEvent } from '../e2e/run-events.ts';
import { measuredProduct } from './product.ts';
import { startRun } from './published-agent.ts';
import { factOf, handbook } from './thousand-passages.ts';

const GOAL_MS = 50;
const PASSAGES = 1_000;
const PASSAGES_BRIEFLY = 30;
const QUESTIONS = 200;
const QUESTIONS_BRIEFLY = 10;
/** Loops that ask before, until they get no faster, so that Neo4j and Node have compiled what a question needs. */
const WARM_UP_LOOPS = 4;

const sorted = (values: readonly number[]) => values.toSorted((left, right) => left - right);

/** What Aether adds to the time of its models when a person asks a question. */
export const benchmark: Benchmark = {
  name: 'question',
  says: `Q&A on builtin over ${PASSAGES.toLocaleString('en-US')} passages: what remains of the duration without the time of model and embedding`,
  async run(bench) {
    const passages = bench.brief ? PASSAGES_BRIEFLY : PASSAGES;
    const questions = bench.brief ? QUESTIONS_BRIEFLY : QUESTIONS;
    const { client, origin, probe } = await measuredProduct(bench);
    bench.say(`embedding ${passages} passages …`);
    const bytes = new TextEncoder().encode(handbook(passages));
    const document = { bytes, mimeType: 'text/markdown', name: 'handbook.md' };
    const desk = await createHelpDesk(client, origin, `Question ${crypto.randomUUID()}`, document);
    const { document: stored } = await client.data<{ document: { error: object | null; passageCount: number } }>(
      'query ($id: ID!) { document(id: $id) { error { code message } passageCount } }',
      { id: desk.documentId },
    );
    if (stored.error !== null) throw new Error(JSON.stringify(stored.error));
    bench.say(`${stored.passageCount} passages; asking ${questions} questions, one after the other`);

    const socket = client.socket();
    const [overheads, recorded, model]: [number[], number[], number[]] = [[], [], []];
    let [asked, answered] = [0, 0];
    const ask = async (): Promise<RunEvent['event']> => {
      const id = await startRun(client, desk.agentId, factOf((asked += 1) % passages).question);
      const events = await readEvents(socket, id, 0);
      const end = events.at(-1)?.event;
      if (end?.['endStatus'] !== 'SUCCEEDED') throw new Error(`The run ended with ${JSON.stringify(end)}.`);
      return end;
    };
    await warmUp({ concurrency: WARM_UP_LOOPS, secondsPerRound: bench.seconds / 2 }, ask);
    for (let count = 0; count < questions; count += 1) {
      await probe();
      const began = performance.now();
      const end = await ask();
      const took = performance.now() - began;
      const { modelMs, modelCalls } = await probe();
      if (modelCalls !== 2)
        throw new Error(`One question asks for one embedding and one answer, not ${modelCalls} calls.`);
      overheads.push(took - modelMs);
      recorded.push(Number(end['totalDurationMs']) - modelMs);
      model.push(modelMs);
      if (JSON.stringify(end['output']).includes('[')) answered += 1;
    }
    await socket.dispose();
    bench.say(`${answered} of ${questions} answers cite a passage`);
    const figure = (name: string, values: readonly number[]) => {
      const p95 = percentile(sorted(values), 0.95);
      return [
        { name: `${name}, p50`, value: percentile(sorted(values), 0.5), unit: 'ms' },
        {
          name: `${name}, p95`,
          value: p95,
          unit: 'ms',
          goal: `≤ ${GOAL_MS}`,
          met: p95 <= GOAL_MS,
          reference: { name: 'time of model and embedding, p95', value: percentile(sorted(model), 0.95) },
        },
      ];
    };
    return [
      ...figure('overhead in the recorded duration of the run', recorded),
      ...figure('overhead as the client sees it, HTTP and socket included', overheads),
    ];
  },
};
