import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

/** A result without details and usage. */
export const simple = { details: {}, usage: null };

/** Waits until it is stopped. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A loop of two steps; the second one waits until the test lets it go, or until it is stopped. */
export function twoSteps() {
  const ran: string[] = [];
  const gate = Promise.withResolvers<void>();
  const executeAgent: ExecuteAgent = async (journal) => {
    const first = await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: 1 }, async () => {
      ran.push('one');
      return { output: 'first', ...simple };
    });
    const second = await journal.step({ key: 'two', type: 'LLM_INVOCATION', name: 'Two', input: 2 }, async (step) => {
      ran.push('two');
      step.text('part');
      await Promise.race([gate.promise, hang(step.signal)]);
      return { output: 'second', ...simple };
    });
    return { output: { first, second }, text: second, citations: [] };
  };
  return { ran, gate, executeAgent };
}

/** The step with this key has begun. */
export const started = (key: string) => (envelope: { event: Readonly<Record<string, unknown>> }) =>
  envelope.event['__typename'] === 'StepStarted' && envelope.event['key'] === key;
