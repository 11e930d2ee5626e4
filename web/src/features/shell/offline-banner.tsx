import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { eventsClient } from '../../graphql/client.ts';
import { useConnection } from '../../graphql/connection.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

const PATIENCE_MS = 2_000;

/** Short losses heal unseen; a longer one is said, with the way to try at once. */
export function OfflineBanner() {
  const lostAt = useConnection((connection) => connection.lostAt);
  const [saidFor, setSaidFor] = useState<number | null>(null);
  useEffect(() => {
    if (lostAt === null) return;
    const timer = setTimeout(() => setSaidFor(lostAt), Math.max(0, lostAt + PATIENCE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [lostAt]);
  if (lostAt === null || saidFor !== lostAt) return null;
  return (
    <Banner
      flush
      tone="warning"
      icon={<WifiOff className="icon" aria-hidden="true" />}
      actions={
        <Button size={24} onClick={() => eventsClient.reconnect()}>
          Retry now
        </Button>
      }
    >
      <b className="font-semibold">{navigator.onLine ? 'Connection lost.' : 'Offline.'}</b> What you see stays; runs go
      on without this page and show up when it is back.
    </Banner>
  );
}
