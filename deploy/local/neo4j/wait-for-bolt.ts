import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Bolt handshake (neo4j.com/docs/bolt, "Handshake"): magic preamble and four proposals, here versions 5.0–5.4 and 4.4. */
const HANDSHAKE = Buffer.from('6060b017 00040405 00000404 00000000 00000000'.replaceAll(' ', ''), 'hex');

const RETRY_MS = 100;

/**
 * Waits until a Bolt server accepts a handshake. An encrypted port only has to accept a connection: the driver does the rest.
 * @throws the signal's reason when it is aborted before
 */
export async function waitForBolt(
  host: string,
  port: number,
  options: { encrypted?: boolean; signal: AbortSignal },
): Promise<void> {
  for (;;) {
    options.signal.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
    if (await answers(host, port, options.encrypted ?? false)) return;
    await pause(RETRY_MS, undefined, { signal: options.signal });
  }
}

function answers(host: string, port: number, encrypted: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => {
      if (encrypted) end(true);
      else socket.write(HANDSHAKE);
    });
    socket.once('data', (version) => end(version.length >= 4 && version.readUInt32BE(0) !== 0));
  });
}
