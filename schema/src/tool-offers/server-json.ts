import { z } from 'zod';

const input = {
  description: z.string().max(1_000).default(''),
  isRequired: z.boolean().default(false),
  isSecret: z.boolean().default(false),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).default('string'),
  default: z.string().max(1_000).optional(),
  placeholder: z.string().max(1_000).optional(),
  choices: z.array(z.string().max(200)).max(100).optional(),
  /** Not for the person to choose. */
  value: z.string().max(1_000).optional(),
} as const;

const isRepeated = z.boolean().default(false);

const argument = z.discriminatedUnion('type', [
  z.object({ type: z.literal('positional'), valueHint: z.string().max(100).optional(), isRepeated, ...input }),
  z.object({
    type: z.literal('named'),
    name: z
      .string()
      .regex(/^--?[A-Za-z0-9][A-Za-z0-9_.-]*$/u)
      .max(100),
    isRepeated,
    ...input,
  }),
]);

const variable = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u)
    .max(100),
  ...input,
});

const serverPackage = z.object({
  registryType: z.string().max(40),
  registryBaseUrl: z.string().max(2_000).optional(),
  /** Of the file; nothing here could compare it. */
  fileSha256: z.string().max(200).optional(),
  runtimeHint: z.string().max(100).optional(),
  identifier: z.string().max(300),
  version: z.string().max(100).optional(),
  transport: z.object({ type: z.string() }),
  runtimeArguments: z.array(z.unknown()).max(50).default([]),
  packageArguments: z.array(argument).max(50).default([]),
  environmentVariables: z.array(variable).max(50).default([]),
});

const remote = z.object({
  type: z.string(),
  url: z.string().max(2_000),
  headers: z
    .array(z.object({ name: z.string().max(100), ...input }))
    .max(20)
    .default([]),
});

/**
 * What is read of a `server.json` of the public registry (schema 2025-12-11, reference/reliability.md §5.3): how
 * a tool server can be had, and what a person says for it.
 */
export const serverJsonSchema = z.object({
  name: z
    .string()
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/u, 'must be such as io.github.somebody/server')
    .max(200),
  title: z.string().max(100).optional(),
  description: z.string().max(1_000),
  version: z.string().min(1).max(255),
  packages: z.array(serverPackage).max(20).default([]),
  remotes: z.array(remote).max(20).default([]),
});

export type ServerJson = z.output<typeof serverJsonSchema>;
export type ServerArgument = z.output<typeof argument>;
export type ServerRemote = z.output<typeof remote>;
export type ServerPackage = z.output<typeof serverPackage>;
