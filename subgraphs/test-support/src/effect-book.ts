import type { AuditedEffect } from './audit.ts';

/** What the tools of the effect server do when they are called again (design: execution.md, "Effect classes"). */
export const EFFECTS = { read: 'READ', put: 'IDEMPOTENT', charge: 'KEYED', pay: 'ONCE' } as const;

export type EffectName = keyof typeof EFFECTS;

export function isEffectName(name: string): name is EffectName {
  return Object.hasOwn(EFFECTS, name);
}

interface Call {
  readonly executionId: string;
  /** The caller's idempotency key. */
  readonly key: string;
  /** What is to be done. */
  readonly what: string;
}

/** The foreign system's own books: per idempotency key, how often it was asked and how often something changed. */
export class EffectBook {
  readonly #entries = new Map<string, { executionId: string; tool: EffectName; requests: number; applied: number }>();
  /** What `put` has put, by whom and where: the same again is no change. */
  readonly #values = new Set<string>();

  /** Answers what the tool says. */
  apply(tool: EffectName, { executionId, key, what }: Call): string {
    const entry = this.#entries.get(key) ?? { executionId, tool, requests: 0, applied: 0 };
    this.#entries.set(key, entry);
    entry.requests += 1;
    if (tool === 'read') return `read ${what}`;
    const value = `${executionId} ${what}`;
    const isKnown = tool === 'charge' ? entry.applied > 0 : tool === 'put' && this.#values.has(value);
    if (!isKnown) entry.applied += 1;
    this.#values.add(value);
    return `${tool} ${what} ${isKnown ? 'was done before' : 'done'}`;
  }

  entries(): readonly AuditedEffect[] {
    return [...this.#entries].map(([key, { tool, ...entry }]) => ({ key, effect: EFFECTS[tool], ...entry }));
  }

  /** How often a tool was asked, and how often something changed. */
  countOf(tool: EffectName): { readonly requests: number; readonly applied: number } {
    const entries = [...this.#entries.values()].filter((entry) => entry.tool === tool);
    return {
      requests: entries.reduce((sum, { requests }) => sum + requests, 0),
      applied: entries.reduce((sum, { applied }) => sum + applied, 0),
    };
  }
}
