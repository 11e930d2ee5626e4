import { type Environment, publicUrl, readConfig } from '@aether/common/service';
import { z } from 'zod';
import { type RetentionConfig, retentionConfig, retentionVariables } from './retention/retention-config.ts';
import { type ArgoConfig, argoConfig, argoVariables } from './argo/argo-config.ts';

export interface ExecutionsConfig {
  /** Runs at once in this process; 0 = accepts and answers, but works on nothing. */
  readonly concurrency: number;
  /** Queues that this process claims from; new runs go to the first. */
  readonly queues: readonly string[];
  /** Without a beat for this long, other workers may take over. */
  readonly leaseMs: number;
  readonly beatMs: number;
  /** Mean pause of the reconciler, jittered by a quarter. */
  readonly reconcileMs: number;
  /** Least pause between two durable text deltas of a step. */
  readonly deltaMs: number;
  /** Attempts of a run that fails with a retryable error. */
  readonly attempts: number;
  /** Base of the full jitter between attempts: up to base · 2ⁿ. */
  readonly retryBaseMs: number;
  /** Address that senders of webhooks use. */
  readonly publicUrl: string;
  /** Key-encryption key of the vault, the same as identity's; null = there are no triggers. */
  readonly vaultKey: Uint8Array | null;
  /** An approval that nobody decides expires after this long; a signal for which no time is named is awaited as long. */
  readonly approvalMs: number;
  /** Files that runs make. */
  readonly artifacts: {
    /** Of one file. */
    readonly maximumBytes: number;
    /** Heap of the thread that writes a large format. */
    readonly memoryMegabytes: number;
    /** For one file. */
    readonly timeoutMs: number;
  };
  /** How long what an ended run leaves is kept. */
  readonly retention: RetentionConfig;
  /** Origins in private networks that agents may call. */
  readonly allowedOrigins: readonly string[];
  /** Programs that agents of type LEGACY may run on this machine; none = they run nothing. */
  readonly allowedCommands: readonly string[];
  /** Cluster for the executor ARGO; null = none. */
  readonly argo: ArgoConfig | null;
}

const positive = (standard: number) => z.coerce.number().int().min(1).default(standard);

/** With commas between them. */
const names = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );

const schema = z
  .object({
    EXECUTIONS_CONCURRENCY: z.coerce.number().int().min(0).max(2_000).default(32),
    EXECUTIONS_QUEUES: z.string().default('default'),
    EXECUTIONS_LEASE_MS: positive(15_000),
    EXECUTIONS_BEAT_MS: positive(3_000),
    EXECUTIONS_RECONCILE_MS: positive(3_000),
    EXECUTIONS_DELTA_MS: positive(250),
    EXECUTIONS_ATTEMPTS: positive(3),
    EXECUTIONS_RETRY_BASE_MS: positive(1_000),
    AETHER_PUBLIC_URL: publicUrl.default('http://localhost:8080'),
    AETHER_VAULT_KEY: z
      .base64()
      .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .refine((bytes) => bytes.length >= 32, 'must hold at least 32 random bytes, as base64')
      .optional(),
    EXECUTIONS_ALLOWED_ORIGINS: names,
    EXECUTIONS_ALLOWED_COMMANDS: names.refine(
      (programs) => programs.every((program) => program.startsWith('/')),
      'must name programs by their absolute paths',
    ),
    EXECUTIONS_APPROVAL_MS: positive(86_400_000),
    EXECUTIONS_ARTIFACT_BYTES: positive(20_971_520),
    EXECUTIONS_ARTIFACT_MEGABYTES: positive(512),
    EXECUTIONS_ARTIFACT_MS: positive(60_000),
    ...argoVariables.shape,
    ...retentionVariables.shape,
  })
  .refine((env) => argoConfig(env) !== undefined, {
    path: ['ARGO_NAMESPACE'],
    message: 'needs ARGO_KUBECONFIG, or ARGO_SERVER and ARGO_TOKEN_FILE, or a pod of the cluster',
  })
  .transform((env): ExecutionsConfig => ({
    concurrency: env.EXECUTIONS_CONCURRENCY,
    queues: env.EXECUTIONS_QUEUES.split(',').map((queue) => queue.trim()),
    leaseMs: env.EXECUTIONS_LEASE_MS,
    beatMs: env.EXECUTIONS_BEAT_MS,
    reconcileMs: env.EXECUTIONS_RECONCILE_MS,
    deltaMs: env.EXECUTIONS_DELTA_MS,
    attempts: env.EXECUTIONS_ATTEMPTS,
    retryBaseMs: env.EXECUTIONS_RETRY_BASE_MS,
    publicUrl: env.AETHER_PUBLIC_URL,
    vaultKey: env.AETHER_VAULT_KEY ?? null,
    approvalMs: env.EXECUTIONS_APPROVAL_MS,
    allowedOrigins: env.EXECUTIONS_ALLOWED_ORIGINS,
    allowedCommands: env.EXECUTIONS_ALLOWED_COMMANDS,
    artifacts: {
      maximumBytes: env.EXECUTIONS_ARTIFACT_BYTES,
      memoryMegabytes: env.EXECUTIONS_ARTIFACT_MEGABYTES,
      timeoutMs: env.EXECUTIONS_ARTIFACT_MS,
    },
    argo: argoConfig(env) ?? null,
    retention: retentionConfig(env),
  }))
  .refine((config) => config.beatMs * 2 <= config.leaseMs, {
    path: ['EXECUTIONS_BEAT_MS'],
    message: 'must be at most half of EXECUTIONS_LEASE_MS',
  });

/** @throws ConfigError with every problem */
export function executionsConfig(environment: Environment): ExecutionsConfig {
  return readConfig(schema, environment);
}
