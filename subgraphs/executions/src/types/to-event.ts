import { EXECUTION_EVENTS } from '@aether/schema';
import type { StreamEvent } from '../event.ts';
import type { ExecutionEventEnvelope } from './execution-events.ts';
import { personReference, reference } from './references.ts';

/** The journal's event as the member of the union that the table of event types names. */
export function toEnvelope({ seq, at, name, data }: StreamEvent): ExecutionEventEnvelope {
  const { modelId, toolId, decidedById } = data;
  return {
    seq,
    at,
    event: {
      __typename: EXECUTION_EVENTS[name].graphqlType,
      ...data,
      model: reference(typeof modelId === 'string' ? modelId : null),
      tool: reference(typeof toolId === 'string' ? toolId : null),
      decidedBy: personReference(typeof decidedById === 'string' ? decidedById : null),
    },
  };
}
