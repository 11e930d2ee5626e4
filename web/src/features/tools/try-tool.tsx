import { useState } from 'react';
import { useMutation } from 'urql';
import { duration } from '../../format/duration.ts';
import { readInput } from '../../execution/input-fields.ts';
import { graphql, type DocumentType } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Status } from '../../ui/status.tsx';
import { TryInput } from '../agents/try-input.tsx';
import { argumentFields, resultText } from './tool-arguments.ts';
import type { Tool } from './tools-document.ts';

const TryToolDocument = graphql(`
  mutation TryTool($input: TryToolInput!) {
    tryTool(input: $input) {
      result
      isError
      durationMs
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

type Answer = DocumentType<typeof TryToolDocument>['tryTool'];

/** A form from the tool's own schema; the call is real. */
export function TryTool({ tool, mayTry }: { tool: Tool; mayTry: boolean }) {
  const [, tryTool] = useMutation(TryToolDocument);
  const fields = argumentFields(tool.inputSchema);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<{ field: string; problem: string } | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    const read = readInput(fields, typed);
    setWrong('input' in read ? null : read);
    if (!('input' in read)) return;
    setBusy(true);
    const input = { toolId: tool.id, arguments: read.input, idempotencyKey: idempotencyKey() };
    const { data, error } = await tryTool({ input });
    setBusy(false);
    setProblem(error === undefined ? null : problemLine(error));
    setAnswer(data?.tryTool ?? null);
  };
  return (
    <section aria-label="Try it" className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">Try it</h3>
      {tool.effect === 'READ' ? null : (
        <p className="text-ink-2">The call is real: it changes what the tool changes.</p>
      )}
      {fields.map((field) => (
        <TryInput
          key={field.name}
          field={field}
          value={typed[field.name] ?? field.preset}
          problem={wrong?.field === field.name ? wrong.problem : undefined}
          onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          onSubmit={() => void submit()}
        />
      ))}
      <Button
        size={32}
        className="self-start"
        busy={busy}
        disabledReason={mayTry ? null : 'Your role may not call tools.'}
        onClick={() => void submit()}
      >
        Call {tool.name}
      </Button>
      <ProblemLine>{problem}</ProblemLine>
      {answer === null ? null : <ToolAnswer answer={answer} />}
    </section>
  );
}

function ToolAnswer({ answer }: { answer: Answer }) {
  const [refusal] = answer.userErrors;
  const failed = refusal !== undefined || answer.isError === true;
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="flex items-center gap-2">
        <Status shape={failed ? 'failed' : 'succeeded'} tone={failed ? 'error' : 'success'}>
          {refusal !== undefined ? 'Not called or not answered' : failed ? 'The tool failed' : 'Answered'}
        </Status>
        {typeof answer.durationMs === 'number' ? (
          <span className="text-12 text-ink-3">{duration(answer.durationMs)}</span>
        ) : null}
      </p>
      {refusal === undefined ? (
        <CodeView text={resultText(answer.result)} />
      ) : (
        <p className="text-error">{errorLine(refusal)}</p>
      )}
    </div>
  );
}
