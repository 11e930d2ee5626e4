import { expect, test } from 'vitest';
import { ToolServerUnavailableError } from '../src/errors.ts';

test.each([
  ['it ended', 'it ended.'],
  ['The address answered 500.', 'The address answered 500.'],
  ['fetch failed. ', 'fetch failed.'],
  ['it is busy; it is tried again in 3 s', 'it is busy; it is tried again in 3 s.'],
])('the problem %j is told with one period', (problem, said) => {
  const { message, facts } = new ToolServerUnavailableError('crm', problem);
  expect(message).toBe(`The tool server "crm" cannot be used now: ${said}`);
  expect(facts).toEqual({ server: 'crm', problem: said.slice(0, -1) });
});
