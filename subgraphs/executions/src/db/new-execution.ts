/** With these properties every execution begins; its first event has the number 1. */
export const NEW_EXECUTION = {
  status: 'QUEUED',
  fence: 0,
  lastSeq: 1,
  crashes: 0,
  attempt: 1,
  spent: 0,
  unpriced: false,
  totalTokens: 0,
} as const;
