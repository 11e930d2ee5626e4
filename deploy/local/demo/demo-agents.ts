import { AGENT_TEMPLATES, type AgentSpecInput } from '@aether/schema';
import type { DemoPersonKey } from './demo-people.ts';

export interface DemoAgent {
  readonly owner: DemoPersonKey;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly useCase: string;
  readonly tags: readonly string[];
  /** What the marketplace says about it. */
  readonly summary: string;
  readonly spec: AgentSpecInput;
}

const question = AGENT_TEMPLATES['questions-and-answers'].spec;
const conversation = AGENT_TEMPLATES.conversation.spec;

/** Agents that work without a key: all of them answer with the built-in model. */
export const DEMO_AGENTS = [
  {
    owner: 'jonas',
    slug: 'handbook-guide',
    name: 'Handbook guide',
    description: 'Answers questions about Aether from its handbook, with the passage that says so.',
    useCase: 'knowledge',
    tags: ['handbook', 'support'],
    summary:
      'Ask how something works in Aether. Each answer quotes the handbook; what the handbook does not say is not answered.',
    spec: {
      ...question,
      instructions:
        'Answer questions about Aether from the handbook only. Cite each passage that you use. If the handbook does not say it, say so.',
      knowledge: { handbook: { notebook: 'aether-handbook', citations: 'REQUIRED' } },
    },
  },
  {
    owner: 'tomas',
    slug: 'constitution-companion',
    name: 'Constitution companion',
    description: 'Talks about the Constitution of the United States and quotes the clause.',
    useCase: 'research',
    tags: ['law', 'sources'],
    summary: 'Talk through the Constitution clause by clause. Remembers the conversation and quotes the text.',
    spec: {
      ...conversation,
      instructions:
        'Help the reader to find their way in the Constitution. Quote the clause that answers and cite it. Say plainly what the text does not say.',
      knowledge: { constitution: { notebook: 'us-constitution' } },
    },
  },
  {
    owner: 'jonas',
    slug: 'desk-calculator',
    name: 'Desk calculator',
    description: 'Adds working days, names weekdays and converts units, with the office tools.',
    useCase: 'calculation',
    tags: ['dates', 'units'],
    summary: 'Dates and units without a spreadsheet: working days from a date, weekdays, conversions.',
    spec: {
      ...question,
      instructions: 'Use the tool that fits the request, and answer with what it said.',
      tools: {
        'working-days': { tool: 'office/add_working_days' },
        weekday: { tool: 'office/weekday_of_date' },
        units: { tool: 'office/convert_units' },
      },
    },
  },
] as const satisfies readonly DemoAgent[];

export type DemoAgentSlug = (typeof DEMO_AGENTS)[number]['slug'];

/** The address of the person who made the agent. */
export function ownerOf(slug: DemoAgentSlug): DemoPersonKey {
  const agent = DEMO_AGENTS.find((one) => one.slug === slug);
  if (agent === undefined) throw new Error(`The demo has no agent "${slug}".`);
  return agent.owner;
}
