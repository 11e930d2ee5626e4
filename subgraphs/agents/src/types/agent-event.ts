import { ResyncRequired } from '@aether/common/service';
import { createUnionType } from 'type-graphql';
import { AgentPublished } from './agent-published.ts';
import { AgentStatusChanged } from './agent-status-changed.ts';
import { DraftChanged } from './draft-changed.ts';

/** An event as GraphQL answers it. */
export type AgentEvent =
  | ({ readonly __typename: 'DraftChanged' } & DraftChanged)
  | ({ readonly __typename: 'AgentPublished' } & AgentPublished)
  | ({ readonly __typename: 'AgentStatusChanged' } & AgentStatusChanged)
  | ({ readonly __typename: 'ResyncRequired' } & ResyncRequired);

export const AgentEvent = createUnionType({
  name: 'AgentEvent',
  types: () => [DraftChanged, AgentPublished, AgentStatusChanged, ResyncRequired] as const,
  resolveType: (event) => ('__typename' in event ? String(event.__typename) : undefined),
});
