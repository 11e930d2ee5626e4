import { serviceViewer } from '@aether/common/security';
import {
  type Connection,
  pageRequest,
  Permission,
  requireViewer,
  rowsOfPage,
  toConnection,
  ValidationError,
} from '@aether/common/service';
import { ModelNamesDocument } from '@aether/schema/internal/agents';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import type { LedgerSum } from '../../db/usage-ledger.ts';
import { personReference, reference } from '../../types/references.ts';
import { UsageFilter, type UsageRow, UsageRowConnection } from '../../types/usage.ts';
import { byProvider } from '../../usage-rows.ts';

const LONGEST_MS = 400 * 24 * 60 * 60 * 1_000;

@Resolver()
export class UsageResolver {
  @Permission('budget:read')
  @Query(() => UsageRowConnection, {
    description:
      'What models were paid for, in runs and outside of them; the dearest first, days in order. Of the viewer; of everybody for those who set budgets.',
  })
  async usage(
    @Arg('filter', () => UsageFilter) filter: UsageFilter,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: ExecutionsContext,
  ): Promise<Connection<UsageRow>> {
    const page = pageRequest({ first, after });
    const span = Date.parse(filter.until) - Date.parse(filter.since);
    if (span <= 0 || span > LONGEST_MS)
      throw new ValidationError(['filter', 'until'], 'an instant after "since", at most 400 days', filter.until);
    const order = ({ key, cost }: UsageRow) => (filter.groupBy === 'DAY' ? [key] : [-cost, key]);
    return toConnection(rowsOfPage(await rowsOf(context, filter), page, order), page, order);
  }
}

async function rowsOf(context: ExecutionsContext, filter: UsageFilter): Promise<readonly UsageRow[]> {
  const { parts } = context;
  const viewer = requireViewer(context);
  const { groupBy } = filter;
  // A viewer who is nobody has spent nothing: the empty text is nobody's id.
  const own = viewer.userId ?? viewer.serviceAccountId ?? '';
  const seesAll = viewer.permissions.includes('budget:manage');
  if (!seesAll && filter.userId != null && filter.userId !== own) return [];
  const sums = await parts.usageLedger.sums(viewer.tenantId, groupBy === 'PROVIDER' ? 'MODEL' : groupBy, {
    since: new Date(filter.since).toISOString(),
    until: new Date(filter.until).toISOString(),
    agentId: filter.agentId ?? null,
    userId: seesAll ? (filter.userId ?? null) : own,
    modelId: filter.modelId ?? null,
    apiKeyId: filter.apiKeyId ?? null,
  });
  const isOfModels = groupBy === 'MODEL' || groupBy === 'PROVIDER';
  const slugs = isOfModels && sums.length > 0 ? await modelSlugs(context) : new Map<string, string>();
  return (groupBy === 'PROVIDER' ? byProvider(sums, slugs) : sums).map((sum) => toRow(sum, groupBy, slugs));
}

async function modelSlugs({ parts, viewer, requestId }: ExecutionsContext): Promise<ReadonlyMap<string, string>> {
  const onBehalfOf = viewer === null ? null : serviceViewer(viewer.tenantId);
  const { catalogForGateway } = await parts.operations.call(ModelNamesDocument, {}, { onBehalfOf, requestId });
  const models = (catalogForGateway?.providers ?? []).flatMap((provider) => provider.models);
  return new Map(models.map(({ id, slug }) => [id, slug]));
}

const ABSENT: Readonly<Record<UsageFilter['groupBy'], string>> = {
  AGENT: 'Outside of runs',
  USER: 'Unknown',
  API_KEY: 'Without a key',
  // What no model was named for: an endpoint answered.
  MODEL: 'Endpoints of agents',
  PROVIDER: 'Endpoints of agents',
  ORIGIN: 'Unknown',
  DAY: 'Unknown',
};

function toRow(sum: LedgerSum, group: UsageFilter['groupBy'], slugs: ReadonlyMap<string, string>): UsageRow {
  const { key: id, model, ...figures } = sum;
  const key = id ?? '';
  const named = group === 'MODEL' ? (slugs.get(key) ?? model ?? key) : key;
  return {
    ...figures,
    key,
    label: named === '' ? ABSENT[group] : named,
    agent: group === 'AGENT' ? reference(id) : null,
    user: group === 'USER' ? personReference(id) : null,
    apiKey: group === 'API_KEY' ? reference(id) : null,
    model: group === 'MODEL' && slugs.has(key) ? reference(id) : null,
  };
}
