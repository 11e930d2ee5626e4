import type { Clock, PlatformError } from '@aether/common/service';
import type { ToolReportInput } from '@aether/schema';
import type { UpstreamLimits } from './upstream-limits.ts';

/** What a server offers, by name. */
export type Definitions = ReadonlyMap<string, ToolReportInput>;

/** After a list could not be read. */
const RETRY_MS = 10_000;

export interface ToolListOptions {
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
  /** The latest that is under way. */
  #reading: Promise<Definitions> | null = null;

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

  /** The server says that it is another one now. What is being read may be what was there before. */
  changed(): Promise<Definitions> {
    this.#definitions = null;
    return this.read();
  }

  /** What the reading says that is under way, or a new one. */
  latest(): Promise<Definitions> {
    return this.#reading ?? this.read();
  }

  /** Reads it now. @throws PlatformError */
  read(): Promise<Definitions> {
    const reading = this.#read(() => this.#reading === reading);
    this.#reading = reading;
    const ended = (): void => {
      if (this.#reading === reading) this.#reading = null;
    };
    reading.then(ended, ended);
    return reading;
  }

  /** @param isLatest nothing has begun since that will know better */
  async #read(isLatest: () => boolean): Promise<Definitions> {
    const { clock, read, onListed, onFailed } = this.#options;
    const beganAtMs = clock.monotonicMs();
    try {
      const definitions = await read();
      if (!isLatest()) return this.#reading ?? this.#definitions ?? definitions;
      this.#definitions = definitions;
      this.#listedAtMs = beganAtMs;
      onListed(definitions);
      return definitions;
    } catch (error) {
      this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
      throw await onFailed(error);
    }
  }
}
