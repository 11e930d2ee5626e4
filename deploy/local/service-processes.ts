import { join } from 'node:path';
import { urlVariable } from '@aether/common/process';
import { SERVICES, type ServiceName } from '@aether/schema';
import { repositoryRoot } from './repository-root.ts';

/** A service as a process of its own. */
export interface ServiceProcessFacts {
  readonly name: ServiceName;
  /** Folder of its package. */
  readonly folder: string;
  /** The built entry. */
  readonly entry: string;
}

const names = Object.keys(SERVICES) as ServiceName[];

/** Every process of the distributed form; compose.yaml starts the same ones. */
export const SERVICE_PROCESSES: readonly ServiceProcessFacts[] = names.map((name) => {
  const folder = name.endsWith('-gateway') ? `gateway/${name.replace('-gateway', '')}` : `subgraphs/${name}`;
  return { name, folder, entry: join(repositoryRoot, folder, 'dist', 'main.js') };
});

/** Where each process listens and finds the others, on this machine. */
export function processAddresses(portOf: (name: ServiceName) => number): {
  readonly shared: Readonly<Record<string, string>>;
  readonly own: (name: ServiceName) => Readonly<Record<string, string>>;
} {
  return {
    shared: Object.fromEntries(names.map((name) => [urlVariable(name), `http://127.0.0.1:${portOf(name)}`])),
    own: (name) => {
      const variable = name === 'graphql-gateway' ? 'GRAPHQL_PORT' : 'AETHER_PORT';
      return { [variable]: String(portOf(name)) };
    },
  };
}
