import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { valueAt } from '../../json/apply-patch.ts';
import { isRecord } from '../../json/is-record.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import type { ComparisonView } from './comparison-document.ts';

const PreviewDocument = graphql(`
  query PromotionPreview($comparisonId: ID!, $variantId: ID!) {
    promotionPreview(comparisonId: $comparisonId, variantId: $variantId) {
      baseRevision
      summary
      operations
    }
    comparison(id: $comparisonId) {
      id
      agent {
        id
        draft {
          revision
          spec
        }
      }
    }
  }
`);

const PromoteDocument = graphql(`
  mutation PromoteVariant($input: PromoteVariantInput!) {
    promoteVariant(input: $input) {
      draftRevision
      agent {
        id
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

interface PromoteDialogProps {
  comparison: ComparisonView;
  variantId: string;
  onClose: () => void;
}

/** What promotion changes in the draft, and the one press that does it. Nothing is published by it. */
export function PromoteDialog({ comparison, variantId: first, onClose }: PromoteDialogProps) {
  const navigate = useNavigate();
  const [variantId, setVariantId] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [{ data, error, fetching }] = useQuery({
    query: PreviewDocument,
    variables: { comparisonId: comparison.id, variantId },
    requestPolicy: 'network-only',
  });
  const [, promote] = useMutation(PromoteDocument);
  const preview = fetching ? undefined : data?.promotionPreview;

  const submit = async (): Promise<void> => {
    if (preview === undefined) return;
    setBusy(true);
    const answer = await promote({
      input: { comparisonId: comparison.id, variantId, expectedRevision: preview.baseRevision },
    });
    setBusy(false);
    const refusal = answer.data?.promoteVariant.userErrors[0];
    if (answer.error !== undefined) setProblem(problemLine(answer.error));
    else if (refusal !== undefined) setProblem(errorLine(refusal));
    else {
      toast.success(`Draft r${answer.data?.promoteVariant.draftRevision ?? ''} has the variant`);
      onClose();
      if (comparison.agent) await navigate({ to: '/agents/$agentId', params: { agentId: comparison.agent.id } });
    }
  };

  return (
    <Dialog
      open
      title="Promote a variant"
      description="It is written into the draft. What is live stays as it is until you publish."
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          busy={busy}
          disabledReason={
            preview === undefined
              ? 'The change is being worked out.'
              : preview.operations.length === 0
                ? 'The draft has all of it already.'
                : null
          }
          onAct={() => void submit()}
        >
          Write into draft
        </DialogActions>
      }
    >
      <Field label="Variant">
        {(parts) => (
          <Select
            {...parts}
            value={variantId}
            options={comparison.variants.map(({ id, label }) => ({ value: id, label }))}
            onChange={(event) => setVariantId(event.target.value)}
          />
        )}
      </Field>
      {error === undefined ? null : <p className="text-error">{problemLine(error)}</p>}
      {preview === undefined && error === undefined ? <SkeletonRows rows={2} label="Working out the change" /> : null}
      {preview === undefined ? null : (
        <div>
          <p className="text-ink-2">
            {preview.summary} The draft is at revision {preview.baseRevision}.
          </p>
          <dl className="mt-2 divide-y divide-line border-y border-line">
            {preview.operations.filter(isRecord).map((operation) => {
              const path = String(operation['path']).replace('/spec/', '');
              const before = valueAt(data?.comparison?.agent?.draft?.spec, path.split('/'));
              return (
                <div key={path} className="flex flex-col gap-0.5 py-1.5">
                  <dt className="font-mono text-12 text-ink-3">{path}</dt>
                  {before === undefined ? null : (
                    <dd className="text-ink-3">
                      <del className="line-clamp-4 break-words">{shown(before)}</del>
                    </dd>
                  )}
                  <dd>
                    <ins className="line-clamp-4 break-words no-underline">{shown(operation['value'])}</ins>
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      )}
      <ProblemLine>{problem}</ProblemLine>
    </Dialog>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
