import type { Viewer } from '@aether/common/security';
import type { SubgraphResult } from '@aether/common/service';
import { subscribeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentChannel } from '../src/agent/agent-event.ts';
import { type Answer, type RunningAgents, createAgent, patch, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents({ AGENTS_KEPT_EVENTS: '5' });
});
afterAll(() => agents[Symbol.asyncDispose]());

const EVENTS = /* GraphQL */ `
  subscription ($id: ID!, $after: Int) {
    agentEvents(id: $id, after: $after) {
      seq
      at
      event {
        __typename
        ... on DraftChanged {
          revision
          operations
          valid
          changedBy {
            id
          }
        }
        ... on AgentPublished {
          versionId
          number
          rolledBack
        }
        ... on AgentStatusChanged {
          status
        }
        ... on ResyncRequired {
          firstSeq
        }
      }
    }
  }
`;

function follow(viewer: Viewer, id: string, after: number | null = null) {
  const stop = new AbortController();
  const events = subscribeAs(agents.service, viewer, EVENTS, { id, after }, { signal: stop.signal });
  return {
    async next(): Promise<SubgraphResult & { data?: Answer }> {
      const { value, done } = await events.next();
      return done === true ? {} : (value as SubgraphResult);
    },
    /** The next envelopes, by what they are. */
    async take(count: number): Promise<unknown[]> {
      const taken = [];
      for (let index = 0; index < count; index += 1) {
        const { seq, event } = (await this.next()).data.agentEvents;
        taken.push([seq, event.__typename]);
      }
      return taken;
    },
    stop: () => stop.abort(),
  };
}

const pin = (value: number) => [{ op: 'add', path: '/pins/value', value }];

test('replays the record, then goes on live, without a gap', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  await patch(agents, viewer, agent.id, 1, pin(1));
  const stream = follow(viewer, agent.id);
  const first = await stream.next();
  expect(first.data?.agentEvents).toMatchObject({
    seq: 1,
    event: {
      __typename: 'DraftChanged',
      revision: 2,
      operations: pin(1),
      valid: true,
      changedBy: { id: viewer.userId },
    },
  });
  await patch(agents, viewer, agent.id, 2, pin(2));
  const { version } = await publish(agents, viewer, agent.id, 3);
  expect(await stream.take(1)).toEqual([[2, 'DraftChanged']]);
  expect((await stream.next()).data?.agentEvents).toMatchObject({
    seq: 3,
    event: { __typename: 'AgentPublished', versionId: version.id, number: 1, rolledBack: false },
  });
  await agents.run(
    viewer,
    'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { lastSeq } } }',
    { input: { agentId: agent.id, status: 'DISABLED' } },
  );
  expect((await stream.next()).data?.agentEvents).toMatchObject({
    seq: 4,
    event: { __typename: 'AgentStatusChanged', status: 'DISABLED' },
  });
  stream.stop();
});

test('resumes after the last seen event', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  for (let revision = 1; revision <= 3; revision += 1) await patch(agents, viewer, agent.id, revision, pin(revision));
  const stream = follow(viewer, agent.id, 2);
  expect(await stream.take(1)).toEqual([[3, 'DraftChanged']]);
  stream.stop();
});

test('reads the record where the bus lost a message', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  await patch(agents, viewer, agent.id, 1, pin(1));
  const stream = follow(viewer, agent.id);
  await stream.take(1);
  // A message from the future stands for those that the bus lost before it.
  agents.parts.streams.publish(agentChannel(viewer.tenantId, agent.id), {
    seq: 9,
    at: '2026-01-01T00:00:00.000Z',
    event: { name: 'agent-status-change', status: 'DISABLED' },
  });
  await patch(agents, viewer, agent.id, 2, pin(2));
  expect(await stream.take(1)).toEqual([[2, 'DraftChanged']]);
  stream.stop();
});

test('asks who is behind what is kept to read the agent again, and ends', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  for (let revision = 1; revision <= 8; revision += 1) await patch(agents, viewer, agent.id, revision, pin(revision));
  const late = follow(viewer, agent.id, 1);
  expect((await late.next()).data?.agentEvents).toMatchObject({
    seq: null,
    event: { __typename: 'ResyncRequired', firstSeq: 4 },
  });
  expect(await late.next()).toEqual({});
  const fromTheFirstKept = follow(viewer, agent.id);
  expect(await fromTheFirstKept.take(5)).toEqual([4, 5, 6, 7, 8].map((seq) => [seq, 'DraftChanged']));
  fromTheFirstKept.stop();
});

test('refuses a cursor ahead of the stream and an agent that the viewer does not see', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  expect((await follow(viewer, agent.id, 1).next()).errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_AHEAD' });
  expect((await follow(testViewer(), agent.id).next()).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
});

test('ends when the agent is deleted', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  await patch(agents, viewer, agent.id, 1, pin(1));
  const stream = follow(viewer, agent.id);
  await stream.take(1);
  await agents.run(viewer, 'mutation ($input: DeleteAgentInput!) { deleteAgent(input: $input) { deletedId } }', {
    input: { agentId: agent.id },
  });
  expect(await stream.next()).toEqual({});
});
