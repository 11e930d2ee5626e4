import { isObjectType } from 'graphql';
import type { EmittedSubgraph } from './emit-subgraph.ts';

/** Subgraph → `Query.agent` → the permission that its resolver declares. */
export type PermissionTable = Record<string, Record<string, string>>;

const ROOTS = ['Query', 'Mutation', 'Subscription'] as const;
const FEDERATION_FIELDS: readonly string[] = ['_entities', '_service'];

/** Reads the permissions that `@Permission` left on root fields; a field without one never passes `buildSubgraph`. */
export function collectPermissions(subgraphs: readonly EmittedSubgraph[]): PermissionTable {
  return Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, permissionsOf(subgraph)]));
}

function permissionsOf({ name, schema }: EmittedSubgraph): Record<string, string> {
  const table: Record<string, string> = {};
  for (const root of ROOTS) {
    const type = schema?.getType(root);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (FEDERATION_FIELDS.includes(field.name)) continue;
      const permission = field.extensions['permission'];
      if (typeof permission !== 'string') throw new TypeError(`${name}: ${root}.${field.name} declares no permission.`);
      table[`${root}.${field.name}`] = permission;
    }
  }
  return table;
}
