import { edges } from './shared.ts';

// Tool servers and their tools.

const tool = (name: string, more: Record<string, unknown> = {}) => ({
  id: `tol_${name}`,
  slug: `crm/${name}`,
  name,
  title: null,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: {} },
  outputSchema: null,
  effect: 'READ',
  approval: 'ON_WRITE',
  definitionHash: `hash of ${name}`,
  approved: true,
  changed: false,
  listed: true,
  ...more,
});

const crmTools = [
  tool('add_note', {
    title: 'Add a note',
    description: 'Adds a note to an account. The note is visible to everybody who sees the account.',
    effect: 'ONCE',
    approved: false,
    inputSchema: {
      type: 'object',
      properties: { account: { type: 'string' }, text: { type: 'string' }, pinned: { type: 'boolean' } },
      required: ['account', 'text'],
    },
  }),
  tool('archive_account', { title: 'Archive an account', effect: 'IDEMPOTENT', approved: false, changed: true }),
  tool('export_all', { approved: false, listed: false }),
  tool('search_accounts', {
    title: 'Search accounts',
    description: 'Finds accounts by name, industry or owner.',
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string' }, limit: { type: 'integer' } },
      required: ['query'],
    },
  }),
];

const server = (slug: string, name: string, more: Record<string, unknown>) => ({
  id: `tsv_${slug}`,
  slug,
  name,
  transport: 'HTTP',
  url: `https://${slug}.example.com/mcp`,
  command: null,
  arguments: [],
  status: 'HEALTHY',
  lastError: null,
  checkedAt: new Date(Date.now() - 120_000).toISOString(),
  protocolRevision: '2025-11-25',
  enabled: true,
  tools: edges([]),
  ...more,
});

export const toolServers = [
  server('crm', 'Customer records', { tools: edges(crmTools) }),
  server('files', 'Files', {
    transport: 'STDIO',
    url: null,
    command: 'npx',
    arguments: ['-y', '@modelcontextprotocol/server-filesystem', '/srv/share'],
    status: 'DOWN',
    lastError: 'The tool server "files" cannot be used now: it ended.',
    tools: edges([tool('read_file')]),
  }),
  server('tickets', 'Tickets', { status: 'UNKNOWN', checkedAt: null, protocolRevision: null }),
];

export const approvedTools = crmTools.filter(({ approved }) => approved);

export const toolServerOffers = [
  { slug: 'files', name: 'Files', description: 'Reads the share of the office.', connected: true },
];
