import { agents } from './agents.ts';
import { apiKeys, mara } from './identity.ts';

const nobody = { department: null, team: null, user: null, agent: null, apiKey: null };
const month = { period: 'MONTH', resetsAt: '2026-12-01T00:00:00.000Z' };

/** What the organization, a person and an agent may spend. */
export const budgets = [
  {
    id: 'bud_1',
    scope: 'TENANT',
    ...nobody,
    ...month,
    limit: 250_000_000_000,
    spent: 184_230_000_000,
    reserved: 640_000_000,
    action: 'STOP',
  },
  {
    id: 'bud_2',
    scope: 'USER',
    ...nobody,
    user: mara,
    period: 'DAY',
    resetsAt: '2026-11-23T00:00:00.000Z',
    limit: 5_000_000_000,
    spent: 4_870_000_000,
    reserved: 0,
    action: 'DEGRADE',
  },
  {
    id: 'bud_3',
    scope: 'AGENT',
    ...nobody,
    agent: agents[0],
    period: 'TOTAL',
    resetsAt: null,
    limit: 20_000_000_000,
    spent: 0,
    reserved: 0,
    action: 'WARN',
  },
  {
    id: 'bud_4',
    scope: 'API_KEY',
    ...nobody,
    apiKey: apiKeys[0],
    ...month,
    limit: 25_000_000_000,
    spent: 3_120_000_000,
    reserved: 90_000_000,
    action: 'STOP',
  },
];
