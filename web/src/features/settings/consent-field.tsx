import { useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Check } from '../../ui/check.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Viewer } from '../shell/use-viewer.ts';

const AgreeDocument = graphql(`
  mutation AgreeToBeNamed($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        id
        namedInEvidence
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

/** Whether colleagues may be told that this person uses or knows something. Saved at once; off until somebody turns it on. */
export function ConsentField({ user }: { user: NonNullable<Viewer['user']> }) {
  const [, update] = useMutation(AgreeDocument);
  const [busy, setBusy] = useState(false);
  const noteId = useId();
  const save = async (namedInEvidence: boolean): Promise<void> => {
    setBusy(true);
    const { data, error } = await update({ input: { userId: user.id, namedInEvidence } });
    setBusy(false);
    const problem = error === undefined ? data?.updateUser.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) toast.error('Nothing was changed', { description: problem });
    else toast.success(namedInEvidence ? 'Colleagues may see your name' : 'Your name is shown no more');
  };
  return (
    <section aria-label="Privacy">
      <h2 className="mb-2 font-semibold">Privacy</h2>
      <Check
        label="Show me as a user and an expert of agents"
        aria-describedby={noteId}
        disabled={busy}
        checked={user.namedInEvidence === true}
        onChange={(event) => void save(event.target.checked)}
      />
      <p id={noteId} className="max-w-[560px] text-12 text-ink-3">
        Colleagues find you by topics of your profile and agents that you made, and see your name where at least three
        people use an agent. Off: nobody is told from the next page on. Your agents always show their owner.
      </p>
    </section>
  );
}
