import type { Viewer } from '@aether/common/security';
import { acceptRow } from '../src/accept/accept-row.ts';
import { traceOf } from '../src/accept/trace.ts';
import type { AcceptRow } from '../src/db/execution-store.ts';
import { AGENT_ID, agentSpec, VERSION_ID } from './run-agent-spec.ts';

export interface RowFacts {
  readonly executionId: string;
  readonly viewer: Viewer;
  readonly queue: string;
  readonly at: Date;
  /** Idempotency key. */
  readonly key?: string;
  readonly question?: string;
  readonly deadlineMs?: number | null;
}

const spec = agentSpec();
const specText = JSON.stringify(spec);
const trace = traceOf(null, (bytes) => new Uint8Array(bytes).fill(7));

/** What accepting a run of the one agent writes, without a service. Its pins are named `spec` and `run-as`. */
export function storedRow(facts: RowFacts): AcceptRow {
  const { executionId, viewer, queue, at, key = executionId, question = 'Why?', deadlineMs = null } = facts;
  const text = JSON.stringify({ question });
  return acceptRow({
    executionId,
    viewer,
    version: {
      agentId: AGENT_ID,
      slug: 'helper',
      ownsAgent: false,
      versionId: VERSION_ID,
      draftRevision: null,
      spec,
      specText,
      hash: 'h',
      notebooks: {},
      models: {},
      modelStates: {},
      tools: [],
    },
    specPin: 'spec',
    toolsPin: null,
    runAsPin: 'run-as',
    input: { question },
    storedInput: { text, bytes: text.length, mimeType: 'application/json' },
    storedContext: null,
    queue,
    executor: 'LOCAL',
    priority: 'NORMAL',
    budget: null,
    deadlineMs,
    trace,
    conversation: null,
    delivery: null,
    operation: 'runAgent',
    redrive: null,
    origin: null,
    lineage: null,
    rootId: null,
    child: null,
    idempotencyKey: key,
    inputHash: question,
    at,
  });
}
