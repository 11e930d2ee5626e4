import type { z } from 'zod';
import type { serverJsonSchema } from './server-json.ts';

/** A tool server that can be connected by its name. */
export interface KnownToolServer {
  /** Of the offer. */
  readonly slug: string;
  readonly server: z.input<typeof serverJsonSchema>;
  /**
   * What it can get at beyond its own data: files of the machine, or addresses that its caller names, which our rules of egress do not see.
   * Such a program runs only where the operator names it; "*" does not mean it.
   */
  readonly reach?: 'FILES' | 'ADDRESSES';
  /** What a repeated call does, by tool, where its hints do not say it; a person still decides. */
  readonly effects: Readonly<Record<string, 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE'>>;
}
