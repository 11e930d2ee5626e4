import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { readFragment } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useNow } from '../../ui/use-now.ts';
import { actionReason } from '../agents/action-reason.ts';
import { AgentIcon } from '../agents/agent-kind.tsx';
import { ClonePanel } from './clone-panel.tsx';
import { CollaborateDialog } from './collaborate-dialog.tsx';
import { successOf } from './evidence.tsx';
import { type ListingCard, ListingCardFragment, ListingDocument } from './market-document.ts';
import type { Pane } from './market-search.ts';
import { Reviews } from './reviews.tsx';
import { SampleRuns } from './sample-runs.tsx';
import { WhyYouSeeIt } from './why-you-see-it.tsx';

interface ListingPaneProps {
  listingId: string;
  pane: Pane;
  onPane: (pane: Pane) => void;
  onClose: () => void;
}

/** One agent of the marketplace: its figures, what a clone carries over, runs that its owner shows, and what users say. */
export function ListingPane({ listingId, pane, onPane, onClose }: ListingPaneProps) {
  const [{ data, error }, refetch] = useQuery({
    query: ListingDocument,
    variables: { id: listingId },
    requestPolicy: 'cache-and-network',
  });
  const [asking, setAsking] = useState(false);
  const now = useNow(60_000);
  const listing = data?.listing;
  const card = readFragment(ListingCardFragment, listing);
  if (!listing || !card) {
    return (
      <section aria-label="Agent" className="min-w-0 border-l border-line">
        {listing === null ? (
          <Empty title="This agent is not offered any more" actions={<Button onClick={onClose}>Close</Button>} />
        ) : error === undefined ? (
          <SkeletonRows rows={8} label="Loading the agent" />
        ) : (
          <ProblemPanel
            title="The agent did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        )}
      </section>
    );
  }
  const samples = (listing.sampleExecutions ?? []).filter((run) => run !== null);
  return (
    <section
      aria-label={card.agent.name}
      className="flex min-h-0 min-w-0 flex-col border-l border-line max-wide:border-0"
    >
      <div className="shrink-0 p-4">
        <div className="flex items-start gap-3">
          <span className="grid size-8 shrink-0 place-items-center rounded-control bg-accent-soft">
            <AgentIcon kind={card.agent.kind} />
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="text-16 font-semibold">{card.agent.name}</h2>
            <p className="text-ink-2">
              {[card.agent.owner?.name, card.department?.name].filter(Boolean).join(', ')}. Version{' '}
              {card.version.number}, updated {timeAgo(card.updatedAt, now)}
            </p>
          </div>
          <CopyButton text={`${window.location.origin}/market?listing=${card.id}`} label="Copy link" />
          <span className="max-wide:hidden">
            <IconButton label="Close" icon={<X className="icon" aria-hidden="true" />} onClick={onClose} />
          </span>
        </div>
        <p className="mt-3 text-ink-2">{card.summary}</p>
        <Figures card={card} />
        <WhyYouSeeIt agentId={card.agent.id} />
      </div>
      <Tabs
        label="About this agent"
        value={pane}
        onChange={onPane}
        options={[
          { value: 'clone', label: 'Clone preview' },
          { value: 'runs', label: 'Sample runs', count: samples.length },
          { value: 'reviews', label: 'Reviews', count: card.ratingCount },
        ]}
      >
        {pane === 'clone' ? (
          <ClonePanel
            listing={listing}
            footer={
              <>
                <Button
                  size={32}
                  disabledReason={actionReason(listing.agent.viewerActions, 'requestCollaboration')}
                  onClick={() => setAsking(true)}
                >
                  Ask to collaborate
                </Button>
                <Link
                  to="/chat"
                  search={{ agent: card.agent.id }}
                  className={buttonClasses({ variant: 'secondary', size: 32 })}
                >
                  Try it
                </Link>
              </>
            }
          />
        ) : null}
        {pane === 'runs' ? <SampleRuns runs={samples} owner={card.agent.owner?.name ?? 'Its owner'} /> : null}
        {pane === 'reviews' ? <Reviews listing={listing} /> : null}
      </Tabs>
      <CollaborateDialog
        agentId={card.agent.id}
        name={card.agent.name}
        open={asking}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}

function Figures({ card }: { card: ListingCard }) {
  const { agent, averageStars, ratingCount, cloneCount } = card;
  const success = successOf(agent);
  const measured = (agent.runCount ?? 0) > 0;
  const days = agent.statisticsDays ? `, ${agent.statisticsDays} days` : '';
  const figures = [
    { name: 'Success', figure: success.figure, note: measured ? `${success.sample}${days}` : success.sample },
    {
      name: 'Median cost',
      figure: measured ? cost(agent.medianCost, typeof agent.medianCost !== 'number') : '—',
      note: measured ? `median ${duration(agent.medianDurationMs)}` : 'not measured yet',
    },
    {
      name: 'Rating',
      figure: typeof averageStars === 'number' ? averageStars.toFixed(1) : '—',
      note: `${plural(ratingCount, 'person', 'people')}, ${plural(cloneCount, 'clone')}`,
    },
  ];
  return (
    <dl className="mt-3 grid grid-cols-3 divide-x divide-line rounded-card border border-line">
      {figures.map(({ name, figure, note }) => (
        <div key={name} className="min-w-0 px-3.5 py-2.5">
          <dt className="text-12 text-ink-3">{name}</dt>
          <dd className="text-20 font-semibold tabular-nums max-md:text-16">{figure}</dd>
          <dd className="truncate text-12 text-ink-2 tabular-nums">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
