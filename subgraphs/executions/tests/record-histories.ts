import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemStatement } from '@aether/common/graph';
import { PlatformError, type Service } from '@aether/common/service';
import { testViewer } from '@aether/test-support';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import { endOf, startRun, type TestExecutions } from './create-executions.ts';
import type { History } from './history.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { approvalOf, createToolAgent, decide, type ToolAgent } from './tool-agent.ts';
import { toolGateway } from './tool-gateway.ts';

// Runs of today, told by the record, as fixtures that the code of tomorrow must still be able to go on with:
//   NEO4J_URI=bolt://… node --import @aether/test-support/typescript subgraphs/executions/tests/record-histories.ts
// Record a history once and keep it: one that has to be recorded again is a run that a new release breaks.

const neo4jUri = process.env['NEO4J_URI'] ?? 'bolt://127.0.0.1:7687';
const REASON = 'The script writes down what the record says of one run that it made.';
const HISTORY = systemStatement(
  'executions-tests.history',
  REASON,
  `MATCH (e:Execution {id: $id})
   RETURN properties(e) AS execution,
     COLLECT { MATCH (s:Step) WHERE s.tenantId = e.tenantId AND s.executionId = e.id RETURN properties(s) ORDER BY s.position } AS steps,
     COLLECT { MATCH (v:ExecutionEvent) WHERE v.tenantId = e.tenantId AND v.executionId = e.id
       RETURN v {.seq, .name, .at, .data} ORDER BY v.seq } AS events,
     COLLECT { MATCH (p:PinnedText) WHERE p.tenantId = e.tenantId RETURN p {.hash, .text} } AS pins`,
);
const properties = z.record(z.string(), z.unknown());
const row = z.object({
  execution: properties,
  steps: z.array(properties),
  events: z.array(z.object({ seq: z.number(), name: z.string(), at: z.string(), data: z.string() })),
  pins: z.array(z.object({ hash: z.string(), text: z.string() })),
});

type Agent = Pick<ToolAgent, 'tools' | 'model'> & Partial<ToolAgent>;

async function record(
  name: string,
  agent: Agent,
  meanwhile: (service: Service, viewer: Viewer, id: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const viewer = testViewer();
  const gateway = toolGateway({ crm__find: () => 'Acme', crm__put: () => 'stored' });
  await using executions: TestExecutions = await createToolAgent({ gateway, neo4jUri, ...agent });
  const id = await startRun(executions.service, viewer);
  await meanwhile(executions.service, viewer, id);
  await endOf(executions.service, viewer, id);
  const [found] = await executions.parts.database.read(HISTORY, { id }, row);
  const history: History | undefined = found;
  const file = fileURLToPath(new URL(`fixtures/histories/${name}.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(history, null, 2)}\n`);
  console.log(`${file}: ${found?.events.length} events, ${found?.steps.length} steps`);
}

const find = { name: 'crm__find', arguments: { id: 7 } };
const put = { name: 'crm__put', arguments: { id: 8 } };
let failures = 1;

await record('an-answer', { tools: {}, model: () => ({ text: 'It is so.' }) });
await record('two-tools', {
  tools: { find: {}, put: { effect: 'KEYED' } },
  model: callsOnce(find, put),
  spec: { guards: { untrustedContent: 'ALLOW' } },
});
await record(
  'an-approved-call',
  { tools: { put: { effect: 'ONCE', approval: 'ALWAYS' } }, model: callsOnce(put) },
  async (service, viewer, id) => decide(service, viewer, await approvalOf(service, viewer, id)),
);
await record('a-second-attempt', {
  tools: { find: {} },
  model: (asked) => {
    if ((failures -= 1) === 0) throw new PlatformError('PROVIDER_UNAVAILABLE', 'The vendor is down.');
    return callsOnce(find)(asked);
  },
});
