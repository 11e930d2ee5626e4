import { type Figure, percentile } from '@aether/test-support';
import { startMeasuredGateway } from './measured-gateway.ts';

const SERVERS = 100;
const TOOLS = 20;
const ROUNDS = 50;
const GOALS = { listMs: 200, searchMs: 20, tokens: 2_000 };
const NOUNS = [
  'account',
  'invoice',
  'ticket',
  'contract',
  'meeting',
  'order',
  'product',
  'employee',
  'vendor',
  'report',
];
const VERBS = ['create', 'find', 'update', 'archive'];
/** Nobody listens there: the servers are in the catalog and down. */
const NOWHERE = 'http://127.0.0.1:1/mcp';

/** 2,000 approved tools of 100 servers: their list, a search in them, and how much a model is shown of them. */
export async function measureManyTools(say: (line: string) => void): Promise<readonly Figure[]> {
  await using gateway = await startMeasuredGateway(NOWHERE, {
    ToolCatalog: () => ({ catalogForGateway: { revision: 1, removedIds: [], ...manyTools() } }),
    ReportToolServers: () => ({ reportToolServers: { revision: 1, userErrors: [] } }),
  });
  const ask = (method: string, params: object): Promise<string> =>
    gateway.post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  const search = (): Promise<string> =>
    ask('tools/call', { name: 'search_tools', arguments: { query: 'archive the contract of a vendor', limit: 20 } });
  const listed = await ask('tools/list', {});
  const found = await search();
  if (!found.includes('archive_contract')) throw new Error(`The search answered ${found.slice(0, 300)}`);
  const list = await timesOf(() => ask('tools/list', {}));
  const searches = await timesOf(search);
  // Four characters are about a token.
  const tokens = Math.ceil((listed.length + found.length) / 4);
  say(
    `${SERVERS * TOOLS} tools: list p95 ${list.toFixed(1)} ms, search p95 ${searches.toFixed(1)} ms, ${tokens} tokens`,
  );
  return [
    {
      name: 'list of 2,000 tools, cached, p95',
      value: list,
      unit: 'ms',
      goal: `≤ ${GOALS.listMs}`,
      met: list <= GOALS.listMs,
    },
    {
      name: 'search in 2,000 tools, p95',
      value: searches,
      unit: 'ms',
      goal: `≤ ${GOALS.searchMs}`,
      met: searches <= GOALS.searchMs,
    },
    {
      name: 'definitions that a model is shown, with those of one search',
      value: tokens,
      unit: 'tokens',
      goal: `≤ ${GOALS.tokens}`,
      met: tokens <= GOALS.tokens,
    },
  ];
}

async function timesOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return percentile(
    times.toSorted((left, right) => left - right),
    95,
  );
}

function manyTools() {
  const toolServers = Array.from({ length: SERVERS }, (_, index) => ({
    id: `tsv_${index}`,
    slug: `server-${index}`,
    name: `Server ${index}`,
    kind: 'MCP',
    transport: 'HTTP',
    url: NOWHERE,
    command: null,
    arguments: [],
    enabled: true,
    status: 'HEALTHY',
    credential: null,
  }));
  const tools = toolServers.flatMap(({ id, slug }, server) =>
    Array.from({ length: TOOLS }, (_, index) => {
      const noun = NOUNS[(server + index) % NOUNS.length] ?? '';
      const verb = VERBS[index % VERBS.length] ?? '';
      const name = `${verb}_${noun}_${index}`;
      return {
        id: `tol_${server}_${index}`,
        slug: `${slug}/${name}`,
        name,
        title: null,
        description: `Can ${verb} one ${noun} in the system that department ${server} keeps, and answers how it is afterwards.`,
        inputSchema: {
          type: 'object',
          properties: { id: { type: 'string', description: `Of the ${noun}.` } },
          required: ['id'],
        },
        outputSchema: null,
        annotations: null,
        effect: 'READ',
        approval: 'NEVER',
        definitionHash: `hash-${server}-${index}`,
        approved: true,
        server: { id },
      };
    }),
  );
  return { toolServers, tools };
}
