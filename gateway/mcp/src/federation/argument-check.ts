import { noPatterns } from '@aether/common/security';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import { ToolArgumentsError, ToolRefusedError } from '../errors.ts';

const OPTIONS = {
  strict: false,
  validateFormats: false,
  validateSchema: false,
  addUsedSchema: false,
  code: { regExp: noPatterns },
} as const;
const OLDER = /draft-0[4-7]/u;

/** Checks arguments against the approved input schema of a tool, before anything is sent. */
export class ArgumentCheck {
  readonly #validators = new LRUCache<string, ValidateFunction>({ max: 2_000 });

  /** @throws ToolArgumentsError naming the first wrong argument */
  check(
    tool: { readonly slug: string; readonly definitionHash: string; readonly inputSchema: unknown },
    given: unknown,
  ): void {
    const validate = this.#validatorOf(tool);
    if (isValid(tool.slug, validate, given)) return;
    const [issue] = validate.errors ?? [];
    const where = issue?.instancePath === '' ? 'they' : (issue?.instancePath.slice(1).replaceAll('/', '.') ?? 'they');
    const extra: unknown = issue?.params['additionalProperty'];
    const which = typeof extra === 'string' ? `: "${extra.slice(0, 100)}"` : '';
    throw new ToolArgumentsError(tool.slug, `${where} ${issue?.message ?? 'are wrong'}${which}`);
  }

  #validatorOf(tool: {
    readonly slug: string;
    readonly definitionHash: string;
    readonly inputSchema: unknown;
  }): ValidateFunction {
    const known = this.#validators.get(tool.definitionHash);
    if (known !== undefined) return known;
    const validate = compile(tool.slug, tool.inputSchema);
    this.#validators.set(tool.definitionHash, validate);
    return validate;
  }
}

/** A schema may refer to itself without an end; that is its server's fault, and no reason for another error. */
function isValid(slug: string, validate: ValidateFunction, given: unknown): boolean {
  try {
    return validate(given);
  } catch (error) {
    throw new ToolRefusedError(slug, 'its input schema cannot be applied.', error);
  }
}

/** Each schema in an instance of its own: one server's `$id` must not be another's. */
function compile(slug: string, inputSchema: unknown): ValidateFunction {
  const schema = typeof inputSchema === 'object' && inputSchema !== null ? { ...inputSchema } : {};
  const isOlder = '$schema' in schema && OLDER.test(String(schema.$schema));
  if ('$schema' in schema) delete schema.$schema;
  try {
    return (isOlder ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS)).compile(schema);
  } catch (error) {
    throw new ToolRefusedError(slug, 'its input schema cannot be read.', error);
  }
}
