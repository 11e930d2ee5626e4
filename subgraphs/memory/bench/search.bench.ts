import { type Benchmark, type BenchmarkRun, type Figure, measureLoad } from '@aether/test-support';
import { hashedEmbeddings } from '@aether/test-support';
import { addDocument, documentWhen, ended, search, startMemory, withNotebook } from '../tests/support/start-memory.ts';

const PASSAGES = 1_000;
const GOAL_MS = 50;
const SUBJECTS = [
  'refund',
  'parcel',
  'contract',
  'laptop',
  'holiday',
  'invoice',
  'badge',
  'warranty',
  'meeting',
  'canteen',
];

/** About as long as a passage, and different from all others. */
function section(index: number): string {
  const subject = SUBJECTS[index % SUBJECTS.length];
  const filler = `Whoever asks about a ${subject} names the number ${index} and waits for an answer in the order of arrival. `;
  return `# Section ${index}\n\n${filler.repeat(5)}The ${subject} of case ${index} takes ${index % 30} days in office ${index % 97}.`;
}

async function run({ seconds, brief, neo4jUri, say }: BenchmarkRun): Promise<readonly Figure[]> {
  const count = brief ? 50 : PASSAGES;
  await using memory = await startMemory({ model: hashedEmbeddings(512), neo4jUri: await neo4jUri() });
  const { viewer, notebookId } = await withNotebook(memory);
  say(`ingesting ${count} passages`);
  const began = performance.now();
  const text = Array.from({ length: count }, (_, index) => section(index)).join('\n\n');
  const { document } = await addDocument(memory, viewer, { notebookId, text });
  const ready = await documentWhen(memory, viewer, notebookId, document?.id ?? '', ended);
  const ingestMs = performance.now() - began;
  let question = 0;
  const ask = (mode: string) => (): Promise<unknown> => {
    question += 1;
    const subject = SUBJECTS[question % SUBJECTS.length];
    return search(memory, viewer, {
      query: `How many days does the ${subject} of case ${question % count} take?`,
      mode,
    });
  };
  const share = { concurrency: 1, seconds: seconds / 3 };
  const keyword = await measureLoad(share, ask('KEYWORD'));
  const vector = await measureLoad(share, ask('VECTOR'));
  const hybrid = await measureLoad(share, ask('HYBRID'));
  const reference = { name: 'keyword alone', value: keyword.p95 };
  return [
    {
      name: `hybrid search over ${ready.passageCount} passages, p95, model time left out`,
      value: hybrid.p95,
      unit: 'ms',
      goal: `≤ ${GOAL_MS}`,
      met: hybrid.p95 <= GOAL_MS,
      reference,
    },
    { name: 'the same, p50', value: hybrid.p50, unit: 'ms' },
    { name: 'vector search alone, p95', value: vector.p95, unit: 'ms', reference },
    { name: 'ingestion, model time left out', value: (ready.passageCount / ingestMs) * 1_000, unit: 'passages/s' },
  ];
}

export const benchmark: Benchmark = {
  name: 'search',
  says: 'hybrid search over 1,000 passages through the subgraph, without the time of the model',
  run,
};
