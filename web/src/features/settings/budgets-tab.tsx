import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { cost } from '../../format/cost.ts';
import { graphql, type DocumentType } from '../../gql/index.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Meter } from '../../ui/meter.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { actionWord, PERIODS } from './budget-words.ts';
import { SetBudget } from './set-budget.tsx';
import { UnpricedNote } from './unpriced-note.tsx';

const BudgetsDocument = graphql(`
  query Budgets {
    budgets(first: 100) {
      edges {
        node {
          id
          scope
          period
          limit
          spent
          reserved
          action
          resetsAt
          department {
            id
            name
          }
          team {
            id
            name
          }
          user {
            id
            name
          }
          agent {
            id
            name
          }
          apiKey {
            id
            name
          }
        }
      }
    }
  }
`);

const DeleteBudgetDocument = graphql(`
  mutation DeleteBudget($input: DeleteBudgetInput!) {
    deleteBudget(input: $input) {
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

type Budget = DocumentType<typeof BudgetsDocument>['budgets']['edges'][number]['node'];

const NOUNS = {
  TENANT: 'Everybody',
  DEPARTMENT: 'Department',
  TEAM: 'Team',
  USER: 'Person',
  AGENT: 'Agent',
  API_KEY: 'API key',
} as const;

const nameOf = ({ scope, department, team, user, agent, apiKey }: Budget): string =>
  (department ?? team ?? user ?? agent ?? apiKey)?.name ?? NOUNS[scope];

/** Periods end at midnight, UTC. */
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What may be spent, by whom, and what is left of it. */
export function BudgetsTab() {
  const [{ data, error }, execute] = useQuery({ query: BudgetsDocument, requestPolicy: 'cache-and-network' });
  const [, remove] = useMutation(DeleteBudgetDocument);
  const { viewer } = useViewer();
  const mayManage = viewer?.permissions.includes('budget:manage') === true;
  const [setting, setSetting] = useState(false);
  const [removing, setRemoving] = useState<Budget | null>(null);
  const [busy, setBusy] = useState(false);
  const refetch = (): void => execute({ requestPolicy: 'network-only' });
  const budgets = data?.budgets.edges.map(({ node }) => node);

  const removeForGood = async (): Promise<void> => {
    if (removing === null) return;
    setBusy(true);
    const answer = await remove({ input: { budgetId: removing.id } });
    setBusy(false);
    setRemoving(null);
    if (answer.error === undefined) refetch();
    else toast.error('The budget was not removed', { description: problemLine(answer.error) });
  };

  return (
    <section aria-label="Budgets">
      <div className="mb-2 flex min-h-7 items-center gap-3">
        <p className="flex-1 text-ink-3">
          Periods are in UTC. <UnpricedNote />
        </p>
        <Button disabledReason={mayManage ? null : 'Your role may not set budgets.'} onClick={() => setSetting(true)}>
          <Plus className="icon-s" aria-hidden="true" />
          Set budget
        </Button>
      </div>
      <div className="overflow-x-auto rounded-card border border-line">
        {budgets === undefined && error !== undefined ? (
          <ProblemPanel title="Budgets did not load" problem={problemOf(error)} onRetry={refetch} />
        ) : budgets === undefined ? (
          <SkeletonRows rows={3} label="Loading budgets" />
        ) : budgets.length === 0 ? (
          <Empty title="No budgets yet">
            A budget limits what models may cost: of everybody, a team, a person, an agent, an API key.
          </Empty>
        ) : (
          <table className="rows" aria-label="Budgets">
            <thead>
              <tr>
                <th>Of</th>
                <th className="max-md:hidden">How often</th>
                <th>Spent</th>
                <th className="number max-md:hidden">Reserved</th>
                <th className="max-md:hidden">At the limit</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {budgets.map((budget) => (
                <tr key={budget.id} className="[&>td]:py-1.5">
                  <td>
                    <span className="block truncate font-medium">{nameOf(budget)}</span>
                    {budget.scope === 'TENANT' ? null : (
                      <span className="block text-12 text-ink-3">{NOUNS[budget.scope]}</span>
                    )}
                  </td>
                  <td className="max-md:hidden">
                    {PERIODS.find(({ value }) => value === budget.period)?.label}
                    {budget.resetsAt ? (
                      <span className="block text-12 text-ink-3">until {day.format(Date.parse(budget.resetsAt))}</span>
                    ) : null}
                  </td>
                  <td className="min-w-36">
                    <span className="tabular-nums">
                      {cost(budget.spent)} of {cost(budget.limit)}
                    </span>
                    <Meter
                      label={`Spent of the budget of ${nameOf(budget)}`}
                      share={budget.limit === 0 ? 1 : budget.spent / budget.limit}
                    />
                  </td>
                  <td className="number max-md:hidden">{cost(budget.reserved)}</td>
                  <td className="text-ink-2 max-md:hidden">{actionWord(budget.scope, budget.action)}</td>
                  <td className="text-right">
                    {mayManage ? (
                      <IconButton
                        size={24}
                        label={`Remove the budget of ${nameOf(budget)}`}
                        icon={<Trash2 className="icon-s" aria-hidden="true" />}
                        onClick={() => setRemoving(budget)}
                      />
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <SetBudget open={setting} onClose={() => setSetting(false)} onSet={refetch} />
      <Dialog
        open={removing !== null}
        title={`Remove the budget of ${removing === null ? '' : nameOf(removing)}?`}
        description="Nothing is limited by it from now on. What was spent stays in the ledger."
        onClose={() => setRemoving(null)}
        actions={
          <>
            <Button size={32} onClick={() => setRemoving(null)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void removeForGood()}>
              Remove
            </Button>
          </>
        }
      />
    </section>
  );
}
