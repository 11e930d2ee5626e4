/** How a node ended. Error is our own failure, Failed the work's. */
export interface NodeAnswer {
  readonly phase: 'Succeeded' | 'Failed' | 'Error';
  readonly message?: string;
  /** Small: an id, a decision. A condition answers `true` or `false`. Inside a fan-out it must be JSON. */
  readonly result?: string;
}

/** Argo's messages are for reading; a stack trace of a megabyte is not. */
const LONGEST_MESSAGE = 1_000;

/** The status entry of the answer. What is larger than `mostBytes` becomes an Error, for a workflow with an answer that cannot be stored would run for ever. */
export function toStatus({ phase, message, result }: NodeAnswer, mostBytes: number): Record<string, unknown> {
  const bytes = Buffer.byteLength(result ?? '');
  if (bytes > mostBytes) {
    const why = `The result has ${bytes} bytes; ${mostBytes} fit into a workflow. Store it and answer its id.`;
    return { phase: 'Error', message: why };
  }
  return {
    phase,
    ...(message === undefined ? {} : { message: message.slice(0, LONGEST_MESSAGE) }),
    ...(result === undefined ? {} : { outputs: { result } }),
  };
}
