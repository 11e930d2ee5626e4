import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** What the proxy does to the bytes. */
export type TcpFault =
  /** Passes everything on at once. */
  | { readonly kind: 'none' }
  /** Passes everything on, `milliseconds` later, in order. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Passes everything on, in order, at most so many bytes a second in each direction. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Takes bytes from both sides and passes nothing on; connections stay open, new ones are accepted. */
  | { readonly kind: 'blackhole' }
  /** The client's bytes still arrive, the server's answers are lost. */
  | { readonly kind: 'half-open' }
  /** Accepts a connection and resets it at once. */
  | { readonly kind: 'reset' };

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Clients connected now. */
  readonly connections: number;
  /** Takes effect at once, also on open connections. */
  setFault(fault: TcpFault): void;
  /** Resets (RST) every open connection; new ones are served. */
  resetConnections(): void;
  /** Called for each client that comes from now on, after its fault was decided. */
  onConnect(listener: () => void): void;
  /** Called for each client that leaves from now on. */
  onDisconnect(listener: () => void): void;
}

/** A proxy on loopback between a client and a server under test, for faults of the network. */
export async function startTcpProxy(target: { port: number; host?: string }): Promise<TcpProxy> {
  let fault: TcpFault = { kind: 'none' };
  const sockets = new Map<Socket, Socket>();
  const connectListeners = new Set<() => void>();
  const disconnectListeners = new Set<() => void>();

  const isLost = (from: Socket): boolean =>
    fault.kind === 'blackhole' || (fault.kind === 'half-open' && !sockets.has(from));

  function pass(from: Socket, to: Socket): void {
    // When the last of what was taken so far has passed the narrow place.
    let freeAtMs = 0;
    const deliver = (act: () => void, bytes: number): void => {
      if (isLost(from)) return;
      if (fault.kind === 'bandwidth') {
        freeAtMs = Math.max(freeAtMs, performance.now()) + (bytes / fault.bytesPerSecond) * 1_000;
      }
      const waitMs = fault.kind === 'latency' ? fault.milliseconds : freeAtMs - performance.now();
      if (waitMs > 0) setTimeout(() => to.writable && act(), waitMs);
      else act();
    };
    from.on('data', (bytes) => deliver(() => to.write(bytes), bytes.length));
    from.on('end', () => deliver(() => to.end(), 0));
    from.on('error', () => isLost(from) || to.destroy());
    // Nobody is left to hear what is lost.
    from.on('close', () => isLost(from) && to.readableEnded && to.destroy());
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const decided = fault.kind;
    for (const listener of connectListeners) listener();
    if (decided === 'reset') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({
      host: target.host ?? '127.0.0.1',
      port: target.port,
      noDelay: true,
      allowHalfOpen: true,
    });
    client.setNoDelay(true);
    sockets.set(client, upstream);
    client.once('end', () => fault.kind === 'blackhole' && client.destroy());
    client.once('close', () => {
      if (fault.kind !== 'latency' && fault.kind !== 'bandwidth') upstream.destroy();
      sockets.delete(client);
      for (const listener of disconnectListeners) listener();
    });
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('The proxy has no TCP port.');

  function resetConnections(): void {
    for (const [client, upstream] of sockets) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  return {
    port: address.port,
    get connections() {
      return sockets.size;
    },
    setFault(next) {
      fault = next;
      if (next.kind === 'reset') resetConnections();
    },
    resetConnections,
    onConnect: (listener) => void connectListeners.add(listener),
    onDisconnect: (listener) => void disconnectListeners.add(listener),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      resetConnections();
      await closed;
    },
  };
}
