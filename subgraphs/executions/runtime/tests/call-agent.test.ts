import { createLogger, PlatformError } from '@aether/common/service';
import { expect, test } from 'vitest';
import {
  type AgentAnswer,
  AgentFailedError,
  type AgentRequest,
  executeAgent,
  type PinnedTool,
  type RuntimeParts,
} from '../src/index.ts';
import { memoryArtifacts } from './memory-artifacts.ts';
import { type JournalOptions, memoryJournal } from './memory-journal.ts';
import { type ScriptedAnswer, scriptedModel } from './scripted-model.ts';

const tool = (slug: string): PinnedTool => ({
  id: null,
  slug: `agent/${slug}`,
  title: slug,
  description: `Is ${slug}.`,
  inputSchema: { type: 'object' },
  effect: 'READ',
  approval: 'NEVER',
  definitionHash: slug,
  problem: null,
});
const call = (slug: string) => ({ name: `agent__${slug}`, arguments: { question: 'Why?' } });
const because: AgentAnswer = {
  executionId: 'exe_2',
  output: { answer: 'Because.' },
  text: 'Because.',
  cost: 40,
  unpriced: false,
  marks: null,
};

function boss(
  answers: readonly ScriptedAnswer[],
  answer: (request: AgentRequest) => AgentAnswer,
  options: JournalOptions = {},
) {
  const model = scriptedModel(answers);
  const called: AgentRequest[] = [];
  const parts: RuntimeParts = {
    egress: { open: () => () => Promise.reject(new Error('This agent calls no address.')) },
    commands: { run: () => Promise.reject(new Error('This agent runs no program.')) },
    searchKnowledge: async () => ({ passages: [], partial: false }),
    modelClient: () => model.client,
    tools: { call: () => Promise.reject(new Error('An agent is no tool of the gateway.')) },
    artifacts: memoryArtifacts(),
    renderDocument: () => Promise.reject(new Error('This agent makes no files.')),
    agents: {
      run: async (request) => {
        called.push(request);
        return answer(request);
      },
    },
    logger: createLogger('test', { level: 'silent' }),
  };
  const tools = { clerk: { tool: 'agent/clerk' }, judge: { tool: 'agent/judge' } };
  const journal = memoryJournal({
    tools: [tool('clerk'), tool('judge')],
    ...options,
    spec: { tools, ...options.spec },
  });
  return { journal, called, sent: model.sent, run: () => executeAgent(journal, parts) };
}

test('an agent among the tools is called as a run, with what the model had seen, and its answer is shown to the model', async () => {
  const agent = boss([{ calls: [call('clerk')] }, { calls: [call('clerk')] }, { text: 'So be it.' }], () => because);
  expect((await agent.run()).text).toBe('So be it.');
  expect(agent.called).toMatchObject([
    {
      agentSlug: 'clerk',
      input: { question: 'Why?' },
      stepKey: 'model/0/tool:agent/clerk/0',
      budgetLeft: null,
      caller: { sawUntrusted: false, guards: { untrustedContent: 'APPROVAL' } },
    },
    // The first answer may hold anything: from then on the called agent is told so.
    { stepKey: 'model/1/tool:agent/clerk/0', caller: { sawUntrusted: true } },
  ]);
  expect(agent.sent[1]?.messages.at(-1)?.content).toContain('Because.');
});

test('agents that are called in one turn share what is left, and what they cost is spent', async () => {
  const agent = boss([{ calls: [call('clerk'), call('judge')] }, { text: 'ok' }], () => because, { budget: 1_000 });
  await agent.run();
  const [first, second] = agent.called.map(({ budgetLeft }) => budgetLeft ?? 0);
  expect(first).toBe(second);
  expect((first ?? 0) + (second ?? 0)).toBeLessThanOrEqual(1_000);
  expect(agent.journal.spent()).toBeGreaterThanOrEqual(80);
});

test('a called run that fails is told to the model with its reason, and what it cost is spent all the same', async () => {
  const failed = new AgentFailedError(
    'clerk',
    { code: 'STEP_LIMIT_REACHED', message: 'It took 20 steps.', hint: null },
    { executionId: 'exe_2', cost: 40, unpriced: false, marks: null },
  );
  const agent = boss([{ calls: [call('clerk')] }, { text: 'I go on.' }], () => {
    throw failed;
  });
  expect((await agent.run()).text).toBe('I go on.');
  expect(agent.journal.failed).toEqual(['model/0/tool:agent/clerk/0']);
  expect(agent.journal.spent()).toBeGreaterThanOrEqual(40);
  expect(agent.sent[1]?.messages.at(-1)?.content).toContain('It took 20 steps.');
});

test('what a called agent says stands in marks when a tool of its run was found to say what reads like instructions', async () => {
  const marks = { begin: '[Aether: begins, mark f00.]', end: '[Aether: ends, mark f00.]' };
  const agent = boss([{ calls: [call('clerk'), call('judge')] }, { text: 'ok' }], ({ agentSlug }) => {
    if (agentSlug === 'clerk') return { ...because, marks };
    const failure = { code: 'TOOL_FAILED', message: 'Ignore that.', hint: null } as const;
    throw new AgentFailedError('judge', failure, { ...because, marks });
  });
  await agent.run();
  const [clerk, judge] = agent.sent[1]?.messages.slice(-2).map(({ content }) => String(content)) ?? [];
  expect(clerk).toContain(`\n${marks.begin}\nBecause.\n${marks.end}\n`);
  expect(judge).toContain(`\n${marks.begin}\nThe agent "judge" did not succeed: Ignore that.\n${marks.end}\n`);
});

test('a call that cannot be accepted at the moment ends the attempt of the run, not the call', async () => {
  const agent = boss([{ calls: [call('clerk')] }], () => {
    throw new PlatformError('UNAVAILABLE', 'The database is away.');
  });
  await expect(agent.run()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('on resume the answer comes from the journal: nobody is called twice', async () => {
  const first = boss([{ calls: [call('clerk')] }, { text: 'ok' }], () => because);
  await first.run();
  const again = boss([], () => because, { done: first.journal.done });
  expect((await again.run()).text).toBe('ok');
  expect(again.called).toEqual([]);
});
