import { create } from 'zustand';

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'lost';

interface Connection {
  state: ConnectionState;
  /** When the connection was lost, in epoch milliseconds. */
  lostAt: number | null;
  /** Counts connections; a list that has no sequence numbers is read again when it rises above 1. */
  epoch: number;
}

/** State of the one WebSocket. It is opened by the first subscription. */
export const useConnection = create<Connection>(() => ({ state: 'idle', lostAt: null, epoch: 0 }));

export const connection = {
  connecting(): void {
    useConnection.setState((now) => (now.state === 'lost' ? now : { ...now, state: 'connecting' }));
  },
  connected(): void {
    useConnection.setState((now) => ({ state: 'connected', lostAt: null, epoch: now.epoch + 1 }));
  },
  closed(clean: boolean, at: number): void {
    useConnection.setState((now) => {
      if (clean) return { ...now, state: 'idle', lostAt: null };
      return { ...now, state: 'lost', lostAt: now.lostAt ?? at };
    });
  },
};
