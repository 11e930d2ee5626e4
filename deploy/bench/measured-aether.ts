import { once } from 'node:events';
import { createServer } from 'node:http';
import { setSourceMapsSupport } from 'node:module';
import { startTelemetry } from '@aether/common/telemetry';
import { runLocal } from '../local/run-local.ts';
import { Probes } from './probes.ts';
import { measuredServices } from './measured-services.ts';

// The product in one process as `npm start` runs it, with probes where one service meets another. They answer on MEASURED_PORT:
// GET tells and clears what was counted, POST lets the talking loop talk.

setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
const probes = new Probes();
const server = createServer((request, response) => {
  if (request.method === 'POST') probes.letTalk();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(probes.take()));
}).listen(Number(process.env['MEASURED_PORT']), '127.0.0.1');
await once(server, 'listening');

await using telemetry = await startTelemetry({ serviceName: 'aether', tracesEndpoint: null, metrics: true });
process.exitCode = await runLocal({
  environment: process.env,
  parameters: process.argv.slice(2),
  telemetry,
  services: measuredServices(probes),
});
server.close();
