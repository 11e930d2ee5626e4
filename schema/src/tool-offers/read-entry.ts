import { isRecord } from '../json-value.ts';
import { importedPackage } from './imported-package.ts';
import type { RegistryEntry, RegistryProblem } from './registry-entry.ts';
import { remoteProblem } from './remote-problem.ts';
import { type ServerJson, serverJsonSchema } from './server-json.ts';
import { toolOffer } from './tool-offer.ts';

const MOST_PROBLEMS = 10;
/** Of what is kept of one server. */
const MOST_BYTES = 32_000;
const OFFERED = ['packages', 'remotes'] as const;

/** Reads one server; `item` may be the envelope of the registry API. @param path where it is in the document */
export function readEntry(
  item: Readonly<Record<string, unknown>>,
  path: readonly string[],
  isDeleted: boolean,
): RegistryEntry {
  const wrapped = isRecord(item['server']) ? item['server'] : null;
  const source = wrapped ?? item;
  const place = wrapped === null ? path : [...path, 'server'];
  const { server, issues } = parsed(source);
  const said = source['name'];
  const name = typeof said === 'string' && said.length <= 200 ? said : place.join('.') || 'server.json';
  const problems = issues.slice(0, MOST_PROBLEMS).map((issue) => ({ ...issue, path: [...place, ...issue.path] }));
  const none = { name, problems, offer: null } as const;
  if (server === null) return { ...none, server: null, reason: null };
  if (isDeleted) return { ...none, server, reason: 'it was taken out of its registry' };
  const made = toolOffer(name, server, { imported: true });
  // What cannot be had may hold a secret, and is not sent on.
  if ('problem' in made) return { ...none, server: withoutSources(server), reason: made.problem };
  const kept = usable(server);
  if (new TextEncoder().encode(JSON.stringify(kept)).length > MOST_BYTES)
    return {
      ...none,
      server: withoutSources(server),
      reason: `its description is larger than ${MOST_BYTES / 1_000} kB`,
    };
  return { ...none, server: kept, offer: made.offer, reason: null };
}

/** A package or an address that does not fit keeps no other one of the server out. */
function parsed(source: Readonly<Record<string, unknown>>): {
  readonly server: ServerJson | null;
  readonly issues: readonly RegistryProblem[];
} {
  const whole = serverJsonSchema.safeParse(source);
  if (whole.success) return { server: whole.data, issues: [] };
  const issues = whole.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const fitting = Object.fromEntries(
    OFFERED.map((list) => {
      const all: unknown = source[list];
      const isBad = (index: number): boolean =>
        issues.some(({ path }) => path[0] === list && path[1] === String(index));
      return [list, Array.isArray(all) ? all.filter((_, index) => !isBad(index)) : all];
    }),
  );
  const rest = serverJsonSchema.safeParse({ ...source, ...fitting }).data;
  const isEmpty = rest === undefined || OFFERED.every((list) => rest[list].length === 0);
  return { server: isEmpty ? null : rest, issues };
}

/** Only what can be connected is kept: the rest may hold what is nobody's business. */
function usable(server: ServerJson): ServerJson {
  return {
    ...server,
    packages: server.packages
      .map(importedPackage)
      .filter(({ problem }) => problem === null)
      .map((each) => each.package),
    remotes: server.remotes
      .filter((candidate) => remoteProblem(candidate) === null)
      .map((candidate) => ({ ...candidate, headers: [] })),
  };
}

function withoutSources(server: ServerJson): ServerJson {
  return { ...server, packages: [], remotes: [] };
}
