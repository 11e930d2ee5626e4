import { isRecord, type JsonObject } from '@aether/schema';

/**
 * The side of a program under test: places where it says that it is there and stands still, so that it can be killed exactly there.
 * Product code knows nothing of them: a test's own process entry wraps parts that it hands in. A point that nobody armed is passed.
 */
export class NamedPoints {
  readonly #armed = new Set<string>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Listens for `{ name: 'arm' | 'pass', point }` of the parent. */
  constructor() {
    process.on('message', (message) => {
      if (!isRecord(message) || typeof message['point'] !== 'string') return;
      const { name, point } = message;
      if (name === 'arm') this.#armed.add(point);
      if (name === 'pass') this.#pass(point);
    });
  }

  isArmed(point: string): boolean {
    return this.#armed.has(point);
  }

  /** Resolves at once, or when the parent lets the point be passed. */
  async reach(point: string, facts: JsonObject = {}): Promise<void> {
    if (!this.#armed.has(point)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(point, [...(this.#waiting.get(point) ?? []), resolve]);
      process.send?.({ name: 'point', point, ...facts });
    });
  }

  #pass(point: string): void {
    this.#armed.delete(point);
    for (const resolve of this.#waiting.get(point) ?? []) resolve();
    this.#waiting.delete(point);
  }
}
