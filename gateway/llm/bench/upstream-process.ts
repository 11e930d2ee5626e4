import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CHUNKS_PER_STREAM } from './chunk-lags.ts';

/**
 * A model vendor that thinks no time, in a process of its own. A stream has chunks at fixed intervals; each holds the
 * moment at which it was sent.
 */
const INTERVAL_MS = 20;
const choice = (delta: object, finish: string | null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });
const event = (data: object): string => `data: ${JSON.stringify({ id: 'c', model: 'fast', created: 1, ...data })}\n\n`;
const usage = { prompt_tokens: 20, completion_tokens: CHUNKS_PER_STREAM, total_tokens: 20 + CHUNKS_PER_STREAM };
const WHOLE = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'fast',
  choices: [{ index: 0, message: { role: 'assistant', content: 'x'.repeat(400) }, finish_reason: 'stop' }],
  usage,
});
const MODELS = JSON.stringify({ object: 'list', data: [{ id: 'fast', object: 'model' }] });

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => void answer(Buffer.concat(pieces).toString('utf8')));

  async function answer(body: string): Promise<void> {
    if (!body.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(request.method === 'GET' ? MODELS : WHOLE);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let index = 0; index < CHUNKS_PER_STREAM; index += 1) {
      response.write(event(choice({ content: `${performance.timeOrigin + performance.now()} ` }, null)));
      await delay(INTERVAL_MS);
    }
    response.end(`${event(choice({}, 'stop'))}${event({ choices: [], usage })}data: [DONE]\n\n`);
  }
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
