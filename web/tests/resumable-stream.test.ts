import { parse } from 'graphql';
import type { Client, SubscribePayload, Sink } from 'graphql-ws';
import type { TypedDocumentNode } from 'urql';
import { describe, expect, test } from 'vitest';
import { followStream } from '../src/graphql/resumable-stream.ts';

interface Envelope {
  seq: number | null;
  event: { __typename: string };
}
type Data = { events: Envelope };

const document: TypedDocumentNode<Data, { id: string; after?: number }> = Object.assign(
  parse('subscription E { events }'),
  { __meta__: { hash: 'sha256:e' } },
);

/** Stands for the socket: the test plays the server. */
function socket() {
  const subscriptions: {
    payload: SubscribePayload;
    sink: Sink<{ data?: Data; errors?: unknown }>;
    stopped: boolean;
  }[] = [];
  const client: Pick<Client, 'subscribe'> = {
    subscribe: (payload, sink) => {
      const subscription = {
        payload,
        sink: sink as unknown as Sink<{ data?: Data; errors?: unknown }>,
        stopped: false,
      };
      subscriptions.push(subscription);
      return () => {
        subscription.stopped = true;
      };
    },
  };
  return { client, subscriptions };
}

function follow(after = 0) {
  const { client, subscriptions } = socket();
  const seen: (number | null)[] = [];
  const ends: (string | null)[] = [];
  let resyncs = 0;
  const stop = followStream(client, {
    document,
    variables: { id: 'exe_1' },
    after,
    read: (data) => data.events,
    onEvent: ({ seq }) => seen.push(seq),
    onResync: () => (resyncs += 1),
    onEnd: (refusal) => ends.push(refusal),
  });
  const send = (seq: number | null, __typename = 'StepStarted'): void =>
    subscriptions.at(-1)?.sink.next({ data: { events: { seq, event: { __typename } } } });
  return { subscriptions, seen, ends, stop, send, resyncs: () => resyncs };
}

describe('following a stream', () => {
  test('sends the hash of the document and no text', () => {
    const { subscriptions } = follow();
    expect(subscriptions[0]?.payload).toMatchObject({
      query: '',
      extensions: { persistedQuery: { sha256Hash: 'sha256:e' } },
    });
  });

  test('asks again after the last seen event when the connection comes back', () => {
    const { subscriptions, send } = follow(3);
    expect(subscriptions[0]?.payload.variables).toEqual({ id: 'exe_1', after: 3 });
    send(4);
    send(5);
    expect(subscriptions[0]?.payload.variables).toEqual({ id: 'exe_1', after: 5 });
  });

  test('drops what was seen already and passes on what has no number', () => {
    const { seen, send } = follow();
    for (const seq of [1, 2, 2, 1, null, 3]) send(seq);
    expect(seen).toEqual([1, 2, null, 3]);
  });

  test('reads the object again when events are no longer kept, or when the cursor is ahead', () => {
    const gone = follow();
    gone.send(null, 'ResyncRequired');
    expect(gone.resyncs()).toBe(1);
    expect(gone.subscriptions[0]?.stopped).toBe(true);

    const ahead = follow(99);
    ahead.subscriptions[0]?.sink.error([{ message: 'ahead', extensions: { code: 'CURSOR_AHEAD' } }]);
    expect(ahead.resyncs()).toBe(1);
  });

  test('goes on after the last seen event when the server let a slow reader go', () => {
    const { subscriptions, send, ends } = follow();
    send(1);
    subscriptions[0]?.sink.error([{ message: 'slow', extensions: { code: 'RESUME_FROM' } }]);
    expect(subscriptions).toHaveLength(2);
    expect(subscriptions[1]?.payload.variables).toEqual({ id: 'exe_1', after: 1 });
    expect(ends).toEqual([]);
  });

  test('tells why it ended', () => {
    const refused = follow();
    refused.subscriptions[0]?.sink.error([{ message: 'no', extensions: { code: 'NOT_FOUND' } }]);
    expect(refused.ends).toEqual(['NOT_FOUND']);
    const done = follow();
    done.subscriptions[0]?.sink.complete();
    expect(done.ends).toEqual([null]);
  });

  test('is silent after it was stopped', () => {
    const { seen, ends, send, stop, subscriptions } = follow();
    stop();
    send(1);
    subscriptions[0]?.sink.complete();
    expect([seen, ends]).toEqual([[], []]);
  });
});
