import type { ServerPackage } from './server-json.ts';

/** What fetches and runs a package, what it may be called so that nothing of it is read as an option or a path, and where it is fetched from. */
const KINDS: Readonly<Record<string, { launcher: 'npx' | 'uvx'; identifier: RegExp; registry: RegExp }>> = {
  npm: {
    launcher: 'npx',
    identifier: /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/u,
    registry: /^https:\/\/registry\.npmjs\.org\/?$/u,
  },
  pypi: {
    launcher: 'uvx',
    identifier: /^[A-Za-z0-9][A-Za-z0-9._-]*$/u,
    registry: /^https:\/\/pypi\.org(?:\/simple)?\/?$/u,
  },
};
const PINNED = /^[0-9][A-Za-z0-9.+-]*$/u;
/** Variables that say where code or packages come from, which is for the operator to say. */
const STEERING =
  /^(?:(?:npm|node(?!_env$)|uv|pip|ld|dyld|git|ssl|curl|xdg)_.*|python.*|(?:https?|all|no)_proxy|requests_ca_bundle|virtual_env|path|home|userprofile|shell|env|bash_env|ifs)$/iu;
const TEMPLATE = /\{[A-Za-z_][\w-]*\}/u;

/** What runs a package that has no problem. */
export function launcherOf({ registryType }: ServerPackage): 'npx' | 'uvx' | null {
  return KINDS[registryType]?.launcher ?? null;
}

/** Why a package cannot be run here, as the end of a sentence; null = it can be. */
export function packageProblem(candidate: ServerPackage): string | null {
  const { registryType, registryBaseUrl, fileSha256, runtimeHint, identifier, version, transport } = candidate;
  const kind = Object.hasOwn(KINDS, registryType) ? KINDS[registryType] : undefined;
  if (kind === undefined) return `its package is of the kind "${registryType}"; npm and pypi can be run`;
  if (registryBaseUrl !== undefined && !kind.registry.test(registryBaseUrl))
    return `its package is in another registry (${registryBaseUrl})`;
  if (!kind.identifier.test(identifier)) return `"${identifier}" is no name of a package`;
  if (version === undefined || !PINNED.test(version))
    return `its package has no fixed version (${version ?? 'none is said'})`;
  if (fileSha256 !== undefined) return 'the hash of its package would have to be checked, which nothing here does';
  if (transport.type !== 'stdio') return `its package speaks over ${transport.type}, not over stdio`;
  if (candidate.runtimeArguments.length > 0) return 'it wants arguments for what starts it';
  if (runtimeHint !== undefined && runtimeHint !== kind.launcher) return `it wants to be started by "${runtimeHint}"`;
  return inputProblem(candidate);
}

function inputProblem({ packageArguments, environmentVariables }: ServerPackage): string | null {
  const inputs = [...packageArguments, ...environmentVariables];
  if (inputs.some(({ value = '', default: standard = '' }) => TEMPLATE.test(value) || TEMPLATE.test(standard)))
    return 'it has values with names to fill in';
  const steering = environmentVariables.find(({ name }) => STEERING.test(name));
  if (steering !== undefined) return `it sets the variable ${steering.name}, which only the operator may set`;
  if (environmentVariables.filter(({ isSecret, value }) => isSecret && value === undefined).length > 1)
    return 'it wants more than one secret';
  if (packageArguments.some(({ isSecret }) => isSecret)) return 'it wants a secret on its command line';
  return null;
}
