import type { Clock, PlatformError } from '@aether/common/service';
import type { ToolReportInput } from '@aether/schema';
import { ToolServerUnavailableError } from '../errors.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

/** What a server offers, by name. */
export type Definitions = ReadonlyMap<string, ToolReportInput>;

/** After a list could not be read. */
const RETRY_MS = 10_000;
/** Of one reading, while the server says each time that what it told is old. */
const ROUNDS = 3;

export interface ToolListOptions {
  /** Slug. */
  readonly server: string;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly limits: Pick<UpstreamLimits, 'listMs' | 'staleListMs'>;
  /** Nothing is kept between requests: a list that cannot be read again says nothing about calls. */
  readonly isStateless: boolean;
  readonly read: () => Promise<Definitions>;
  readonly onListed: (definitions: Definitions) => void;
  /** Does what follows from a reading that failed, and names it. */
  readonly onFailed: (error: unknown) => Promise<PlatformError>;
}

/** The tools of one connection: as of their last list, how old that is, and the reading that is under way. */
export class ToolList {
  readonly #options: ToolListOptions;
  /** Null = not read yet, or changed since. */
  #definitions: Definitions | null = null;
  /** When the reading began that they come from. */
  #listedAtMs = 0;
  /** A list that cannot be read is left alone until then. */
  #retryAtMs = 0;
  #reading: Promise<Definitions> | null = null;
  /** Since the list was asked for that is being read. */
  #hasChanged = false;

  constructor(options: ToolListOptions) {
    this.#options = options;
  }

  get definitions(): Definitions | null {
    return this.#definitions;
  }

  /** On which a call may go out: it is new, or may be used for a while although it could not be read again. Null = it is read first. */
  get standing(): Definitions | null {
    const { clock, limits, isStateless } = this.#options;
    const now = clock.monotonicMs();
    const age = now - this.#listedAtMs;
    const stands = age < limits.listMs || (isStateless && now < this.#retryAtMs && age < limits.staleListMs);
    return stands ? this.#definitions : null;
  }

  /** What was read less than that long ago; null = nothing. */
  youngerThan(ageMs: number): Definitions | null {
    return this.#options.clock.monotonicMs() - this.#listedAtMs < ageMs ? this.#definitions : null;
  }

  /** The server says that it is another one now. What is being read may be what was there before, and is read once more. */
  changed(): Promise<Definitions> {
    this.#definitions = null;
    this.#hasChanged = true;
    return this.read();
  }

  /** What the reading says that is under way, or a new one: never two at once. @throws PlatformError */
  read(): Promise<Definitions> {
    if (this.#reading !== null) return this.#reading;
    this.#reading = this.#read();
    return this.#reading;
  }

  async #read(): Promise<Definitions> {
    const { server, clock, read, onListed, onFailed } = this.#options;
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        this.#hasChanged = false;
        const beganAtMs = clock.monotonicMs();
        const definitions = await read();
        if (this.#hasChanged) continue;
        this.#definitions = definitions;
        this.#listedAtMs = beganAtMs;
        onListed(definitions);
        return definitions;
      }
      throw new ToolServerUnavailableError(server, 'its tools change each time that they are read');
    } catch (error) {
      this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
      throw await onFailed(error);
    } finally {
      this.#reading = null;
    }
  }
}
