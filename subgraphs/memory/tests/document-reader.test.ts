import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { DocumentReader } from '../src/extract/document-reader.ts';

const OPTIONS = { maximumPages: 100, maximumCharacters: 1_000_000, memoryMegabytes: 256, timeoutMs: 30_000 };
const signal = new AbortController().signal;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const readers: DocumentReader[] = [];
const reader = (options: Partial<typeof OPTIONS> = {}): DocumentReader => {
  const made = new DocumentReader({ ...OPTIONS, ...options });
  readers.push(made);
  return made;
};
afterEach(async () => {
  for (const made of readers.splice(0)) await made[Symbol.asyncDispose]();
});

test('one thread reads several documents, also after an unreadable one', async () => {
  const one = reader();
  expect(await one.extract(bytesOf('First.'), signal)).toMatchObject({ text: 'First.' });
  await expect(one.extract(bytesOf(' '), signal)).rejects.toMatchObject({ code: 'DOCUMENT_EMPTY' });
  const pdf = new Uint8Array(await readFile(new URL('fixtures/handbook.pdf', import.meta.url)));
  expect(await one.extract(pdf, signal)).toMatchObject({ pageCount: 3 });
});

test('a document that takes too long is given up, and the next one is read', async () => {
  const impatient = reader({ timeoutMs: 1 });
  await expect(impatient.extract(bytesOf('Slow.'), signal)).rejects.toMatchObject({ code: 'DOCUMENT_TIMEOUT' });
  expect(await reader().extract(bytesOf('Quick.'), signal)).toMatchObject({ text: 'Quick.' });
});

test('a document that needs too much memory ends its thread only', async () => {
  const small = reader({ memoryMegabytes: 12, maximumCharacters: 100_000_000 });
  const bomb = bytesOf(`<!doctype html><body>${'<p>a</p>'.repeat(400_000)}`);
  await expect(small.extract(bomb, signal)).rejects.toMatchObject({
    code: 'DOCUMENT_TOO_LARGE',
    message: expect.stringContaining('12 MB'),
  });
});

test('an abort ends the reading', async () => {
  const stop = new AbortController();
  const reading = reader().extract(bytesOf('Never mind.'), stop.signal);
  stop.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

test('a long text is split off the main thread, with the same result', async () => {
  const one = reader();
  const extracted = await one.extract(bytesOf('A sentence of seven words stands here. '.repeat(4_000)), signal);
  const spans = await one.split(extracted, { passageTokens: 200, overlapTokens: 25 }, signal);
  expect(spans.length).toBeGreaterThan(200);
  expect(spans.at(-1)?.end).toBe(extracted.text.length);
});
