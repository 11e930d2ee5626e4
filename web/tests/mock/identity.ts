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
    'credential:read',
    'credential:write',
    'credential:manage',
    'agent:read',
    'agent:run',
    'agent:create',
    'approval:decide',
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

const tools = { name: 'tools', description: 'See and call the approved tools of your organization' };
const agents = { name: 'agents', description: 'See and run the agents that are open to you' };

export const connectedApps = [
  {
    id: 'app_1',
    clientName: 'Claude',
    redirectHost: 'claude.ai',
    resource: 'http://localhost:8080/mcp',
    scopes: [tools, agents],
    createdAt: ago(9000),
    lastUsedAt: ago(2),
    user: mara,
  },
  {
    id: 'app_2',
    clientName: 'Visual Studio Code',
    redirectHost: '127.0.0.1:33418',
    resource: 'http://localhost:8080/mcp/s/crm',
    scopes: [tools],
    createdAt: ago(300),
    lastUsedAt: null,
    user: { ...mara, id: 'usr_ines', name: 'Ines' },
  },
];

/** What an app asks for; a redirect to `evil.example` is refused. */
export const authorizationRequest = ({ input }: { input: { redirectUri: string } }) => ({
  clientName: 'Claude',
  clientHost: null,
  redirectHost: 'claude.ai',
  redirectsToProgram: false,
  resource: 'http://localhost:8080/mcp',
  scopes: [tools, agents],
  returnUrl: null,
  userErrors: input.redirectUri.includes('evil.example')
    ? [
        {
          path: [],
          code: 'AUTHORIZATION_REQUEST_INVALID',
          message: 'The app cannot be let in: it wants to be answered at an address that it has not registered.',
          hint: 'Start again from the app; tell its maker when it stays so.',
        },
      ]
    : [],
});

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
    tools: ['crm/*'],
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
    tools: [],
    revokedAt: ago(50),
  },
];
