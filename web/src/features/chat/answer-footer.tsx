import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useMutation } from 'urql';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { problemLine } from '../../graphql/problem.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { toast } from '../../ui/toast.tsx';
import { RateDocument, type Message } from './chat-document.ts';

interface AnswerFooterProps {
  execution: NonNullable<Message['execution']>;
  text: string;
  /** Shows the chain of this answer beside the conversation. */
  onShowChain: () => void;
}

/** What the answer took, the way to its steps, and a word on how good it was. */
export function AnswerFooter({ execution, text, onShowChain }: AnswerFooterProps) {
  const [, rate] = useMutation(RateDocument);
  const { summary, totalDurationMs } = execution.chain;
  const given = execution.rating?.satisfaction;
  const say = async (satisfaction: number): Promise<void> => {
    const { data, error } = await rate({ input: { executionId: execution.id, satisfaction } });
    const problem = error === undefined ? data?.rateExecution.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) toast.error('The rating was not saved', { description: problem });
  };
  return (
    <>
      <span className="text-12 text-ink-3 tabular-nums">
        {duration(totalDurationMs)}, {cost(summary.totalCost, summary.unpriced)}
      </span>
      <button type="button" onClick={onShowChain} className="text-12 text-link hover:underline">
        {plural(summary.totalSteps, 'step')}
      </button>
      <span className="flex-1" />
      <CopyButton text={text} label="Copy answer" />
      <IconButton
        size={24}
        label="Good answer"
        aria-pressed={given === 5}
        icon={<ThumbsUp className={given === 5 ? 'icon text-link' : 'icon'} aria-hidden="true" />}
        onClick={() => void say(5)}
      />
      <IconButton
        size={24}
        label="Bad answer"
        aria-pressed={given === 1}
        icon={<ThumbsDown className={given === 1 ? 'icon text-link' : 'icon'} aria-hidden="true" />}
        onClick={() => void say(1)}
      />
    </>
  );
}
