import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';

export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** kill -9. */
  kill(): Promise<void>;
}

/**
 * An S3 server (s3rver) on a free loopback port with one empty bucket. It checks the form of a SigV4 request, the key
 * id and the clock, but not the signature itself: that is checked against the examples that AWS published.
 */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'aether-s3-'));
  const port = await freePort();
  const bucket = 'aether-test';
  const program = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');
  const server = await startChildServer(
    process.execPath,
    [
      '--no-deprecation',
      program,
      '--directory',
      directory,
      '--address',
      '127.0.0.1',
      '--port',
      String(port),
      '--configure-bucket',
      bucket,
      '--no-vhost-buckets',
      '--silent',
    ],
    port,
  );
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    kill: () => server.kill(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
