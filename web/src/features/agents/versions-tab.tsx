import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { fullInstant, instant } from '../../format/instant.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { toast } from '../../ui/toast.tsx';

const VersionsDocument = graphql(`
  query Versions($id: ID!) {
    agent(id: $id) {
      id
      published {
        id
      }
      versions(first: 50) {
        edges {
          node {
            id
            number
            hash
            notes
            publishedAt
            publishedBy {
              id
              name
            }
          }
        }
      }
    }
  }
`);

const RollbackDocument = graphql(`
  mutation RollbackAgent($input: RollbackAgentInput!) {
    rollbackAgent(input: $input) {
      agent {
        id
        status
        published {
          id
          number
          hash
          publishedAt
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

const RestoreDocument = graphql(`
  mutation RestoreVersion($input: RestoreAgentVersionInput!) {
    restoreAgentVersion(input: $input) {
      draft {
        ...Draft
      }
      conflict {
        currentRevision
        changedAt
        theirs
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

interface VersionsTabProps {
  agentId: string;
  flush: () => Promise<number | null>;
}

type Question = { kind: 'rollback' | 'restore'; versionId: string; number: number };

/** What was published, newest first. Going back is two presses; the draft is never touched by it. */
export function VersionsTab({ agentId, flush }: VersionsTabProps) {
  const [{ data, error }, refetch] = useQuery({
    query: VersionsDocument,
    variables: { id: agentId },
    requestPolicy: 'cache-and-network',
  });
  const [, rollback] = useMutation(RollbackDocument);
  const [, restore] = useMutation(RestoreDocument);
  const [question, setQuestion] = useState<Question | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(60_000);

  const act = async ({ kind, versionId, number }: Question): Promise<string | null> => {
    if (kind === 'rollback') {
      const answer = await rollback({ input: { agentId, versionId } });
      if (answer.error !== undefined) return problemLine(answer.error);
      return answer.data?.rollbackAgent.userErrors[0]?.message ?? said(`Version ${number} is live again`);
    }
    const revision = await flush();
    if (revision === null) return 'The draft could not be saved first, so it was left as it is.';
    const answer = await restore({ input: { agentId, versionId, expectedRevision: revision } });
    if (answer.error !== undefined) return problemLine(answer.error);
    if (answer.data?.restoreAgentVersion.conflict) return 'The draft changed meanwhile. Look at it, then try again.';
    return answer.data?.restoreAgentVersion.userErrors[0]?.message ?? said(`Version ${number} is now the draft`);
  };
  const said = (title: string): null => {
    toast.success(title);
    return null;
  };
  const answerYes = async (): Promise<void> => {
    if (question === null) return;
    setBusy(true);
    const problem = await act(question);
    setBusy(false);
    setQuestion(null);
    if (problem === null) refetch({ requestPolicy: 'network-only' });
    else toast.error('Nothing was changed', { description: problem });
  };

  if (data === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="Versions did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={4} label="Loading versions" />;
  const versions = data.agent?.versions.edges.map(({ node }) => node) ?? [];
  if (versions.length === 0)
    return (
      <Empty title="Not published yet">
        Each time you publish, an unchangeable version is kept here. You can go back to any of them.
      </Empty>
    );
  return (
    <>
      <ol aria-label="Versions" className="divide-y divide-line">
        {versions.map((version) => {
          const live = version.id === data.agent?.published?.id;
          return (
            <li key={version.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
              <span className="w-10 font-semibold tabular-nums">v{version.number}</span>
              {live ? <Tag tone="success">Live</Tag> : null}
              <span className="min-w-40 flex-1 truncate">
                {version.notes ?? <span className="text-ink-3">No notes</span>}
              </span>
              <span className="text-ink-3" title={fullInstant(version.publishedAt)}>
                {[version.publishedBy?.name, instant(version.publishedAt, now)].filter(Boolean).join(', ')}
              </span>
              <code className="font-mono text-12 text-ink-3 max-wide:hidden" title={version.hash}>
                {version.hash.replace(/^sha256:/, '').slice(0, 10)}
              </code>
              <Button
                size={24}
                variant="ghost"
                onClick={() => setQuestion({ kind: 'restore', versionId: version.id, number: version.number })}
              >
                Copy to draft
              </Button>
              <Button
                size={24}
                disabledReason={live ? 'This version is live already.' : null}
                onClick={() => setQuestion({ kind: 'rollback', versionId: version.id, number: version.number })}
              >
                Make live
              </Button>
            </li>
          );
        })}
      </ol>
      <Dialog
        open={question !== null}
        title={
          question?.kind === 'rollback'
            ? `Make version ${question.number} live?`
            : `Copy version ${question?.number ?? ''} to the draft?`
        }
        description={
          question?.kind === 'rollback'
            ? 'New runs use it at once. Your draft stays as it is.'
            : 'The current draft is replaced. The live version stays as it is.'
        }
        onClose={() => setQuestion(null)}
        actions={
          <DialogActions onCancel={() => setQuestion(null)} busy={busy} onAct={() => void answerYes()}>
            {question?.kind === 'rollback' ? 'Make live' : 'Replace draft'}
          </DialogActions>
        }
      />
    </>
  );
}
