import { createTestStore } from '../tests/test-store.ts';
import { stepRow, succeededRow } from './no-op-run.ts';

// node fill-runs.ts <bolt uri> <how many>: writes ended runs into a record, by the store's own statements, in large batches. The
// rows are those of a worker: accepted, claimed, one step, ended, told to the outbox.
const BATCH = 500;
const [uri = '', count = '0'] = process.argv.slice(2);

await using record = await createTestStore({ neo4jUri: uri });
const { store, worker } = record;
for (let done = 0; done < Number(count); done += BATCH) {
  const rows = Array.from({ length: Math.min(BATCH, Number(count) - done) }, () => record.row());
  await store.accept(rows);
  await store.claim(
    worker,
    rows.map((row) => ({ ...row, isLost: false })),
  );
  await store.flush(rows.map(stepRow));
  await store.flush(rows.map(succeededRow));
}
await store.closeWorker(worker);
