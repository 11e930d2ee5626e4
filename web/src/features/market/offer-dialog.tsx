import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { promptOf } from '../../execution/prompt-of.ts';
import { instant } from '../../format/instant.ts';
import { graphql } from '../../gql/index.ts';
import type { Visibility } from '../../gql/graphql.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Check } from '../../ui/check.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Agent } from '../agents/agent-document.ts';
import { VISIBILITIES } from '../agents/visibility.ts';
import { useViewer } from '../shell/use-viewer.ts';

const OwnRunsDocument = graphql(`
  query OwnRuns($filter: ExecutionFilter) {
    executions(filter: $filter, first: 20) {
      edges {
        node {
          id
          status
          createdAt
          input
        }
      }
    }
  }
`);

const PublishListingDocument = graphql(`
  mutation PublishListing($input: PublishListingInput!) {
    publishListing(input: $input) {
      listing {
        id
        summary
        audience
        updatedAt
        version {
          id
          number
        }
        sampleExecutions {
          id
        }
        agent {
          id
          listing {
            id
          }
        }
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

const MAXIMUM_SAMPLES = 5;

interface OfferDialogProps {
  open: boolean;
  agent: Agent;
  version: { id: string; number: number };
  onClose: () => void;
}

/** Puts the published version into the marketplace: what it does, who finds it, and which runs are shown. */
export function OfferDialog({ open, agent, version, onClose }: OfferDialogProps) {
  const { viewer } = useViewer();
  const now = useNow(60_000);
  const [, publish] = useMutation(PublishListingDocument);
  const [summary, setSummary] = useState(agent.listing?.summary ?? agent.description);
  const widths = VISIBILITIES.filter(({ value }) => value !== 'PRIVATE');
  const choices = widths.slice(0, widths.findIndex(({ value }) => value === agent.visibility) + 1);
  const [audience, setAudience] = useState<Visibility>(agent.listing?.audience ?? agent.visibility);
  const [samples, setSamples] = useState<readonly string[]>(
    (agent.listing?.sampleExecutions ?? []).flatMap((run) => run?.id ?? []),
  );
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const userId = viewer?.user?.id;
  const [{ data }] = useQuery({
    query: OwnRunsDocument,
    variables: {
      filter: { agentId: agent.id, startedById: userId, statuses: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'] },
    },
    pause: !open || userId === undefined,
    requestPolicy: 'cache-and-network',
  });
  const runs = data?.executions.edges.map(({ node }) => node) ?? [];

  const submit = async (): Promise<void> => {
    setBusy(true);
    const input = { agentId: agent.id, versionId: version.id, summary, audience, sampleExecutionIds: [...samples] };
    const { data: made, error } = await publish({ input });
    setBusy(false);
    const refused =
      error === undefined ? (made?.publishListing.userErrors ?? []).map((one) => errorLine(one)) : [problemLine(error)];
    setProblems(refused);
    if (refused.length > 0) return;
    toast.success(`Version ${version.number} is in the marketplace`);
    onClose();
  };

  return (
    <Dialog
      open={open}
      title={`Offer version ${version.number} to colleagues`}
      description="They see its instructions and figures, and can make a copy. Secrets, memory and triggers never go along."
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          busy={busy}
          disabledReason={summary.trim() === '' ? 'Say what it does.' : null}
          onAct={() => void submit()}
        >
          Offer it
        </DialogActions>
      }
    >
      <Field label="What it does" hint="One or two sentences; the search reads them">
        {(parts) => (
          <TextArea
            {...parts}
            rows={3}
            maxLength={500}
            value={summary}
            onChange={(event) => setSummary(event.target.value)}
          />
        )}
      </Field>
      <Field label="Who finds it" hint="Not more people than may use the agent">
        {(parts) => (
          <Select
            {...parts}
            value={audience}
            options={choices}
            onChange={(event) =>
              setAudience(choices.find(({ value }) => value === event.target.value)?.value ?? audience)
            }
          />
        )}
      </Field>
      <fieldset>
        <legend className="text-12 font-medium">Sample runs</legend>
        <p className="text-12 text-ink-3">
          {runs.length === 0
            ? 'You have no finished runs of this agent that could be shown.'
            : 'Who finds the agent sees the whole run: input, answer, each step and its passages.'}
        </p>
        <ul className="mt-1 max-h-40 overflow-auto">
          {runs.map((run) => (
            <li key={run.id}>
              <Check
                label={`${promptOf(run.input).slice(0, 60)} · ${instant(run.createdAt, now)}`}
                checked={samples.includes(run.id)}
                disabled={!samples.includes(run.id) && samples.length >= MAXIMUM_SAMPLES}
                onChange={(event) =>
                  setSamples((before) =>
                    event.target.checked ? [...before, run.id] : before.filter((id) => id !== run.id),
                  )
                }
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {problems.length === 0 ? null : (
        <ul role="alert" className="flex flex-col gap-1 text-error">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
