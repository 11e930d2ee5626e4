import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectWires, untilStopped, wireConfig } from '@aether/common/process';
import type { Environment } from '@aether/common/service';
import type { Telemetry } from '@aether/common/telemetry';
import { SERVICES, SUBGRAPH_NAMES } from '@aether/schema';
import { z } from 'zod';
import { graphqlGatewayConfig } from './config.ts';
import { HttpTransport } from './federation/http-transport.ts';
import { createGraphqlGateway } from './graphql-gateway.ts';
import { ForwardedRoutes } from './http/forwarded-routes.ts';

export interface GatewayProcess {
  readonly environment: Environment;
  readonly telemetry: Telemetry;
  /** Folder with `schema/` (the contract) and, when it was built, `web/dist/`. */
  readonly repository: URL;
}

/** The edge in a process of its own; subgraphs and owners of public routes are reached over HTTP. @returns the exit code */
export function runGateway({ environment, telemetry, repository }: GatewayProcess): Promise<number> {
  return untilStopped(async (say) => {
    await using stack = new AsyncDisposableStack();
    const wire = wireConfig(environment);
    const wires = stack.use(connectWires('graphql-gateway', wire));
    const transports = SUBGRAPH_NAMES.map((name) => {
      const transport = stack.use(new HttpTransport({ name, origin: wire.originOf(name) }));
      return [name, transport] as const;
    });
    const owners = Object.keys(SERVICES)
      .filter((name) => name !== 'graphql-gateway')
      .map((name) => {
        const routes = stack.use(
          new ForwardedRoutes({ owner: name, origin: wire.originOf(name), tokens: wires.tokens }),
        );
        return [name, routes] as const;
      });
    const text = (path: string): string => readFileSync(new URL(path, repository), 'utf8');
    const web = fileURLToPath(new URL('web/dist/', repository));
    const { metrics } = telemetry;
    const gateway = stack.use(
      await createGraphqlGateway(graphqlGatewayConfig(environment), {
        ...wires,
        supergraphSdl: text('schema/supergraph.graphql'),
        trustedDocuments: z.record(z.string(), z.string()).parse(JSON.parse(text('schema/trusted-documents.json'))),
        transports: new Map(transports),
        services: new Map(owners),
        // The others have their own: the edge answers what it can, whoever is up.
        readiness: async () => [{ name: 'graphql-gateway', ready: true, detail: null }],
        metrics: metrics === null ? null : async () => (await metrics()).text(),
        webFolder: existsSync(`${web}index.html`) ? web : null,
      }),
    );
    say(`graphql-gateway answers on ${await gateway.listen()}`);
    return stack.move();
  });
}
