import { ValidationError } from '@aether/common/service';
import { z } from 'zod';

/** What a caller wants of the router beside one model. */
export interface RoutingPolicy {
  /** Null = the wanted model, and nothing else unless it fails. */
  readonly optimizeFor: 'cost' | 'speed' | 'quality' | null;
  /** Least quality that a model chosen in place of the wanted one must have shown, 0 to 1. */
  readonly qualityFloor: number;
  /** Kind of task whose experience counts. */
  readonly cluster: string;
  /** Models that may be chosen in place of the wanted one. */
  readonly candidates: readonly string[];
  /** Models to try in this order when the chosen one fails. */
  readonly fallbacks: readonly string[];
  /** Nano-US-dollars that one call may be expected to cost; null = no limit. */
  readonly maximumCost: number | null;
  /** Shares of traffic by model; empty = no experiment. */
  readonly split: readonly { readonly model: string; readonly weight: number }[];
  /** What stays with one arm of the split, such as a conversation; null = the viewer. */
  readonly splitKey: string | null;
}

const MAXIMUM_MODELS = 5;
const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .pipe(z.array(z.string().max(200)).max(MAXIMUM_MODELS));

const FIELDS = {
  'x-aether-optimize-for': z.enum(['cost', 'speed', 'quality']),
  'x-aether-quality-floor': z.coerce.number().min(0).max(1),
  'x-aether-task-cluster': z.string().regex(/^[\w.:/-]{1,80}$/),
  'x-aether-candidates': list,
  'x-aether-fallbacks': list,
  'x-aether-maximum-cost': z.coerce.number().int().min(0),
  'x-aether-split': list.pipe(
    z.array(
      z
        .string()
        .regex(/^\S+=\d+$/, 'must be <model>=<weight>')
        .transform((arm) => ({
          model: arm.slice(0, arm.lastIndexOf('=')),
          weight: Number(arm.slice(arm.lastIndexOf('=') + 1)),
        }))
        .refine(({ weight }) => weight >= 1 && weight <= 10_000, 'must have a weight from 1 to 10000'),
    ),
  ),
  'x-aether-split-key': z.string().min(1).max(200),
} as const;

/**
 * The policy of a request, from its headers: the body belongs to the vendor.
 * @throws ValidationError that names the header
 */
export function routingPolicy(headers: Headers): RoutingPolicy {
  const read = <Name extends keyof typeof FIELDS>(name: Name): z.output<(typeof FIELDS)[Name]> | null => {
    const text = headers.get(name);
    if (text === null || text.trim() === '') return null;
    const parsed = FIELDS[name].safeParse(text);
    if (!parsed.success)
      throw new ValidationError([name], expectedIn(parsed.error), JSON.stringify(text.slice(0, 100)));
    return parsed.data as z.output<(typeof FIELDS)[Name]>;
  };
  return {
    optimizeFor: read('x-aether-optimize-for'),
    qualityFloor: read('x-aether-quality-floor') ?? 0,
    cluster: read('x-aether-task-cluster') ?? 'general',
    candidates: read('x-aether-candidates') ?? [],
    fallbacks: read('x-aether-fallbacks') ?? [],
    maximumCost: read('x-aether-maximum-cost'),
    split: read('x-aether-split') ?? [],
    splitKey: read('x-aether-split-key'),
  };
}

function expectedIn({ issues: [issue] }: z.ZodError): string {
  return issue?.message ?? 'another value';
}
