import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { CollaborationRole } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionReason } from '../agents/action-reason.ts';
import type { Agent } from '../agents/agent-document.ts';
import { ROLES, roleLabel, roleOf } from './roles.ts';

const SetCollaboratorDocument = graphql(`
  mutation SetCollaborator($input: SetCollaboratorInput!) {
    setCollaborator(input: $input) {
      agent {
        id
        collaborators {
          role
          since
          user {
            id
            name
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

const ColleaguesDocument = graphql(`
  query Colleagues {
    users(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

/** Who works on the agent with its owner, and what each of them may do. */
export function CollaboratorsSection({ agent }: { agent: Agent }) {
  const [, set] = useMutation(SetCollaboratorDocument);
  const [chosen, setChosen] = useState('');
  const reason = actionReason(agent.viewerActions, 'setCollaborator');
  const [{ data }] = useQuery({ query: ColleaguesDocument, pause: reason !== null });
  const known = new Set([agent.owner?.id, ...agent.collaborators.map(({ user }) => user?.id)]);
  const others = (data?.users.edges ?? []).map(({ node }) => node).filter(({ id }) => !known.has(id));
  const change = async (userId: string, role: CollaborationRole | null): Promise<void> => {
    const { data: made, error } = await set({ input: { agentId: agent.id, userId, role } });
    const problem = error === undefined ? made?.setCollaborator.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) setChosen('');
    else toast.error('Nothing was changed', { description: problem });
  };
  return (
    <section className="border-t border-line pt-4">
      <h2 className="font-semibold">People who work on it</h2>
      {agent.collaborators.length === 0 ? <p className="mt-1 text-ink-2">Only its owner.</p> : null}
      <ul className="mt-1" aria-label="Collaborators">
        {agent.collaborators.map(({ user, role }) =>
          user ? (
            <li key={user.id} className="flex min-h-9 flex-wrap items-center gap-2">
              <Avatar name={user.name} />
              <span className="min-w-0 flex-1 truncate font-medium">{user.name}</span>
              {reason === null ? (
                <>
                  <Select
                    compact
                    className="w-60"
                    aria-label={`What ${user.name} may do`}
                    value={role}
                    options={ROLES}
                    onChange={(event) => void change(user.id, roleOf(event.target.value) ?? role)}
                  />
                  <Button variant="ghost" onClick={() => void change(user.id, null)}>
                    Remove
                  </Button>
                </>
              ) : (
                <span className="text-ink-3">{roleLabel(role)}</span>
              )}
            </li>
          ) : null,
        )}
      </ul>
      {reason === null && others.length > 0 ? (
        <p className="mt-2 flex gap-2">
          <Select
            compact
            className="max-w-60"
            aria-label="Colleague"
            value={chosen}
            options={[
              { value: '', label: 'Choose a colleague' },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => setChosen(event.target.value)}
          />
          <Button
            disabledReason={chosen === '' ? 'Choose a colleague first.' : null}
            onClick={() => void change(chosen, 'EDITOR')}
          >
            Add
          </Button>
        </p>
      ) : null}
    </section>
  );
}
