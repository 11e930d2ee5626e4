import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ReportToolServersInput, ToolReportInput } from '@aether/schema';
import { type Benchmark, measureLoad } from '@aether/test-support';
import { z } from 'zod';
import { measureManyTools } from './many-tools.ts';
import { MCP_HEADERS, startMeasuredGateway } from './measured-gateway.ts';

const CONCURRENT = 16;
const GOALS = { perSecond: 1_500, p99: 50 };
const BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'noop__noop', arguments: { text: 'x' } },
});

/**
 * Calls of a tool that does nothing, through the gateway as executions reaches it, against the same calls straight to the server. The
 * server is a process of its own; the figure per second of processor time is what one core gives, whatever else runs beside it.
 */
export const benchmark: Benchmark = {
  name: 'mcp',
  says: 'MCP gateway: calls of a no-op tool over HTTP, against calls straight to its server; list and search of 2,000 tools',
  async run({ seconds, say }) {
    const upstream = fork(new URL('./noop-tool-server.ts', import.meta.url), {
      stdio: 'inherit',
      execArgv: ['--import', '@aether/test-support/typescript'],
    });
    try {
      const [message]: unknown[] = await once(upstream, 'message');
      const url = z.string().parse(message);
      await using gateway = await startGateway(url);
      const straight = async (): Promise<void> => {
        const response = await fetch(url, { method: 'POST', headers: MCP_HEADERS, body: BODY });
        if (!(await response.text()).includes('done')) throw new Error('The server did not answer the call.');
      };
      const reference = await measured(seconds, straight);
      say(`straight: ${reference.perSecond.toFixed(0)}/s, p99 ${reference.p99.toFixed(1)} ms`);
      const ours = await measured(seconds, gateway.call);
      say(`gateway: ${ours.perSecond.toFixed(0)}/s, p99 ${ours.p99.toFixed(1)} ms`);
      const against = (value: number) => ({ name: 'straight to the server', value });
      return [
        {
          name: 'tool calls',
          value: ours.perCpuSecond,
          unit: 'calls/CPU s',
          goal: `≥ ${GOALS.perSecond}`,
          met: ours.perCpuSecond >= GOALS.perSecond,
          reference: against(reference.perCpuSecond),
        },
        {
          name: 'tool calls, wall clock',
          value: ours.perSecond,
          unit: 'calls/s',
          goal: `≥ ${GOALS.perSecond}`,
          met: ours.perSecond >= GOALS.perSecond,
          reference: against(reference.perSecond),
        },
        {
          name: `tool call, p99 at ${CONCURRENT} concurrent`,
          value: ours.p99,
          unit: 'ms',
          goal: `≤ ${GOALS.p99}`,
          met: ours.p99 <= GOALS.p99,
          reference: against(reference.p99),
        },
        ...(await measureManyTools(say)),
      ];
    } finally {
      upstream.kill();
    }
  },
};

async function measured(seconds: number, work: () => Promise<void>) {
  await measureLoad({ concurrency: CONCURRENT, seconds: Math.min(3, seconds), warmUpSeconds: 0 }, work);
  const before = process.cpuUsage();
  const load = await measureLoad({ concurrency: CONCURRENT, seconds, warmUpSeconds: 0 }, work);
  const { user, system } = process.cpuUsage(before);
  return { ...load, perCpuSecond: load.count / ((user + system) / 1_000_000) };
}

/** The gateway with one approved tool; agents answers from here. */
async function startGateway(url: string) {
  let reported: readonly ToolReportInput[] = [];
  const gateway = await startMeasuredGateway(url, {
    ToolCatalog: () => ({ catalogForGateway: { revision: 1, removedIds: [], ...catalogOf(url, reported) } }),
    ReportToolServers: ({ input }) => {
      reported = (input as ReportToolServersInput).servers[0]?.tools ?? [];
      return { reportToolServers: { revision: 2, userErrors: [] } };
    },
  });
  // Until the gateway has asked the server for its tools and read that they are approved.
  const deadline = performance.now() + 30_000;
  while (!(await gateway.post(BODY)).includes('done')) {
    if (performance.now() > deadline) throw new Error(`The tool cannot be called: ${await gateway.post(BODY)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    async call() {
      const answer = await gateway.post(BODY);
      if (!answer.includes('done')) throw new Error(`The gateway answered ${answer.slice(0, 200)}`);
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

function catalogOf(url: string, tools: readonly ToolReportInput[]) {
  const server = {
    id: 'tsv_noop',
    slug: 'noop',
    name: 'No-op',
    kind: 'MCP',
    transport: 'HTTP',
    url,
    command: null,
    arguments: [],
    enabled: true,
    status: 'HEALTHY',
    credential: null,
  };
  const approved = tools.map((tool) => ({
    ...tool,
    id: `tol_${tool.name}`,
    slug: `noop/${tool.name}`,
    effect: 'READ',
    approval: 'NEVER',
    approved: true,
    server: { id: server.id },
  }));
  return { toolServers: [server], tools: approved };
}
