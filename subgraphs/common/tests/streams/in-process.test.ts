import { describe } from 'vitest';
import { InMemoryStreams, InProcessDoorbell, StreamsDoorbell } from '../../src/streams/index.ts';
import { doorbellContract } from './doorbell.contract.ts';
import { streamsContract } from './streams.contract.ts';

describe('InMemoryStreams', () => streamsContract(() => new InMemoryStreams()));

describe('InProcessDoorbell', () => {
  doorbellContract(() => {
    const doorbell = new InProcessDoorbell();
    return { doorbell, [Symbol.asyncDispose]: () => doorbell[Symbol.asyncDispose]() };
  });
});

describe('StreamsDoorbell in process', () => {
  doorbellContract(() => {
    const doorbell = new StreamsDoorbell(new InMemoryStreams());
    return { doorbell, [Symbol.asyncDispose]: () => doorbell[Symbol.asyncDispose]() };
  });
});
