import { Check, ShieldAlert } from 'lucide-react';
import { useQuery } from 'urql';
import type { AuthorizationRequestInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import type { Viewer } from '../shell/use-viewer.ts';
import { ConsentAnswer } from './consent-answer.tsx';
import { RefusedRequest } from './refused-request.tsx';

const AuthorizationRequestDocument = graphql(`
  query AuthorizationRequest($input: AuthorizationRequestInput!) {
    authorizationRequest(input: $input) {
      clientName
      clientHost
      redirectHost
      redirectsToProgram
      resource
      scopes {
        name
        description
      }
      returnUrl
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Who asks, for what, as whom, and where the answer goes. Nothing is granted before Allow is pressed. */
export function ConsentForm({ request, viewer }: { request: AuthorizationRequestInput; viewer: Viewer }) {
  const [{ data, error }, refetch] = useQuery({
    query: AuthorizationRequestDocument,
    variables: { input: request },
    requestPolicy: 'network-only',
  });
  const asked = data?.authorizationRequest;

  if (asked === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="The request did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (asked === undefined) return <SkeletonRows rows={4} label="Loading the request" />;
  if (asked.userErrors[0] !== undefined)
    return <RefusedRequest error={asked.userErrors[0]} returnUrl={asked.returnUrl ?? null} />;
  return (
    <>
      <p>
        <b className="font-semibold break-words">{asked.clientName}</b> wants to act for you in{' '}
        <b className="font-semibold">{viewer.tenant.name}</b>. It may:
      </p>
      <ul className="flex flex-col gap-2">
        {asked.scopes.map(({ name, description }) => (
          <li key={name} className="flex items-start gap-2">
            <Check className="icon-s mt-0.5 shrink-0 text-success" aria-hidden="true" />
            {description}
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-card border border-line p-3 text-12">
        <dt className="text-ink-3">As</dt>
        <dd className="break-words">{[viewer.user?.name, viewer.user?.email].filter(Boolean).join(', ')}</dd>
        {asked.clientHost == null ? null : (
          <>
            <dt className="text-ink-3">Described by</dt>
            <dd className="font-mono break-all">{asked.clientHost}</dd>
          </>
        )}
        <dt className="text-ink-3">At</dt>
        <dd className="font-mono break-all">{asked.resource}</dd>
        <dt className="text-ink-3">Goes back to</dt>
        <dd className="font-mono break-all">{asked.redirectHost}</dd>
      </dl>
      {asked.redirectsToProgram ? (
        <Banner tone="warning" icon={<ShieldAlert className="icon" aria-hidden="true" />}>
          The answer goes to this computer, and any program on it can claim this name. Allow it only if you have just
          started to connect it yourself.
        </Banner>
      ) : asked.clientHost == null ? (
        <Banner tone="warning" icon={<ShieldAlert className="icon" aria-hidden="true" />}>
          The app chose its name itself. Allow it only if you have just started to connect it, and{' '}
          <span className="font-mono break-all">{asked.redirectHost}</span> is where it runs.
        </Banner>
      ) : null}
      <ConsentAnswer request={request} />
      <p className="text-12 text-ink-3">You can disconnect it at any time under Settings, Connected apps.</p>
    </>
  );
}
