import type { ChatEndpoint } from '../chat-endpoint.ts';

/** A gateway that runs in a process of its own. */
export interface GatewayUnderTest extends AsyncDisposable {
  /** With its version, where it has one. */
  readonly name: string;
  readonly note: string;
  /** The process of which all its others descend. */
  readonly pid: number;
  /** With credentials that are good for a minute. */
  endpoint(): ChatEndpoint;
}
