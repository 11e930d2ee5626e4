import { InMemoryKeyValueStore, RateLimiter } from '@aether/common/key-value';
import { type InternalOperations, systemClock } from '@aether/common/service';
import { InMemoryStreams } from '@aether/common/streams';
import { REVOCATION_CHANNEL } from '@aether/schema';
import { expect, test } from 'vitest';
import { Authenticator } from '../src/authenticator.ts';
import { viewerOf } from './test-subgraphs.ts';

/** Identity, which answers when the test says so. */
function world() {
  const questions: { readonly answer: (tenant: string | null) => void; readonly fail: () => void }[] = [];
  const operations: InternalOperations = {
    call: () =>
      new Promise((resolve, reject) => {
        questions.push({
          answer: (tenant) => resolve({ authenticate: tenant === null ? null : viewerOf(tenant) } as never),
          fail: () => reject(new Error('Identity is away.')),
        });
      }),
  };
  const streams = new InMemoryStreams();
  const limiter = new RateLimiter({ store: new InMemoryKeyValueStore(systemClock), now: systemClock.now });
  const authenticator = new Authenticator({
    operations,
    streams,
    clock: systemClock,
    limiter,
    publicUrl: 'http://localhost:8080',
  });
  authenticator.start();
  return { questions, streams, authenticator };
}

test('requests of one key that come together ask identity once', async () => {
  const { questions, authenticator } = world();
  await using _authenticator = authenticator;
  const viewers = Promise.all(Array.from({ length: 100 }, () => authenticator.admit('key', 'req_1', '/graphql')));
  expect(questions).toHaveLength(1);
  questions[0]?.answer('a');
  expect((await viewers).map(({ viewer }) => viewer?.tenantId)).toEqual(
    Array.from({ length: 100 }, () => viewerOf('a').tenantId),
  );
  await authenticator.admit('key', 'req_2', '/graphql');
  expect(questions).toHaveLength(1);
});

test('an answer that was asked for before a revocation is not kept', async () => {
  const { questions, streams, authenticator } = world();
  await using _authenticator = authenticator;
  const before = authenticator.admit('key', 'req_1', '/graphql');
  streams.publish(REVOCATION_CHANNEL, null);
  await expect
    .poll(() => {
      void authenticator.viewerOf('key', 'req_2', '/graphql');
      return questions.length;
    })
    .toBe(2);
  questions[0]?.answer('a');
  expect((await before).viewer).not.toBeNull();
  const after = authenticator.admit('key', 'req_3', '/graphql');
  questions[1]?.answer(null);
  expect((await after).viewer).toBeNull();
  expect(questions).toHaveLength(2);
});

test('a question that failed is asked again', async () => {
  const { questions, authenticator } = world();
  await using _authenticator = authenticator;
  const first = authenticator.admit('key', 'req_1', '/graphql');
  questions[0]?.fail();
  await expect(first).rejects.toThrow('away');
  const second = authenticator.admit('key', 'req_2', '/graphql');
  questions[1]?.answer('a');
  expect(await second).not.toBeNull();
});
