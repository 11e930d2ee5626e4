// https://www.w3.org/TR/trace-context/#traceparent-header
const TRACEPARENT = /^00-(?<traceId>(?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/u;

export interface Trace {
  readonly traceId: string;
  readonly traceparent: string;
}

/** The caller's trace, carried on; without a valid one, a new trace. */
export function traceOf(traceparent: string | null | undefined, random: (bytes: number) => Uint8Array): Trace {
  const known = TRACEPARENT.exec(traceparent ?? '')?.groups?.['traceId'];
  const hex = (bytes: number): string => Buffer.from(random(bytes)).toString('hex');
  const traceId = known ?? hex(16);
  return { traceId, traceparent: `00-${traceId}-${hex(8)}-01` };
}
