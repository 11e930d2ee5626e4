import type { JsonObject } from '../json-value.ts';
import { importedPackage } from './imported-package.ts';
import { KNOWN_HOSTED_SERVERS } from './known-hosted-servers.ts';
import { KNOWN_PROGRAMS } from './known-programs.ts';
import type { KnownToolServer } from './known-tool-server.ts';
import { launcherOf, packageProblem } from './package-problem.ts';
import { remoteProblem } from './remote-problem.ts';
import { secretProblem } from './secret-problem.ts';
import { type ServerArgument, type ServerJson, serverJsonSchema, type ServerPackage } from './server-json.ts';

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
  /** Somebody of a tenant brought it; it does not ship with the product. */
  readonly imported: boolean;
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
  { effects = {}, reach = null, imported = false }: Partial<Pick<ToolOffer, 'effects' | 'reach' | 'imported'>> = {},
): { readonly offer: ToolOffer } | { readonly problem: string } {
  const { name, title, description, remotes } = server;
  const holdsSecret = secretProblem(server);
  if (holdsSecret !== null) return { problem: holdsSecret };
  const common = {
    slug,
    name: title ?? name.slice(name.indexOf('/') + 1),
    description,
    effects,
    reach,
    imported,
  };
  const remote = remotes.find((each) => remoteProblem(each) === null);
  if (remote !== undefined)
    return { offer: { ...common, source: { transport: 'HTTP', url: remote.url }, settings: [], secret: null } };
  const packages = server.packages.map((each) =>
    imported ? importedPackage(each) : { package: each, problem: packageProblem(each, false) },
  );
  const found = packages.find(({ problem }) => problem === null)?.package;
  const launcher = found === undefined ? null : launcherOf(found);
  if (found === undefined || launcher === null)
    return { problem: whyNone([...remotes.map(remoteProblem), ...packages.map(({ problem }) => problem)]) };
  const secret = found.environmentVariables.find(({ isSecret, value }) => isSecret && value === undefined);
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

function whyNone(problems: readonly (string | null)[]): string {
  const told = new Set(problems.filter((each) => each !== null));
  return told.size === 0 ? 'it names no package and no address' : [...told].join('; ');
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
