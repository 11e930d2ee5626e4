import { ago } from './shared.ts';

// Who is signed in.

export const mara = {
  id: 'usr_mara',
  name: 'Mara',
  email: 'mara@halden.example',
  avatarUrl: null,
  jobTitle: null,
  role: { key: 'owner', name: 'Owner', permissions: [], builtIn: true },
  department: { id: 'dep_support', name: 'Support' },
  teams: [],
  expertise: [],
  namedInEvidence: false,
  status: 'ACTIVE',
  createdAt: ago(90_000),
  lastSeenAt: ago(1),
};

export const viewer = {
  user: mara,
  tenant: { id: 'tnt_1', name: 'Halden', slug: 'halden', createdAt: ago(90_000) },
  permissions: [
    'tool:read',
    'tool:use',
    'tool:manage',
    'credential:write',
    'credential:manage',
    'agent:read',
    'agent:run',
    'agent:create',
    'execution:read',
    'budget:read',
    'budget:manage',
    'model:manage',
    'model:read',
    'model:use',
    'notebook:read',
    'notebook:create',
  ],
  expiresAt: null,
  sessions: [
    {
      id: 'ses_1',
      current: true,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36',
      ipAddress: '127.0.0.1',
      createdAt: ago(600),
      lastSeenAt: ago(0),
      expiresAt: ago(-6000),
    },
    {
      id: 'ses_2',
      current: false,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/604.1',
      ipAddress: '10.0.0.7',
      createdAt: ago(9000),
      lastSeenAt: ago(180),
      expiresAt: ago(-6000),
    },
  ],
};

export const apiKeys = [
  {
    id: 'key_1',
    name: 'Storefront',
    prefix: 'aek_9fK2',
    scopes: ['agent:run', 'execution:read'],
    user: mara,
    createdAt: ago(9000),
    expiresAt: null,
    lastUsedAt: ago(6),
    requestsPerMinute: 60,
    tokensPerMinute: 40_000,
    models: ['openai/gpt-5-*', 'agent:support'],
    revokedAt: null,
  },
  {
    id: 'key_2',
    name: 'Old script',
    prefix: 'aek_1aB7',
    scopes: ['agent:run'],
    user: mara,
    createdAt: ago(99_000),
    expiresAt: null,
    lastUsedAt: null,
    requestsPerMinute: null,
    tokensPerMinute: null,
    models: [],
    revokedAt: ago(50),
  },
];
