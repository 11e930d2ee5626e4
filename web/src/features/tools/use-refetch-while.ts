import { useEffect } from 'react';

const CHECK_MS = 3_000;

/** Reads again while the gateway is still asking a server what it offers. */
export function useRefetchWhile(waiting: boolean, refetch: (options: { requestPolicy: 'network-only' }) => void): void {
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), CHECK_MS);
    return () => clearInterval(timer);
  }, [waiting, refetch]);
}
