import { expect, test, vi } from 'vitest';
import { AnswerBody } from '../../src/security/answer-body.ts';

function bodyOf() {
  const connection = {
    pause: vi.fn<() => void>(),
    resume: vi.fn<() => void>(),
    abort: vi.fn<(error: Error | null) => void>(),
  };
  const body = new AnswerBody(connection);
  const closed = vi.fn<() => void>();
  body.whenClosed(closed);
  return { body, connection, closed };
}

async function whole(body: AnswerBody): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const one of body) pieces.push(one);
  return pieces;
}

const piece = (length: number, fill = 1): Uint8Array => new Uint8Array(length).fill(fill);

test('passes on what waits and what comes later, in order, and is closed when its reader knows the end', async () => {
  const { body, closed, connection } = bodyOf();
  body.push(piece(1, 1));
  const read = whole(body);
  await Promise.resolve();
  body.push(piece(2, 2));
  body.push(piece(3, 3));
  body.end();
  expect(await read).toEqual([piece(1, 1), piece(2, 2), piece(3, 3)]);
  expect(closed).toHaveBeenCalledOnce();
  expect(connection.abort).not.toHaveBeenCalled();
  expect(await body.next()).toEqual({ done: true, value: undefined });
});

test('is open until what waits is read, though all of it has come', async () => {
  const { body, closed } = bodyOf();
  body.push(piece(1));
  body.end();
  expect(closed).not.toHaveBeenCalled();
  await body.next();
  expect(closed).toHaveBeenCalledOnce();
});

test('one that is empty is closed at its end, also for who asks later', () => {
  const { body, closed } = bodyOf();
  body.end();
  expect(closed).toHaveBeenCalledOnce();
  const later = vi.fn<() => void>();
  body.whenClosed(later);
  expect(later).toHaveBeenCalledOnce();
});

test('pauses the connection while 64 KiB wait, and only then', async () => {
  const { body, connection } = bodyOf();
  body.push(piece(40_000));
  expect(connection.pause).not.toHaveBeenCalled();
  body.push(piece(40_000));
  body.push(piece(40_000));
  expect(connection.pause).toHaveBeenCalledOnce();
  await body.next();
  expect(connection.resume).not.toHaveBeenCalled();
  await body.next();
  expect(connection.resume).toHaveBeenCalledOnce();
});

test('what breaks off is told to its reader at once and every time; what waited is dropped', async () => {
  const waiting = bodyOf();
  waiting.body.push(piece(1));
  waiting.body.fail(new Error('broken'));
  await expect(waiting.body.next()).rejects.toThrow('broken');
  await expect(waiting.body.next()).rejects.toThrow('broken');
  expect(waiting.closed).toHaveBeenCalledOnce();

  const reading = bodyOf();
  const next = reading.body.next();
  reading.body.fail(new Error('broken'));
  await expect(next).rejects.toThrow('broken');
});

test('a reader who leaves in the middle lets the other side go, once', async () => {
  const { body, connection, closed } = bodyOf();
  body.push(piece(1));
  for await (const _ of body) break;
  body.discard();
  body.push(piece(1));
  body.fail(new Error('after that'));
  expect(connection.abort).toHaveBeenCalledExactlyOnceWith(null);
  expect(closed).toHaveBeenCalledOnce();
  expect(await body.next()).toEqual({ done: true, value: undefined });
});

test('one that has come whole is discarded without an abort: its connection serves others', () => {
  const { body, connection } = bodyOf();
  body.push(piece(1));
  body.end();
  body.discard();
  expect(connection.abort).not.toHaveBeenCalled();
});
