import type { ServerPackage } from './server-json.ts';

interface PackageKind {
  readonly launcher: 'npx' | 'uvx';
  readonly identifier: RegExp;
  /** One release; a launcher would read another text as a range. */
  readonly version: RegExp;
  readonly registry: RegExp;
}

/** What fetches and runs a package, what it may be called so that nothing of it is read as an option or a path, and where it is fetched from. */
const KINDS: Readonly<Record<string, PackageKind>> = {
  npm: {
    launcher: 'npx',
    identifier: /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/u,
    version: /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/u,
    registry: /^https:\/\/registry\.npmjs\.org\/?$/u,
  },
  pypi: {
    launcher: 'uvx',
    identifier: /^[A-Za-z0-9][A-Za-z0-9._-]*$/u,
    version: /^\d+(?:\.\d+)+(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?$/u,
    registry: /^https:\/\/pypi\.org(?:\/simple)?\/?$/u,
  },
};
/**
 * Variables that say where code, packages, or the tools that build them come from. No list of them is whole: an operator names each variable
 * that an imported package may set, and this one holds what even then is a mistake.
 */
const STEERING = new RegExp(
  `^(?:${[
    '(?:npm|node(?!_env$)|uv|pip|ld|dyld|git|ssl|openssl|curl|xdg|corepack|yarn|pnpm|bun|deno|cargo|rust|rustc|playwright|puppeteer|glibc|gconv|malloc)_.*',
    'python.*|perl5.*|ruby(?:opt|lib)|.*java_(?:tool_)?options|(?:c|cxx|cpp|ld|make|m|rust)flags',
    '(?:https?|all|no)_proxy|requests_ca_bundle|sslkeylogfile|hostaliases|localdomain|res_options|locpath|cpath|library_path',
    'cc|cxx|cpp|ar|ld|make|node|rustc|browser|editor|visual|pager|tmp|temp|tmpdir',
    'virtual_env|path|home|userprofile|shell|env|bash_env|ifs',
  ].join('|')})$`,
  'iu',
);
const TEMPLATE = /\{[A-Za-z_][\w-]*\}/u;

/** What runs a package that has no problem. */
export function launcherOf({ registryType }: ServerPackage): 'npx' | 'uvx' | null {
  return KINDS[registryType]?.launcher ?? null;
}

/** Why a package cannot be run here, as the end of a sentence; null = it can be. @param imported a tenant brought its description */
export function packageProblem(candidate: ServerPackage, imported: boolean): string | null {
  const { registryType, registryBaseUrl, fileSha256, runtimeHint, identifier, version, transport } = candidate;
  const kind = Object.hasOwn(KINDS, registryType) ? KINDS[registryType] : undefined;
  if (kind === undefined) return `its package is of the kind "${registryType}"; npm and pypi can be run`;
  if (registryBaseUrl !== undefined && !kind.registry.test(registryBaseUrl))
    return `its package is in another registry (${registryBaseUrl})`;
  if (!kind.identifier.test(identifier)) return `"${identifier}" is no name of a package`;
  if (version === undefined || !kind.version.test(version))
    return `its package has no fixed version (${version ?? 'none is said'})`;
  if (fileSha256 !== undefined) return 'the hash of its package would have to be checked, which nothing here does';
  if (transport.type !== 'stdio') return `its package speaks over ${transport.type}, not over stdio`;
  if (candidate.runtimeArguments.length > 0) return 'it wants arguments for what starts it';
  if (runtimeHint !== undefined && runtimeHint !== kind.launcher) return `it wants to be started by "${runtimeHint}"`;
  return inputProblem(candidate) ?? (imported ? foreignProblem(candidate) : null);
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

/** What the product may say in its own descriptions, and nobody else. */
function foreignProblem({ packageArguments, environmentVariables }: ServerPackage): string | null {
  const inputs = [...packageArguments, ...environmentVariables];
  if (inputs.some(({ value = '' }) => /\p{Cc}/u.test(value))) return 'one of its values has a control character';
  const option = packageArguments.find(({ type, value = '' }) => type === 'positional' && value.startsWith('-'));
  if (option !== undefined) return `its argument "${option.value}" begins with "-", which would be read as an option`;
  return null;
}
