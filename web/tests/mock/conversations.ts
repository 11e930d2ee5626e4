import { agents } from './agents.ts';
import { citations, ANSWER } from './answer.ts';
import { artifacts } from './artifacts.ts';
import { executions } from './executions.ts';
import { mara } from './identity.ts';
import { ago, edges } from './shared.ts';

// Conversations.

export const conversations: Record<string, unknown>[] = [
  {
    id: 'cnv_1',
    title: 'Opened headphones, day 34',
    agent: agents[0],
    owner: mara,
    createdAt: ago(5),
    updatedAt: ago(2),
    messages: edges([
      {
        id: 'msg_1',
        role: 'USER',
        text: 'Order 48213, headphones. The customer opened them and it is day 34. Can I still refund?',
        citations: [],
        artifacts: [],
        execution: executions[0],
        createdAt: ago(3),
      },
      {
        id: 'msg_2',
        role: 'ASSISTANT',
        text: ANSWER,
        citations,
        artifacts,
        execution: executions[0],
        createdAt: ago(2),
      },
    ]),
  },
  {
    id: 'cnv_2',
    title: 'Refund to a different card',
    agent: agents[0],
    owner: mara,
    createdAt: ago(50),
    updatedAt: ago(50),
    messages: edges([]),
  },
  {
    id: 'cnv_3',
    title: 'Late parcel, wants money back',
    agent: agents[0],
    owner: mara,
    createdAt: ago(1500),
    updatedAt: ago(1500),
    messages: edges([]),
  },
  {
    id: 'cnv_4',
    title: null,
    agent: agents[2],
    owner: mara,
    createdAt: ago(9500),
    updatedAt: ago(9500),
    messages: edges([]),
  },
];
