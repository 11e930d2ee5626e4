import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionReason } from '../agents/action-reason.ts';
import type { Agent } from '../agents/agent-document.ts';
import { VISIBILITIES } from '../agents/visibility.ts';
import { OfferDialog } from './offer-dialog.tsx';

const WithdrawDocument = graphql(`
  mutation WithdrawListing($input: WithdrawListingInput!) {
    withdrawListing(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Whether the agent is offered to colleagues, and the way to do so. */
export function OfferSection({ agent }: { agent: Agent }) {
  const [, withdraw] = useMutation(WithdrawDocument);
  const [offering, setOffering] = useState(false);
  const [busy, setBusy] = useState(false);
  const { listing, published } = agent;
  const reason =
    actionReason(agent.viewerActions, 'publishListing') ??
    (agent.status !== 'PUBLISHED' ? 'Publish the agent first.' : null) ??
    (agent.visibility === 'PRIVATE' ? 'Let others use the agent first.' : null);
  const takeBack = async (listingId: string): Promise<void> => {
    setBusy(true);
    const { data, error } = await withdraw({ input: { listingId } });
    setBusy(false);
    const problem = error === undefined ? data?.withdrawListing.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) toast.success('The agent is not offered any more', { description: 'Clones stay.' });
    else toast.error('Nothing was changed', { description: problem });
  };
  return (
    <section className="border-t border-line pt-4">
      <h2 className="font-semibold">Marketplace</h2>
      <p className="mt-1 text-ink-2">
        {listing
          ? `Version ${listing.version.number} is offered to: ${audienceLabel(listing.audience)}.`
          : 'Colleagues can find the agent, see what it achieves, and make it their own.'}
      </p>
      {agent.origin ? (
        <p className="mt-1 text-ink-2">
          Cloned from{' '}
          <Link to="/agents/$agentId" params={{ agentId: agent.origin.agent.id }} className="text-link hover:underline">
            {agent.origin.agent.name}
          </Link>
          , version {agent.origin.number}.
        </p>
      ) : null}
      <p className="mt-2 flex flex-wrap gap-2">
        <Button disabledReason={reason} onClick={() => setOffering(true)}>
          {listing ? 'Change the offer' : 'Offer to colleagues'}
        </Button>
        {listing ? (
          <>
            <Link to="/market" search={{ listing: listing.id }} className={buttonClasses({ variant: 'secondary' })}>
              See it in the marketplace
            </Link>
            <Button
              variant="ghost"
              busy={busy}
              disabledReason={actionReason(agent.viewerActions, 'publishListing')}
              onClick={() => void takeBack(listing.id)}
            >
              Withdraw
            </Button>
          </>
        ) : null}
      </p>
      {published ? (
        <OfferDialog
          key={`${listing?.updatedAt ?? ''}${published.id}`}
          open={offering}
          agent={agent}
          version={published}
          onClose={() => setOffering(false)}
        />
      ) : null}
    </section>
  );
}

function audienceLabel(audience: string): string {
  return VISIBILITIES.find(({ value }) => value === audience)?.label.toLowerCase() ?? audience;
}
