import { FileBlobStore } from '../blobs/file-blob-store.ts';
import { S3BlobStore } from '../blobs/s3-blob-store.ts';
import { Database } from '../graph/database.ts';
import type { ServiceParts } from '../service/service-parts.ts';
import { StreamsDoorbell } from '../streams/streams-doorbell.ts';
import { connectWires } from './connect-wires.ts';
import type { StoreConfig, WireConfig } from './process-config.ts';
import { remoteFetch } from './remote-fetch.ts';

/** What the composition root of a process of its own hands to its service. Embedded or distributed: only these differ. */
export function createProcessParts(
  service: string,
  wire: WireConfig,
  store: StoreConfig,
): ServiceParts & AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const wires = stack.use(connectWires(service, wire));
  const { random } = wires;
  return {
    ...wires,
    doorbell: stack.use(new StreamsDoorbell(wires.streams)),
    database: stack.use(new Database(store.neo4j)),
    blobs: stack.use(
      store.blobsFolder === null
        ? new S3BlobStore({ ...store.s3, now: wires.clock.now })
        : new FileBlobStore({ directory: store.blobsFolder, random }),
    ),
    modelFetch: stack.use(remoteFetch(wire.originOf('llm-gateway'))).fetch,
    toolFetch: stack.use(remoteFetch(wire.originOf('mcp-gateway'))).fetch,
    agentFetch: stack.use(remoteFetch(wire.originOf('executions'))).fetch,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
