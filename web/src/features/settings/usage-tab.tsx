import { useState } from 'react';
import { useQuery } from 'urql';
import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { graphql } from '../../gql/index.ts';
import type { UsageGroup } from '../../gql/graphql.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { Meter } from '../../ui/meter.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { GROUPS, nameOfUsage, SPANS, type UsageSpan, usageSpan } from './usage-words.ts';

const UsageDocument = graphql(`
  query Usage($filter: UsageFilter!) {
    usage(filter: $filter, first: 100) {
      edges {
        node {
          key
          label
          executions
          modelCalls
          promptTokens
          completionTokens
          cachedTokens
          cost
          unpricedCalls
          ownKeyCost
          agent {
            id
            name
          }
          user {
            id
            name
          }
          apiKey {
            id
            name
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** What models were paid for, in runs and by programs, over a span of days. */
export function UsageTab() {
  const { viewer } = useViewer();
  const [group, setGroup] = useState<UsageGroup>('MODEL');
  const [days, setDays] = useState<UsageSpan>('30');
  // Of the moment the page came up: a span that moves would be asked for again and again.
  const [now] = useState(() => Date.now());
  const filter = { groupBy: group, ...usageSpan(days, now) };
  const [{ data, error, fetching }, refetch] = useQuery({
    query: UsageDocument,
    variables: { filter },
    requestPolicy: 'cache-and-network',
  });
  const rows = fetching && data === undefined ? undefined : data?.usage.edges.map(({ node }) => node);
  const most = Math.max(1, ...(rows ?? []).map((row) => row.cost));
  const total = (rows ?? []).reduce((sum, row) => sum + row.cost, 0);
  const unpriced = (rows ?? []).reduce((sum, row) => sum + row.unpricedCalls, 0);
  const ownKeyCost = (rows ?? []).reduce((sum, row) => sum + row.ownKeyCost, 0);
  const seesAll = viewer?.permissions.includes('budget:manage') === true;

  return (
    <section aria-label="Usage">
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-3">
        <p className="min-w-40 flex-1 text-ink-3">
          {seesAll ? 'Of everybody' : 'Yours'}, in UTC
          {rows === undefined || rows.length === 0 ? '' : `: ${cost(total, unpriced > 0)}`}
          {ownKeyCost === 0 ? '' : `, of which ${cost(ownKeyCost)} with own keys`}
        </p>
        <Segmented label="Span" value={days} options={SPANS} onChange={setDays} />
        <Select
          compact
          className="max-w-40"
          aria-label="By"
          options={GROUPS}
          value={group}
          onChange={({ target }) => setGroup(target.value as UsageGroup)}
        />
      </div>
      <div className="overflow-x-auto rounded-card border border-line">
        {rows === undefined && error !== undefined ? (
          <ProblemPanel
            title="Usage did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : rows === undefined ? (
          <SkeletonRows rows={4} label="Loading usage" />
        ) : rows.length === 0 ? (
          <Empty title="Nothing in this span">Runs and calls at /v1 show here once a model has answered.</Empty>
        ) : (
          <table className="rows" aria-label="Usage">
            <thead>
              <tr>
                <th>{GROUPS.find(({ value }) => value === group)?.heading}</th>
                <th>Cost</th>
                <th className="number max-md:hidden">Runs</th>
                <th className="number max-md:hidden">Calls</th>
                <th className="number max-md:hidden">Tokens in</th>
                <th className="number max-md:hidden">Tokens out</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} className="[&>td]:py-1.5">
                  <td className="max-w-60 truncate font-medium max-md:max-w-44" title={nameOfUsage(row)}>
                    {nameOfUsage(row)}
                  </td>
                  <td className="min-w-32">
                    <span className="tabular-nums">{cost(row.cost, row.unpricedCalls > 0)}</span>
                    <Meter label={`Share of ${nameOfUsage(row)} in the dearest`} share={(0.8 * row.cost) / most} />
                  </td>
                  <td className="number max-md:hidden">{count(row.executions)}</td>
                  <td className="number max-md:hidden">{count(row.modelCalls)}</td>
                  <td className="number max-md:hidden">{count(row.promptTokens)}</td>
                  <td className="number max-md:hidden">{count(row.completionTokens)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {data?.usage.pageInfo.hasNextPage === true ? <p className="mt-2 text-ink-3">The dearest 100 are shown.</p> : null}
    </section>
  );
}
