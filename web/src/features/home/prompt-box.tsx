import { Link, useNavigate } from '@tanstack/react-router';
import { CornerDownLeft } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useDescribeAgent } from './use-describe-agent.ts';

const EXAMPLES = [
  'Answer questions from our handbook',
  'Explain our refund policy to customers',
  'Find the rule that applies to a case',
];

/** One sentence becomes a draft; nothing runs before it is tried. */
export function PromptBox() {
  const navigate = useNavigate();
  const [sentence, setSentence] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { create, busy, problem } = useDescribeAgent();

  const submit = async (): Promise<void> => {
    if (sentence.trim() === '') {
      field.current?.focus();
      return;
    }
    const agentId = await create(sentence.trim());
    if (agentId !== null) await navigate({ to: '/agents/$agentId', params: { agentId } });
  };

  return (
    <section aria-labelledby="ask">
      <h2 id="ask" className="text-20 font-semibold">
        What should your agent do?
      </h2>
      <form
        className="mt-3 rounded-card border border-edge bg-raised p-2 pl-3 pt-3 focus-within:border-link focus-within:shadow-[0_0_0_1px_var(--link)]"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label htmlFor="prompt" className="sr-only">
          Describe the job in one sentence
        </label>
        <textarea
          id="prompt"
          ref={field}
          rows={2}
          value={sentence}
          aria-describedby={problem === null ? undefined : 'prompt-problem'}
          placeholder="Answer refund questions from our policy, and cite the passage"
          className="mb-2 block max-h-60 w-full resize-none bg-transparent text-14 outline-none [field-sizing:content] max-md:text-16"
          onChange={(event) => setSentence(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void submit();
            }
          }}
        />
        <div className="flex items-center gap-2">
          <span className="flex-1" />
          <span className="text-12 text-ink-3 max-md:hidden">Nothing runs until you try it</span>
          <Button variant="primary" type="submit" busy={busy}>
            Build
            <Kbd onAccent>
              <CornerDownLeft className="icon-xs" aria-hidden="true" />
            </Kbd>
          </Button>
        </div>
      </form>
      {problem === null ? null : (
        <p id="prompt-problem" role="alert" className="mt-2 text-error">
          {problem}
        </p>
      )}
      <div className="mt-3 flex gap-1.5 overflow-x-auto pb-0.5">
        {EXAMPLES.map((example) => (
          <Chip
            key={example}
            large
            onClick={() => {
              setSentence(example);
              field.current?.focus();
            }}
          >
            {example}
          </Chip>
        ))}
        <Link
          to="/agents/templates"
          className="flex h-7 shrink-0 items-center px-2 text-link hover:underline max-md:h-9"
        >
          Start from a template
        </Link>
      </div>
    </section>
  );
}
