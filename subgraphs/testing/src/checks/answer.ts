import { isRecord } from '@aether/schema';

/** What a run answered and took, as checks see it. */
export interface Answer {
  readonly output: unknown;
  readonly citations: readonly { readonly documentTitle: string; readonly quote: string }[];
  readonly durationMs: number;
  /** Nano-US-dollars; null = not known. */
  readonly cost: number | null;
  /** Names of the tools that were called, in order. */
  readonly tools: readonly string[];
}

/** The answer as a person reads it: the text of an agent that answers in words, else its JSON. */
export function textOf(output: unknown): string {
  if (typeof output === 'string') return output;
  if (isRecord(output) && typeof output['answer'] === 'string') return output['answer'];
  return JSON.stringify(output) ?? '';
}

/** A value inside of the output by JSON Pointer (RFC 6901); undefined when there is none. */
export function valueAt(output: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => {
      if (Array.isArray(value)) return /^(0|[1-9]\d*)$/u.test(part) ? value[Number(part)] : undefined;
      return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }, output);
}

/** The text that a check looks at: the whole answer, or what its pointer names. */
export function textAt(output: unknown, pointer: string | undefined): string {
  return pointer === undefined ? textOf(output) : textOf(valueAt(output, pointer));
}
