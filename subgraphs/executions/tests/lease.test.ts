import { expect, test } from 'vitest';
import { Lease } from '../src/worker/lease.ts';
import { createTestStore, type TestStore } from './test-store.ts';

const leaseOf = ({ store, queue, parts }: TestStore, worker: string, renewed: () => void = () => {}): Lease =>
  new Lease({
    worker,
    queues: [queue],
    leaseMs: 6_000, // a beat that takes more than a third of it has failed
    beatMs: 100,
    store,
    clock: parts.clock,
    logger: parts.logger,
    onCancel: () => {},
    onRenewed: renewed,
  });

test('an opening that was given up and arrives late takes the name only until its lease is over', async () => {
  await using made = await createTestStore();
  const worker = `worker-${crypto.randomUUID()}`;
  let renewals = 0;
  await using lease = leaseOf(made, worker, () => (renewals += 1));
  await lease.open();
  await expect.poll(() => lease.identity, { timeout: 20_000 }).toEqual({ worker, epoch: 1 });
  const held = lease.signal;

  await made.store.openWorker(worker, [made.queue], 1_000);
  await expect.poll(() => held.aborted, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => lease.identity, { timeout: 20_000 }).toEqual({ worker, epoch: 3 });
  expect(renewals).toBe(2);
});

test('of two processes of one name the younger has it, and the older gets it back when that one stops', async () => {
  await using made = await createTestStore();
  const worker = `worker-${crypto.randomUUID()}`;
  await using older = leaseOf(made, worker);
  await older.open();
  await expect.poll(() => older.identity, { timeout: 20_000 }).toEqual({ worker, epoch: 1 });
  {
    await using younger = leaseOf(made, worker);
    await younger.open();
    await expect.poll(() => older.identity, { timeout: 20_000 }).toBeNull();
    await older.beat();
    expect(older.identity).toBeNull();
    expect(younger.identity).toEqual({ worker, epoch: 2 });
  }
  await expect.poll(() => older.identity, { timeout: 20_000 }).toEqual({ worker, epoch: 3 });
});
