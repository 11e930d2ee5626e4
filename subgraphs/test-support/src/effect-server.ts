import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { type CallToolRequest, CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { EffectBook, type EffectName, isEffectName } from './effect-book.ts';

export type Moment = 'before' | 'after';

/** A call that stands still until it is let go. */
export interface HeldCall {
  /** The id of the run whose call it is. */
  readonly reached: Promise<string>;
  release(): void;
}

/** Tools of a foreign system that counts what really happened to it. */
export interface EffectServer extends AsyncDisposable {
  /** Speaks MCP at every path. */
  readonly origin: string;
  readonly book: EffectBook;
  /** The next call of the tool stands still: before it has its effect, or after, without an answer. */
  hold(tool: EffectName, moment: Moment): HeldCall;
  /** The next call of the tool has its effect, then its connection breaks. */
  breakOff(tool: EffectName): void;
}

interface Hold {
  readonly tool: EffectName;
  readonly moment: Moment;
  readonly reached: PromiseWithResolvers<string>;
  readonly released: Promise<void>;
}

/**
 * Four tools on a real loopback socket, one for each effect class and named as it is: `read` changes nothing, `put` may be repeated,
 * `charge` knows its callers' `Idempotency-Key`, `pay` happens as often as it is called.
 */
export async function startEffectServer(): Promise<EffectServer> {
  const book = new EffectBook();
  const holds: Hold[] = [];
  const broken: EffectName[] = [];

  async function atMoment(tool: EffectName, moment: Moment, executionId: string): Promise<void> {
    const index = holds.findIndex((hold) => hold.tool === tool && hold.moment === moment);
    const [hold] = index < 0 ? [] : holds.splice(index, 1);
    hold?.reached.resolve(executionId);
    await hold?.released;
  }

  async function call({ params }: CallToolRequest, message: IncomingMessage): Promise<string> {
    const { name, arguments: given = {}, _meta: meta = {} } = params;
    const tool = name.replace(/^\w+__/u, '');
    if (!isEffectName(tool)) throw new Error(`There is no tool "${name}".`);
    const executionId = String(meta['aether/execution'] ?? '');
    await atMoment(tool, 'before', executionId);
    const key = String(message.headers['idempotency-key'] ?? '');
    const text = book.apply(tool, { executionId, key, what: JSON.stringify(given) });
    await atMoment(tool, 'after', executionId);
    const index = broken.indexOf(tool);
    if (index >= 0) {
      broken.splice(index, 1);
      message.socket.resetAndDestroy();
    }
    return text;
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const tools = new Server({ name: 'effects', version: '1' }, { capabilities: { tools: {} } });
    tools.setRequestHandler(CallToolRequestSchema, async (request) => ({
      content: [{ type: 'text', text: await call(request, message) }],
    }));
    // Without an id generator there are no sessions: each request stands alone.
    const transport = new StreamableHTTPServerTransport({});
    // The SDK's class and its interface disagree under exactOptionalPropertyTypes.
    await tools.connect(transport as Parameters<Server['connect']>[0]);
    await transport.handleRequest(message, response);
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    book,
    hold(tool, moment) {
      const released = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<string>();
      holds.push({ tool, moment, reached, released: released.promise });
      return { reached: reached.promise, release: () => released.resolve() };
    },
    breakOff: (tool) => void broken.push(tool),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
