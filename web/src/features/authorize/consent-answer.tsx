import { useState } from 'react';
import { useMutation } from 'urql';
import type { AuthorizationRequestInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { useSteadyView } from './use-steady-view.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';

const AnswerDocument = graphql(`
  mutation AnswerAuthorizationRequest($input: AnswerAuthorizationRequestInput!) {
    answerAuthorizationRequest(input: $input) {
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

const STEADY_MS = 1_000;

/** Yes or no. Yes waits until the page was in view for a second: a page above it that vanishes between two clicks must not bring the second one here. */
export function ConsentAnswer({ request }: { request: AuthorizationRequestInput }) {
  const [, answer] = useMutation(AnswerDocument);
  const [pressed, setPressed] = useState<'allow' | 'deny' | null>(null);
  const [isSentToProgram, setSentToProgram] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const steady = useSteadyView(STEADY_MS);

  const decide = async (allow: boolean): Promise<void> => {
    setPressed(allow ? 'allow' : 'deny');
    setProblem(null);
    const { data, error } = await answer({ input: { request, allow } });
    const result = data?.answerAuthorizationRequest;
    if (result?.returnUrl != null) {
      // The browser hands such an address to a program, and this page stays.
      setSentToProgram(!/^https?:/u.test(result.returnUrl));
      return location.assign(result.returnUrl);
    }
    setPressed(null);
    setProblem(error === undefined ? (result?.userErrors[0]?.message ?? 'Nothing came back.') : problemLine(error));
  };

  if (isSentToProgram) return <p role="status">Your answer went to the app. You can close this page.</p>;
  return (
    <>
      <ProblemLine>{problem}</ProblemLine>
      <div className="flex justify-end gap-2">
        <Button
          size={32}
          busy={pressed === 'deny'}
          disabledReason={pressed === 'allow' ? 'Your answer is on its way.' : null}
          onClick={() => void decide(false)}
        >
          Deny
        </Button>
        <Button
          size={32}
          variant="primary"
          busy={pressed === 'allow'}
          disabledReason={
            pressed === 'deny'
              ? 'Your answer is on its way.'
              : steady || pressed === 'allow'
                ? null
                : 'Read first what it asks for.'
          }
          onClick={() => void decide(true)}
        >
          Allow
        </Button>
      </div>
    </>
  );
}
