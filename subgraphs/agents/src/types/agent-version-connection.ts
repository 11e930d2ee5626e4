import { connectionTypes } from '@aether/common/service';
import { AgentVersion } from './agent-version.ts';

export const { Connection: AgentVersionConnection } = connectionTypes('AgentVersion', () => AgentVersion);
