import type { JsonObject, JsonValue } from '../json-value.ts';
import type { OfferSetting, ToolOffer } from './tool-offer.ts';

/** A command line that comes of an offer and its settings. */
export interface OfferedProgram {
  readonly command: 'npx' | 'uvx';
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const LONGEST = 1_000;

/**
 * The program of an offer with what a person has set, or what is wrong with that. A value is one argument or one variable, never an option: it
 * may not begin with "-".
 */
export function offeredProgram(
  offer: ToolOffer,
  given: JsonObject,
): { readonly program: OfferedProgram } | { readonly problem: string; readonly setting: string | null } {
  const { source, settings } = offer;
  if (source.transport !== 'STDIO') return { problem: 'It is no program.', setting: null };
  const unknown = Object.keys(given).find((name) => !settings.some((setting) => setting.name === name));
  if (unknown !== undefined)
    return {
      problem:
        unknown === offer.secret?.variable
          ? 'It is a secret: store it as a credential.'
          : 'It is no setting of this server.',
      setting: unknown,
    };
  const values = new Map<string, readonly string[]>();
  for (const setting of settings) {
    const read = valuesOf(setting, Object.hasOwn(given, setting.name) ? given[setting.name] : undefined);
    if (typeof read === 'string') return { problem: read, setting: setting.name };
    values.set(setting.name, read);
  }
  const { identifier, version, packageArguments, environmentVariables } = source.package;
  const settingOf = new Map(
    settings.map((setting) => [setting.place.kind === 'ARGUMENT' ? setting.place.argument : null, setting]),
  );
  const said = packageArguments.flatMap((argument): readonly string[] => {
    const setting = settingOf.get(argument);
    const each = argument.value === undefined ? (values.get(setting?.name ?? '') ?? []) : [argument.value];
    return argument.type === 'named' ? each.flatMap((value) => [argument.name, value]) : each;
  });
  const fixed = environmentVariables.flatMap(({ name, value }): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value]],
  );
  const chosen = settings
    .filter(({ place }) => place.kind === 'ENVIRONMENT')
    .flatMap(({ name }) => (values.get(name) ?? []).map((value) => [name, value] as const));
  const launch = source.launcher === 'npx' ? ['-y', `${identifier}@${version}`] : [`${identifier}==${version}`];
  return {
    program: {
      command: source.launcher,
      arguments: source.launcher === 'npx' ? [...launch, ...said] : ['--from', ...launch, identifier, ...said],
      environment: Object.fromEntries([...fixed, ...chosen]),
    },
  };
}

/** A text is what is wrong. */
function valuesOf(setting: OfferSetting, given: JsonValue | undefined): readonly string[] | string {
  const { isRepeated, isRequired, standard, format, choices } = setting;
  const all =
    given === undefined || given === null || given === ''
      ? standard === null
        ? []
        : [standard]
      : Array.isArray(given)
        ? given
        : [given];
  if (Array.isArray(given) && !isRepeated) return 'It takes one value, not a list.';
  if (all.length > 20) return 'It takes at most 20 values.';
  if (isRequired && all.length === 0) return 'It is needed.';
  const texts: string[] = [];
  for (const value of all) {
    if (
      format === 'number' &&
      !(typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/u.test(value)))
    )
      return 'It must be a number.';
    if (format === 'boolean' && !['true', 'false'].includes(String(value))) return 'It must be true or false.';
    if (typeof value === 'object' || value === null) return 'It must be a text.';
    const text = String(value);
    if (text.length > LONGEST || /\p{Cc}/u.test(text))
      return `It must be a text of one line, of at most ${LONGEST} characters.`;
    if (text.startsWith('-') && format !== 'number')
      return 'It must not begin with "-", which would be read as an option.';
    if (format === 'filepath' && !isWholePath(text))
      return 'It must be a whole path, such as /srv/notes, without "..".';
    if (choices !== null && !choices.includes(text)) return `It must be one of ${choices.join(', ')}.`;
    texts.push(text);
  }
  return texts;
}

/** A part of a path is read against the folder in which the gateway happens to run. */
function isWholePath(text: string): boolean {
  const parts = text.split(/[\\/]/u);
  return /^(?:\/|[A-Za-z]:[\\/])/u.test(text) && !parts.includes('..');
}
