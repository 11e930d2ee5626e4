import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, parse } from 'graphql';
import { SUBGRAPH_SDL, benchmarkSchema } from './graph.ts';

/** Serves the four subgraphs in a process of their own. Answers are kept by request, so that what is measured is the gateway. */
const origins: Record<string, string> = {};
for (const name of Object.keys(SUBGRAPH_SDL)) {
  const schema = benchmarkSchema(name);
  const answers = new Map<string, string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const body = Buffer.concat(chunks).toString();
        let answer = answers.get(body);
        if (answer === undefined) {
          const { query, variables, operationName } = JSON.parse(body);
          answer = JSON.stringify(
            await execute({ schema, document: parse(query), variableValues: variables, operationName }),
          );
          answers.set(body, answer);
        }
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
        response.end(answer);
      })();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origins[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
process.on('disconnect', () => process.exit(0));
process.send?.(origins);
