import type { JsonObject } from '../json-value.ts';
import { KNOWN_HOSTED_SERVERS } from './known-hosted-servers.ts';
import { KNOWN_PROGRAMS } from './known-programs.ts';
import type { KnownToolServer } from './known-tool-server.ts';
import { type ServerArgument, type ServerJson, serverJsonSchema, type ServerPackage } from './server-json.ts';

/** What fetches and runs a package. */
const LAUNCHERS: Readonly<Record<string, 'npx' | 'uvx'>> = { npm: 'npx', pypi: 'uvx' };
/** Of a package, so that nothing of it is read as an option or a path. */
const IDENTIFIERS: Readonly<Record<string, RegExp>> = {
  npm: /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/u,
  pypi: /^[A-Za-z0-9][A-Za-z0-9._-]*$/u,
};
const PINNED = /^[0-9][A-Za-z0-9.+-]*$/u;

/** What a person says for a server, and where it goes. */
export interface OfferSetting {
  readonly name: string;
  readonly place: { readonly kind: 'ARGUMENT'; readonly argument: ServerArgument } | { readonly kind: 'ENVIRONMENT' };
  readonly description: string;
  readonly format: 'string' | 'number' | 'boolean' | 'filepath';
  readonly isRequired: boolean;
  readonly isRepeated: boolean;
  readonly choices: readonly string[] | null;
  readonly standard: string | null;
}

/** A tool server that can be connected by its name. */
export interface ToolOffer {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly source:
    | { readonly transport: 'HTTP'; readonly url: string }
    | { readonly transport: 'STDIO'; readonly launcher: 'npx' | 'uvx'; readonly package: ServerPackage };
  readonly settings: readonly OfferSetting[];
  /** Variable of a program that holds a secret: the credential of the server goes there. */
  readonly secret: { readonly variable: string; readonly description: string; readonly isRequired: boolean } | null;
  readonly effects: KnownToolServer['effects'];
  readonly reach: NonNullable<KnownToolServer['reach']> | null;
}

/** The servers that ship with the product. */
export const KNOWN_TOOL_OFFERS: readonly ToolOffer[] = [...KNOWN_PROGRAMS, ...KNOWN_HOSTED_SERVERS].map((known) => {
  const { slug, server } = known;
  const made = toolOffer(slug, serverJsonSchema.parse(server), known);
  if ('problem' in made) throw new Error(`The known tool server "${slug}" cannot be offered: ${made.problem}`);
  return made.offer;
});

/** What can be offered of a `server.json`, or why nothing can. */
export function toolOffer(
  slug: string,
  server: ServerJson,
  { effects = {}, reach = null }: Partial<Pick<ToolOffer, 'effects' | 'reach'>> = {},
): { readonly offer: ToolOffer } | { readonly problem: string } {
  const { name, title, description } = server;
  const common = { slug, name: title ?? name.slice(name.indexOf('/') + 1), description, effects, reach };
  const remote = server.remotes.find(
    ({ type, headers }) => type === 'streamable-http' && headers.every((header) => !header.isRequired),
  );
  if (remote !== undefined && /^https:\/\/[^\s{}]+$/u.test(remote.url) && URL.canParse(remote.url))
    return { offer: { ...common, source: { transport: 'HTTP', url: remote.url }, settings: [], secret: null } };
  const found = server.packages.find(isRunnable);
  const launcher = found === undefined ? undefined : LAUNCHERS[found.registryType];
  if (found === undefined || launcher === undefined)
    return { problem: 'it is no npm or PyPI package of one version that speaks over stdio, and no address' };
  const secrets = found.environmentVariables.filter(({ isSecret, value }) => isSecret && value === undefined);
  if (secrets.length > 1) return { problem: 'it wants more than one secret' };
  if (found.packageArguments.some(({ isSecret }) => isSecret))
    return { problem: 'it wants a secret on its command line' };
  const [secret] = secrets;
  return {
    offer: {
      ...common,
      source: { transport: 'STDIO', launcher, package: found },
      settings: settingsOf(found),
      secret:
        secret === undefined
          ? null
          : { variable: secret.name, description: secret.description, isRequired: secret.isRequired },
    },
  };
}

function isRunnable({ registryType, identifier, version, transport, runtimeArguments }: ServerPackage): boolean {
  const isNamed = IDENTIFIERS[registryType]?.test(identifier) === true;
  return isNamed && transport.type === 'stdio' && PINNED.test(version ?? '') && runtimeArguments.length === 0;
}

function settingsOf({ packageArguments, environmentVariables }: ServerPackage): readonly OfferSetting[] {
  const ofArguments = packageArguments
    .filter(({ value }) => value === undefined)
    .map((argument, place): OfferSetting => ({
      ...said(argument),
      name:
        argument.type === 'named' ? argument.name.replace(/^--?/u, '') : (argument.valueHint ?? `argument${place + 1}`),
      place: { kind: 'ARGUMENT', argument },
      isRepeated: argument.isRepeated,
    }));
  const ofEnvironment = environmentVariables
    .filter(({ value, isSecret }) => value === undefined && !isSecret)
    .map((variable): OfferSetting => ({
      ...said(variable),
      name: variable.name,
      place: { kind: 'ENVIRONMENT' },
      isRepeated: false,
    }));
  return [...ofArguments, ...ofEnvironment];
}

function said({
  description,
  format,
  isRequired,
  choices,
  default: standard,
}: Pick<ServerArgument, 'description' | 'format' | 'isRequired' | 'choices' | 'default'>) {
  return { description, format, isRequired, choices: choices ?? null, standard: standard ?? null };
}

/** JSON Schema of the settings; the secret, which is a credential and no setting, is told as one that is only written. */
export function settingsSchema({ settings, secret }: ToolOffer): JsonObject {
  const properties = settings.map(({ name, description, format, choices, isRepeated, standard }) => {
    const one: JsonObject = {
      type: format === 'number' || format === 'boolean' ? format : 'string',
      ...(choices === null ? {} : { enum: choices }),
    };
    const shape: JsonObject = isRepeated ? { type: 'array', items: one } : one;
    return [name, { ...shape, description, ...(standard === null ? {} : { default: standard }) }] as const;
  });
  const required = settings
    .filter((setting) => setting.isRequired && setting.standard === null)
    .map(({ name }) => name);
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(properties),
      ...(secret === null
        ? {}
        : { [secret.variable]: { type: 'string', writeOnly: true, description: secret.description } }),
    },
    required: [...required, ...(secret?.isRequired === true ? [secret.variable] : [])],
    additionalProperties: false,
  };
}
