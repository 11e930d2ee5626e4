import { type Connection, connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import type { AgentFilter } from '../db/agent-reader.ts';
import { Agent } from './agent.ts';

/** The page and the filter that made it: `totalCount` is counted only when it is asked for. */
export type AgentPage = Connection<AgentRecord> & { readonly filter: AgentFilter };

@ObjectType()
export class AgentConnection extends connectionTypes('Agent', () => Agent).Connection {}
