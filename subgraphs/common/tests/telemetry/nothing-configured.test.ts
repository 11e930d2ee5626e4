import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const telemetry = new URL('../../src/telemetry/index.ts', import.meta.url).href;

/** Runs in a process of its own and answers which packages it loaded. */
async function packagesLoadedWith(config: string): Promise<string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context);
        const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(resolved.url)?.[1];
        if (name) loaded.add(name);
        return resolved;
      },
    });
    const { startTelemetry, withSpan, counter } = await import('${telemetry}');
    const running = await startTelemetry({ serviceName: 'test', ...${config} });
    counter('calls_total').add(1);
    await withSpan('work', {}, async () => {});
    await running[Symbol.asyncDispose]();
    console.log(JSON.stringify([...loaded]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(stdout);
}

test('nothing configured loads the API and no SDK', async () => {
  expect(await packagesLoadedWith('{ tracesEndpoint: null, metrics: false }')).toEqual(['@opentelemetry/api']);
});

test('metrics alone do not load the tracing SDK', async () => {
  const packages = await packagesLoadedWith('{ tracesEndpoint: null, metrics: true }');
  expect(packages).toContain('@opentelemetry/exporter-prometheus');
  expect(packages).not.toContain('@opentelemetry/sdk-node');
});
