import { expect, test } from 'vitest';
import { audit, type AuditedExecution, type AuditFacts } from '../src/audit.ts';
import { auditTable } from '../src/audit-table.ts';

const event = (seq: number, name: string, status: string | null = null) => ({ seq, name, status });
const good: AuditedExecution = {
  id: 'exe_1',
  status: 'SUCCEEDED',
  lastSeq: 3,
  events: [event(1, 'execution-queued'), event(2, 'execution-running'), event(3, 'execution-end', 'SUCCEEDED')],
  ledger: 1,
};
const facts: AuditFacts = {
  accepted: ['exe_1'],
  executions: [good],
  effects: [{ executionId: 'exe_1', key: 'k', effect: 'KEYED', requests: 2, applied: 1 }],
  modelCalls: new Map([['exe_1', 1]]),
};
const problems = (changes: Partial<AuditFacts>) => audit({ ...facts, ...changes }).problems;
const changed = (changes: Partial<AuditedExecution>) => problems({ executions: [{ ...good, ...changes }] });

test('a record in which everything holds has no problem', () => {
  expect(audit(facts)).toMatchObject({ accepted: 1, succeeded: 1, requests: 2, applied: 1, ledger: 1, problems: [] });
  expect(auditTable(audit(facts), { kills: 4 })).toMatch(/accepted +1\n[^]*kills +4$/u);
});

test.for<readonly [string, readonly string[], string]>([
  ['a run that was accepted and is gone', problems({ accepted: ['exe_1', 'exe_2'] }), 'exe_2 was accepted'],
  [
    'a run that never ends',
    changed({ status: 'RUNNING', events: good.events.slice(0, 2), lastSeq: 2 }),
    'still RUNNING',
  ],
  [
    'an effect that was applied twice',
    problems({ effects: [{ executionId: 'exe_1', key: 'k', effect: 'ONCE', requests: 2, applied: 2 }] }),
    'applied 2 times',
  ],
  ['a number that is missing', changed({ events: [good.events[0]!, event(3, 'execution-end', 'SUCCEEDED')] }), 'gap'],
  ['an event that is missing at the end', changed({ lastSeq: 4 }), 'gap'],
  [
    'two ends',
    changed({ lastSeq: 4, events: [...good.events, event(4, 'execution-end', 'SUCCEEDED')] }),
    '2 last events',
  ],
  [
    'an end that is not the last',
    changed({ lastSeq: 4, events: [...good.events, event(4, 'step-end')] }),
    'last event',
  ],
  ['another end than the state says', changed({ status: 'FAILED' }), 'its last event is execution-end SUCCEEDED'],
  ['an answer that is not in the ledger', problems({ modelCalls: new Map([['exe_1', 2]]) }), '1 rows in the ledger'],
  ['a row of the ledger without a call', problems({ modelCalls: new Map() }), '0 answers of the provider'],
])('%s is found', ([, found, sentence]) => {
  expect(found).toEqual([expect.stringContaining(sentence)]);
});

test('a run that may be open is not stuck, and one that was taken over may have lost an answer', () => {
  const open = { ...good, status: 'WAITING', events: good.events.slice(0, 2), lastSeq: 2 };
  expect(problems({ executions: [open], open: 1 })).toEqual([]);
  const twice = [event(1, 'execution-queued'), event(2, 'execution-running'), event(3, 'execution-running')];
  const taken = { ...good, lastSeq: 4, events: [...twice, event(4, 'execution-end', 'SUCCEEDED')] };
  expect(problems({ executions: [taken], modelCalls: new Map([['exe_1', 2]]) })).toEqual([]);
});
