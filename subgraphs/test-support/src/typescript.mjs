import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/experimental';

/**
 * `node --import @aether/test-support/typescript <file>.ts`: runs sources as the bundler makes them into what ships. A loader that knows
 * `experimentalDecorators` only as a reason to lower every class turns private fields into WeakMaps: through it the subgraph of
 * executions ran half as many runs per second as the product does.
 */
registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    const file = fileURLToPath(url);
    const { code, errors } = transformSync(file, readFileSync(file, 'utf8'), {
      target: 'node24',
      decorator: { legacy: true },
      sourcemap: false,
      tsconfig: false,
    });
    if (errors.length > 0) throw new SyntaxError(errors.map(String).join('\n'));
    return { format: 'module', source: code, shortCircuit: true };
  },
});
