import { noPatterns } from '@aether/common/security';
import { isRecord } from '@aether/schema';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { RunnableVersion } from './agent-versions.ts';
import { withDefaults } from './with-defaults.ts';

export interface InputProblem {
  /** Field of the mutation's input: `input.input.question`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Compiled schemas by hash of the version. */
const MAXIMUM_COMPILED = 200;
const MAXIMUM_PROBLEMS = 20;

/** An input as its run takes it. */
export interface CheckedInput {
  /** With the defaults of the schema. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Empty = it fits. */
  readonly problems: readonly InputProblem[];
}

/** Inputs of runs against the input schema (JSON Schema 2020-12) of their agents. */
export class InputValidator {
  readonly #compiled = new Map<string, ValidateFunction>();

  /** A field with a default may be left out, also where the schema requires it. What was given stays as it is. */
  check(version: Pick<RunnableVersion, 'hash' | 'spec'>, given: unknown): CheckedInput {
    const input = withDefaults(version.spec.inputs, given);
    if (!isRecord(input)) return { input: {}, problems: [{ path: ['input', 'input'], message: 'must be an object' }] };
    const validate = this.#validator(version);
    if (validate(input)) return { input, problems: [] };
    return { input, problems: (validate.errors ?? []).slice(0, MAXIMUM_PROBLEMS).map(toProblem) };
  }

  #validator({ hash, spec }: Pick<RunnableVersion, 'hash' | 'spec'>): ValidateFunction {
    const known = this.#compiled.get(hash);
    if (known !== undefined) return known;
    // A new instance for each: schemas of tenants may have equal `$id`s. `format` is an annotation, as 2020-12 has it.
    const ajv = new Ajv2020({
      allErrors: true,
      strict: false,
      validateFormats: false,
      code: { regExp: noPatterns },
    });
    const made = ajv.compile(spec.inputs);
    if (this.#compiled.size >= MAXIMUM_COMPILED) this.#compiled.clear();
    this.#compiled.set(hash, made);
    return made;
  }
}

function toProblem(error: ErrorObject): InputProblem {
  const place = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const missing: unknown = error.params['missingProperty'] ?? error.params['additionalProperty'];
  return {
    path: ['input', 'input', ...place, ...(typeof missing === 'string' ? [missing] : [])],
    message: error.message ?? 'does not fit the input schema of the agent',
  };
}
