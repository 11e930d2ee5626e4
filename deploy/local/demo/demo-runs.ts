import type { DemoAgentSlug } from './demo-agents.ts';
import type { DemoPersonKey } from './demo-people.ts';

/** Questions of one person to one agent, asked in this order; with a title they are the turns of one conversation. */
export interface DemoTalk {
  readonly person: DemoPersonKey;
  readonly agent: DemoAgentSlug;
  readonly conversation?: string;
  readonly questions: readonly string[];
}

/** What the colleagues ask. The answers are whatever the agents answer. */
export const DEMO_RUNS: readonly DemoTalk[] = [
  {
    person: 'jonas',
    agent: 'handbook-guide',
    questions: ['Who can delete an agent?', 'How many words does a passage have?'],
  },
  {
    person: 'priya',
    agent: 'handbook-guide',
    questions: [
      'How long is an invitation valid?',
      'Which files does Aether read?',
      'What happens to a run when the server crashed?',
    ],
  },
  {
    person: 'lena',
    agent: 'constitution-companion',
    conversation: 'Elections and terms',
    questions: [
      'For how many years are Senators chosen?',
      'How old must a Representative be?',
      'Who has the sole power to try impeachments?',
    ],
  },
  {
    person: 'mira',
    agent: 'desk-calculator',
    questions: ['Add 10 working days to 2026-11-23', 'Convert 26.2 miles to kilometers'],
  },
  {
    person: 'mira',
    agent: 'handbook-guide',
    questions: [
      'Who can connect a tool server?',
      'When does a session end?',
      'How soon does a revoked key stop working?',
    ],
  },
  {
    person: 'tomas',
    agent: 'constitution-companion',
    conversation: 'Rights of the accused',
    questions: ['Which right does the accused have to a trial?', 'What must not be required as bail?'],
  },
  {
    person: 'priya',
    agent: 'desk-calculator',
    questions: ['Which weekday is the date 2026-12-24?', 'Convert 180 pounds to kilograms'],
  },
  {
    person: 'lena',
    agent: 'desk-calculator',
    questions: ['Convert 12 inches to feet', 'Add 5 working days to 2026-12-18'],
  },
];
