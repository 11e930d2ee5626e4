import { expect, test } from 'vitest';
import { guardsOf } from '../src/loop/guards-of.ts';
import { memoryJournal } from './memory-journal.ts';

const OPEN = { untrustedContent: 'ALLOW', outboundApproval: false } as const;
const STRICT = { untrustedContent: 'READ_ONLY', outboundApproval: true } as const;
const called = (sawUntrusted: boolean) => ({ sawUntrusted, sawPrivate: false, guards: STRICT });
const { spec } = memoryJournal({ spec: { guards: OPEN } }).run;

test('what untrusted text may not trigger in a caller, it may not trigger through the agent that it calls', () => {
  expect(guardsOf({ spec, caller: called(true) })).toEqual(STRICT);
});

test('a caller that saw only what its person said does not narrow the called agent', () => {
  expect(guardsOf({ spec, caller: called(false) })).toEqual(OPEN);
  expect(guardsOf({ spec })).toEqual(OPEN);
});
