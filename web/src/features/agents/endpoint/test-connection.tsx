import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { useClient } from 'urql';
import { type DocumentType, graphql } from '../../../gql/index.ts';
import { errorLine } from '../../../graphql/error-line.ts';
import { problemLine } from '../../../graphql/problem.ts';
import type { JsonRecord } from '../../../json/is-record.ts';
import { Button } from '../../../ui/button.tsx';
import { Status } from '../../../ui/status.tsx';
import { HEALTH } from '../../tools/health.ts';

const CheckAgentHealthDocument = graphql(`
  mutation CheckAgentHealth($input: CheckAgentHealthInput!) {
    checkAgentHealth(input: $input) {
      health {
        status
        checkedAt
        detail
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

type Health = NonNullable<DocumentType<typeof CheckAgentHealthDocument>['checkAgentHealth']['health']>;

interface Found {
  /** What was tested, as JSON. */
  readonly endpoint: string;
  readonly health: Health | null;
  readonly problem: string | null;
}

const NOTHING: Found = { endpoint: '', health: null, problem: null };

interface TestConnectionProps {
  agentId: string;
  /** As it is on screen; what was found of another one says nothing about it. */
  endpoint: JsonRecord;
  /** Why nothing can be tested now. */
  blocked: string | null;
  /** Saves what is on screen; exactly that revision is tested. */
  flush: () => Promise<number | null>;
}

/** Asks the endpoint that is on screen whether it works. Nothing is written there. */
export function TestConnection({ agentId, endpoint, blocked, flush }: TestConnectionProps) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const onScreen = JSON.stringify(endpoint);
  const { health, problem } = found?.endpoint === onScreen ? found : NOTHING;

  const test = async (): Promise<void> => {
    setBusy(true);
    setFound(null);
    const tell = (what: Partial<Found>): void => setFound({ ...NOTHING, endpoint: onScreen, ...what });
    const draftRevision = await flush();
    if (draftRevision === null) tell({ problem: 'The draft could not be saved. See the note at the top of the page.' });
    else {
      const answer = await client.mutation(CheckAgentHealthDocument, { input: { agentId, draftRevision } }).toPromise();
      const [userError] = answer.data?.checkAgentHealth.userErrors ?? [];
      if (answer.error !== undefined) tell({ problem: problemLine(answer.error) });
      else if (userError !== undefined) tell({ problem: errorLine(userError) });
      else tell({ health: answer.data?.checkAgentHealth.health ?? null });
    }
    setBusy(false);
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button busy={busy} disabledReason={blocked} onClick={() => void test()}>
        <PlugZap className="icon-s" aria-hidden="true" />
        Test connection
      </Button>
      <p role="status" className="min-w-0 flex-1 basis-64">
        {health === null ? null : (
          <>
            <Status shape={HEALTH[health.status].shape} tone={HEALTH[health.status].tone}>
              {health.status === 'UNKNOWN' ? 'Not known' : HEALTH[health.status].word}
            </Status>{' '}
            <span className="text-ink-2">{health.detail}</span>
          </>
        )}
        {problem === null ? null : <span className="text-error">{problem}</span>}
      </p>
    </div>
  );
}
