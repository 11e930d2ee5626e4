import { KNOWN_PROGRAMS } from './known-programs.ts';
import { packageProblem } from './package-problem.ts';
import { serverJsonSchema, type ServerPackage } from './server-json.ts';

/** What starts each package of the catalog. */
const KNOWN_PACKAGES: ReadonlyMap<string, ServerPackage> = new Map(
  KNOWN_PROGRAMS.flatMap(({ server }) => serverJsonSchema.parse(server).packages).map((each) => [keyOf(each), each]),
);

/**
 * A package as a tenant may have it started, and why it cannot be. One of the catalog is started as the catalog says, whoever describes it:
 * the arguments and variables of the description count for nothing.
 */
export function importedPackage(candidate: ServerPackage): {
  readonly package: ServerPackage;
  readonly problem: string | null;
} {
  const known = KNOWN_PACKAGES.get(keyOf(candidate));
  if (known === undefined) return { package: candidate, problem: packageProblem(candidate, true) };
  const { packageArguments, environmentVariables } = known;
  const started = { ...candidate, packageArguments, environmentVariables };
  return { package: started, problem: packageProblem(started, false) };
}

/** PyPI takes `A_b` and `a-b` for one name. */
function keyOf({ registryType, identifier }: ServerPackage): string {
  const name = registryType === 'pypi' ? identifier.toLowerCase().replaceAll(/[-_.]+/gu, '-') : identifier;
  return `${registryType}:${name}`;
}
