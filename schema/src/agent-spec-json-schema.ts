import { z } from 'zod';
import { agentSpecSchema } from './agent-spec.ts';

/** JSON Schema 2020-12 of a specification as it is written; editors complete and check with it. */
export const agentSpecJsonSchema = z.toJSONSchema(agentSpecSchema, { io: 'input', target: 'draft-2020-12' });
