import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { inputFields } from '../../execution/input-fields.ts';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useCatalog } from '../agents/use-catalog.ts';
import { CaseFields } from './case-fields.tsx';
import { type CompareDraft, EMPTY_DRAFT, isScored, readDraft } from './compare-draft.ts';
import { CreateComparisonDocument, RunComparisonDocument } from './comparison-document.ts';
import { EstimatePanel } from './estimate-panel.tsx';
import { useEstimate } from './use-estimate.ts';
import { EMPTY_VARIANT } from './variant-draft.ts';
import { VariantFields } from './variant-fields.tsx';

const ProposalDocument = graphql(`
  query ComparisonProposal($agentId: ID!) {
    comparisonProposal(agentId: $agentId) {
      variants {
        model {
          id
          slug
        }
        reason
      }
      caseIds
    }
    testSuites(agentId: $agentId, first: 20) {
      edges {
        node {
          id
          name
          cases(first: 50) {
            edges {
              node {
                id
                name
              }
            }
          }
        }
      }
    }
  }
`);

interface CompareSetUpProps {
  agent: { id: string; inputSchema: unknown; revision: number };
}

/** Models, cases, judge and budget, with the cost beside them before anything runs. */
export function CompareSetUp({ agent }: CompareSetUpProps) {
  const navigate = useNavigate();
  const { models, error: catalogError } = useCatalog();
  const [{ data, error }, refetch] = useQuery({ query: ProposalDocument, variables: { agentId: agent.id } });
  const [, create] = useMutation(CreateComparisonDocument);
  const [, run] = useMutation(RunComparisonDocument);
  const [edited, setEdited] = useState<Partial<CompareDraft>>({});
  const asked = useRef({ input: '', key: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const proposal = data?.comparisonProposal;
  const proposed = proposal?.variants.flatMap(({ model }) => model?.id ?? []) ?? [];
  const currentId = proposed[0] ?? null;
  // What was proposed stands until somebody changes it.
  const draft: CompareDraft = {
    ...EMPTY_DRAFT,
    variants: [0, 1].map((index) => ({ ...EMPTY_VARIANT, modelId: proposed[index] ?? '' })),
    caseIds: proposal?.caseIds ?? [],
    ...edited,
  };
  const change = (part: Partial<CompareDraft>): void => {
    setProblem(null);
    setEdited({ ...edited, ...part });
  };
  const prompt = inputFields(agent.inputSchema)[0] ?? { name: 'question', label: 'Question' };
  const read = readDraft(draft, { agentId: agent.id, revision: agent.revision, prompt, currentId });
  const missing = 'missing' in read ? read.missing : null;
  const estimated = useEstimate('input' in read ? read.input : null);

  const start = async (): Promise<string | null> => {
    if (!('input' in read)) return read.missing;
    // The same wish twice makes one comparison; another wish is another one.
    const input = JSON.stringify(read.input);
    if (asked.current.input !== input) asked.current = { input, key: idempotencyKey() };
    const { key } = asked.current;
    const made = await create({ input: { ...read.input, idempotencyKey: key } });
    if (made.error !== undefined) return problemLine(made.error);
    const refusal = made.data?.createComparison.userErrors[0];
    const comparison = made.data?.createComparison.comparison;
    if (!comparison) return errorLine(refusal) || 'It was not made.';
    const started = await run({ input: { comparisonId: comparison.id, idempotencyKey: key } });
    if (started.error !== undefined) return problemLine(started.error);
    await navigate({ to: '/compare/$comparisonId', params: { comparisonId: comparison.id } });
    return null;
  };
  const submit = async (): Promise<void> => {
    if (busy || missing !== null) return;
    setBusy(true);
    setProblem(await start());
    setBusy(false);
  };

  // Enter alone starts nothing: what it would start costs money.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const failed = (data === undefined ? error : undefined) ?? (models === undefined ? catalogError : undefined);
  if (failed !== undefined)
    return (
      <ProblemPanel
        title="Models and cases did not load"
        problem={problemOf(failed)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (models === undefined || data === undefined) return <SkeletonRows rows={6} label="Loading models and cases" />;
  const known = (data.testSuites.edges ?? []).flatMap(({ node }) =>
    node.cases.edges.map((edge) => ({ id: edge.node.id, name: edge.node.name, suite: node.name })),
  );
  const judges = models.filter(({ builtIn }) => !builtIn);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_300px] max-lg:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-5 p-6 max-md:p-4">
        <Field label="Name" hint="Optional">
          {(parts) => (
            <Input
              {...parts}
              className="max-w-96"
              maxLength={120}
              placeholder="Three models, refund questions"
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <VariantFields
          variants={draft.variants}
          currentId={currentId}
          models={models}
          onChange={(variants) => change({ variants })}
        />
        <CaseFields agentId={agent.id} known={known} draft={draft} onChange={change} />
        <Field
          label="Judge"
          hint={
            judges.length === 0
              ? 'No language model is connected. The built-in models cannot judge; checks still score.'
              : 'A language model that scores each answer from 0 to 10. Its cost counts.'
          }
        >
          {(parts) => (
            <Select
              {...parts}
              className="max-w-96"
              value={draft.judgeId}
              options={[
                { value: '', label: 'No judge, checks only' },
                ...judges.map(({ id, slug }) => ({ value: id, label: slug })),
              ]}
              onChange={(event) => change({ judgeId: event.target.value })}
            />
          )}
        </Field>
        {draft.judgeId === '' ? null : (
          <Field label="What a good answer is">
            {(parts) => (
              <TextArea
                {...parts}
                rows={3}
                maxLength={5000}
                value={draft.judgeInstructions}
                onChange={(event) => change({ judgeInstructions: event.target.value })}
              />
            )}
          </Field>
        )}
        <div className="flex flex-col gap-1">
          <Check
            label="Mock tools: nothing is written, no mail is sent"
            checked={draft.mockTools}
            onChange={(event) => change({ mockTools: event.target.checked })}
          />
          <Check
            label="Hide model names until it has ended"
            checked={draft.blind}
            onChange={(event) => change({ blind: event.target.checked })}
          />
        </div>
      </div>
      <aside
        aria-label="Cost"
        className="flex flex-col gap-4 border-l border-line p-6 max-lg:border-t max-lg:border-l-0 max-md:p-4"
      >
        <EstimatePanel {...estimated} missing={missing} />
        <Field label="Budget" hint="Nothing is started that does not fit.">
          {(parts) => (
            <Input
              {...parts}
              inputMode="decimal"
              before={<span className="text-ink-3">$</span>}
              value={draft.budget}
              onChange={(event) => change({ budget: event.target.value })}
            />
          )}
        </Field>
        {isScored(draft) ? null : (
          <p className="text-12 text-ink-3">
            Without a check or a judge nothing is scored: only time and cost are compared.
          </p>
        )}
        <ProblemLine>{problem}</ProblemLine>
        <Button size={32} variant="primary" busy={busy} disabledReason={missing} onClick={() => void submit()}>
          Run comparison
          <Kbd onAccent>⌘ ↵</Kbd>
        </Button>
      </aside>
    </div>
  );
}
