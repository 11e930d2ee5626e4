import type { Clock } from '@aether/common/service';
import type { UpstreamLimits } from './upstream-limits.ts';

/** A connection that lasted this long was a good one: the next failure is the first again. */
const STEADY_MS = 60_000;

/** How long a server that failed is left alone: full jitter over a bound that doubles, at least a quarter of it. */
export class RestartDelay {
  readonly #options: {
    readonly clock: Clock;
    readonly chance: () => number;
    readonly limits: UpstreamLimits['restart'];
  };
  #failures = 0;
  #connectedAtMs: number | null = null;
  #untilMs = 0;
  #problem = '';

  constructor(options: {
    readonly clock: Clock;
    readonly chance: () => number;
    readonly limits: UpstreamLimits['restart'];
  }) {
    this.#options = options;
  }

  get problem(): string {
    return this.#problem;
  }

  remainingMs(): number {
    return Math.max(0, this.#untilMs - this.#options.clock.monotonicMs());
  }

  connected(): void {
    this.#connectedAtMs = this.#options.clock.monotonicMs();
  }

  failed(problem: string): void {
    const { clock, chance, limits } = this.#options;
    const now = clock.monotonicMs();
    if (this.#connectedAtMs !== null && now - this.#connectedAtMs >= STEADY_MS) this.#failures = 0;
    this.#connectedAtMs = null;
    const bound = Math.min(limits.maximumMs, limits.baseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#problem = problem;
    this.#untilMs = now + bound * (0.25 + 0.75 * chance());
  }
}
