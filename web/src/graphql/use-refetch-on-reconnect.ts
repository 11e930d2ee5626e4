import { useEffect, useRef } from 'react';
import { useConnection } from './connection.ts';

/** Lists have no sequence numbers: what changed while the connection was lost is only known by reading again. */
export function useRefetchOnReconnect(refetch: () => void): void {
  const epoch = useConnection((connection) => connection.epoch);
  const seen = useRef(epoch);
  useEffect(() => {
    if (epoch === seen.current) return;
    const first = seen.current === 0;
    seen.current = epoch;
    if (!first) refetch();
  }, [epoch, refetch]);
}
