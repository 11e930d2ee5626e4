import type { ChatEndpoint } from '../chat-endpoint.ts';

/** How a gateway is started: on loopback, on this port, with one model called `fast` of this upstream (an origin). */
export interface PeerStart {
  /** Where it is installed. */
  readonly folder: string;
  readonly port: number;
  readonly upstream: string;
}

export interface PeerProgram {
  readonly command: string;
  readonly parameters: readonly string[];
  /** All that it gets: nothing of ours, above all no key. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Another gateway that speaks the OpenAI wire format, in one exact version of a public registry. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** What it does for each call here, and what is off. */
  readonly note: string;
  /** Into an empty folder, unattended, without running scripts of packages. @throws Error with what the installer printed */
  install(folder: string): Promise<void>;
  program(start: PeerStart): Promise<PeerProgram>;
  endpoint(start: PeerStart): ChatEndpoint;
}
