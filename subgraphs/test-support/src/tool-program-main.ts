import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createToolFixture } from './tool-fixture.ts';

const server = createToolFixture({
  description: 'May change.',
  calls: [],
  cancelled: [],
  die: () => process.exit(1),
});
await server.connect(new StdioServerTransport());
