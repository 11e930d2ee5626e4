import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DEMO_AGENTS } from './demo-agents.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { DEMO_RUNS, type DemoTalk } from './demo-runs.ts';
import { eventually } from './eventually.ts';
import { ownRuns } from './own-runs.ts';
import { readAgent } from './read-agent.ts';

/** A run of the built-in model takes a fraction of a second; the first ones of a cold machine, more. */
const PATIENCE_MS = 300_000;
const ENDED: readonly string[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT'];

/** Asks what the colleagues ask, one after the other as people do, each question once. */
export async function makeRuns(parts: DemoParts): Promise<string> {
  const statuses: string[] = [];
  for (const talk of DEMO_RUNS) statuses.push(...(await makeTalk(parts, talk)));
  const succeeded = statuses.filter((status) => status === 'SUCCEEDED').length;
  return `${statuses.length} runs, ${succeeded} succeeded`;
}

async function makeTalk(parts: DemoParts, talk: DemoTalk): Promise<readonly string[]> {
  const { email } = DEMO_PEOPLE[talk.person];
  const agent = await readAgent(parts, email, talk.agent);
  if (agent === null) throw new Error(`${email} does not see the agent ${talk.agent}.`);
  const conversationId =
    talk.conversation === undefined ? null : await conversationOf(parts, email, agent.id, talk.conversation);
  const kind = DEMO_AGENTS.find(({ slug }) => slug === talk.agent)?.spec.kind;
  const statuses: string[] = [];
  for (const question of talk.questions) {
    const input: Readonly<Record<string, string>> = kind === 'CONVERSATIONAL' ? { message: question } : { question };
    const id = await runOf(parts, { email, agentId: agent.id, conversationId, input });
    statuses.push(await endOf(parts, email, id));
  }
  return statuses;
}

/** The run of this question, which an interrupted making may have started before. */
async function runOf(
  parts: DemoParts,
  run: {
    readonly email: string;
    readonly agentId: string;
    readonly conversationId: string | null;
    readonly input: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const { email, agentId, conversationId, input } = run;
  const before = await ownRuns(parts, email, agentId);
  const known = before.find((one) => isDeepStrictEqual(one.input, input));
  if (known !== undefined) return known.id;
  const request = {
    agentId,
    input,
    ...(conversationId === null ? {} : { conversationId }),
    idempotencyKey: `demo ${Object.values(input).join(' ')}`,
  };
  const made = z.object({ execution: z.object({ id: z.string() }) });
  return (await parts.api.ask(email, 'runAgent', { input: request }, made)).execution.id;
}

function endOf({ api }: DemoParts, email: string, id: string): Promise<string> {
  const shape = z.object({ status: z.string() });
  const look = async () => {
    const { status } = await api.ask(email, 'run', { id }, shape);
    return ENDED.includes(status) ? status : null;
  };
  return eventually(`The end of the run ${id}`, look, { signal: api.signal, patienceMs: PATIENCE_MS });
}

async function conversationOf({ api }: DemoParts, email: string, agentId: string, title: string): Promise<string> {
  const shape = z.object({
    edges: z.array(z.object({ node: z.object({ id: z.string(), title: z.string().nullable() }) })),
  });
  const { edges } = await api.ask(email, 'conversations', { agentId }, shape);
  const known = edges.find(({ node }) => node.title === title);
  if (known !== undefined) return known.node.id;
  const made = z.object({ conversation: z.object({ id: z.string() }) });
  return (await api.ask(email, 'startConversation', { input: { agentId, title } }, made)).conversation.id;
}
