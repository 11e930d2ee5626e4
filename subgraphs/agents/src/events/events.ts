import { agentEvents } from './agent-events.ts';
import { listingEvents } from './listing-events.ts';
import { modelEvents } from './model-events.ts';
import { toolEvents } from './tool-events.ts';

/** What happened in this service, as outbox events: one function per event, called in the transaction that made it so. */
export const events = { ...agentEvents, ...listingEvents, ...modelEvents, ...toolEvents } as const;
