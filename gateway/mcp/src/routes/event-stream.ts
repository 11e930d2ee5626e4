import type { JSONRPCMessage } from '@modelcontextprotocol/server';

const KEEP_ALIVE_MS = 15_000;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
const encoder = new TextEncoder();

/** Messages to a client as events of one answer, which is kept open while there is nothing to say. */
export class EventStream {
  readonly response: Response;
  readonly #timer: NodeJS.Timeout;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  /** @param onLeft the client reads no more */
  constructor(onLeft: () => void) {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#stop();
        onLeft();
      },
    });
    this.response = new Response(stream, { headers: HEADERS });
    this.#timer = setInterval(() => this.#enqueue(': keep-alive\n\n'), KEEP_ALIVE_MS);
    this.#timer.unref();
  }

  write(message: JSONRPCMessage): void {
    this.#enqueue(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  }

  /** With the last message. */
  end(message: JSONRPCMessage): void {
    this.write(message);
    this.#controller?.close();
    this.#stop();
  }

  #enqueue(text: string): void {
    this.#controller?.enqueue(encoder.encode(text));
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#controller = null;
  }
}
